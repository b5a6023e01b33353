//! The service cannot reach WhatsApp, as on a first start behind a firewall.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use protocol::words::{fill, words};
use serde_json::json;
use titan_e2e::contact_sheet::ContactSheet;
use titan_e2e::gateway::Gateway;
use titan_e2e::{Browser, Service, Setup, WidgetPage};

/// The name of the tenant in `dev`.
const TENANT: &str = "Acme Helpdesk";

/// A shorter interruption is not shown.
const NOTICE: Duration = Duration::from_secs(10);

#[tokio::test]
async fn an_unreachable_network_is_shown_and_the_code_follows_when_it_is_back() -> Result<()> {
    let network = Service::start().await?;
    let direct = network.address()?;
    let gateway = Gateway::in_front_of(direct).await?;
    let behind = gateway.address();
    let socket = network.network_url().await?;
    let socket = socket.replacen(&direct.to_string(), &behind.to_string(), 1);
    ensure!(socket.contains(&behind.to_string()), "{socket}");
    let setup = Setup::default().variable("SANDBOX_NETWORK", &socket);
    // It requests the network's identity at its start.
    let service = setup.start().await?;
    gateway.close();
    let (tenant, browser) = (service.tenant(), Browser::chromium().await?);
    let link = tenant.create_widget_session(json!({})).await?;
    let opened = Instant::now();
    browser.open(&link).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_text(words("en").preparing).await?;

    widget.wait_step(&["unreachable"]).await?;
    ensure!(
        opened.elapsed() >= NOTICE,
        "shown after {:?}",
        opened.elapsed()
    );
    let advice = &words("en").unreachable;
    widget.wait_text(advice.title).await?;
    widget.wait_text(&fill(advice.why, TENANT)).await?;
    widget.button(advice.next).await?;
    let mut sheet = ContactSheet::of_tab("unreachable")?;
    let row = sheet.photograph("unreachable", &browser).await?;
    sheet.add(row);
    sheet.finish()?;

    gateway.open();
    widget.wait_step(&["qr"]).await?;
    let qr = tenant.qr(&link.session).await?;
    network.ana().scan(&qr).await?;
    widget.wait_step(&["connected"]).await.map(drop)
}
