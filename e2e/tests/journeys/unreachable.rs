//! The service cannot reach WhatsApp, as on a first start behind a firewall.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use protocol::languages::english;
use protocol::words::fill;
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
    let gateway = Gateway::in_front_of(network.address()?).await?;
    let service = service_behind(&gateway, &network).await?;
    gateway.close();
    let (tenant, browser) = (service.tenant(), Browser::chromium().await?);
    let link = tenant.create_widget_session(json!({})).await?;
    let opened = Instant::now();
    browser.open(&link).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_text(english().preparing()).await?;

    widget.wait_step(&["unreachable"]).await?;
    let elapsed = opened.elapsed();
    ensure!(elapsed >= NOTICE, "shown after {elapsed:?}");
    check_page(&browser, &widget).await?;

    gateway.open();
    widget.wait_step(&["qr"]).await?;
    let qr = tenant.qr(&link.session).await?;
    network.ana().scan(&qr).await?;
    widget.wait_step(&["connected"]).await.map(drop)
}

/// A service that reaches its network through the gateway. It requests the network's identity at its start.
async fn service_behind(gateway: &Gateway, network: &Service) -> Result<Service> {
    let (direct, behind) = (
        network.address()?.to_string(),
        gateway.address().to_string(),
    );
    let url = network.network_url().await?.replacen(&direct, &behind, 1);
    ensure!(url.contains(&behind), "{url}");
    Setup::default()
        .variable("SANDBOX_NETWORK", &url)
        .start()
        .await
}

async fn check_page(browser: &Browser, widget: &WidgetPage<'_>) -> Result<()> {
    let advice = english().failure("unreachable");
    widget.wait_text(advice.title).await?;
    widget.wait_text(&fill(advice.why, TENANT)).await?;
    widget.button(advice.next).await?;
    let mut sheet = ContactSheet::of_tab("unreachable")?;
    sheet.add(sheet.photograph("unreachable", browser).await?);
    sheet.finish().map(drop)
}
