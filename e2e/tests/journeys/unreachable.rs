//! The service cannot reach WhatsApp, which is what a first start behind a firewall looks like.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use protocol::words::{fill, words};
use serde_json::json;
use titan_e2e::contact_sheet::ContactSheet;
use titan_e2e::gateway::Gateway;
use titan_e2e::{Browser, Service, Setup, WidgetPage};

/// As `dev` names it.
const TENANT: &str = "Acme Helpdesk";

/// Before this, it is a hiccup.
const NOTICE: Duration = Duration::from_secs(10);

#[tokio::test]
async fn a_dead_network_is_told_and_the_code_comes_when_it_is_back() -> Result<()> {
    let network = Service::start().await?;
    let direct = network.address()?;
    let gateway = Gateway::open_to(direct).await?;
    let behind = gateway.address();
    let socket = network.socket().await?;
    let socket = socket.replacen(&direct.to_string(), &behind.to_string(), 1);
    ensure!(socket.contains(&behind.to_string()), "{socket}");
    let setup = Setup::default().variable("SANDBOX_NETWORK", &socket);
    // It asks the sandbox at its start which network it is.
    let service = setup.start().await?;
    gateway.close();
    let (tenant, browser) = (service.tenant(), Browser::chromium().await?);
    let link = tenant.create_widget_session(json!({})).await?;
    let opened = Instant::now();
    browser.goto(link.url.as_str()).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_text(words("en").preparing).await?;

    widget.wait_step(&["unreachable"]).await?;
    ensure!(
        opened.elapsed() >= NOTICE,
        "told after {:?}",
        opened.elapsed()
    );
    let advice = &words("en").unreachable;
    widget.wait_text(advice.title).await?;
    widget.wait_text(&fill(advice.why, TENANT)).await?;
    widget.button(advice.next).await?;
    let mut sheet = ContactSheet::of_tab("unreachable")?;
    let row = sheet.photograph("unreachable", &browser).await?;
    sheet.lay(row);
    sheet.finish()?;

    gateway.open();
    widget.wait_step(&["qr"]).await?;
    let qr = tenant.qr(&link.session).await?;
    network.ana().scan(&qr).await?;
    widget.wait_step(&["connected"]).await.map(drop)
}
