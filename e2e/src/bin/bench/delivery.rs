//! From the scan to the host page's listener, through phone, network, service, stream, frame and message.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Result;
use titan_e2e::{Browser, HostPage, Phone, Service};

use crate::report::Report;

const JOURNEYS: usize = 10;

pub(crate) async fn measure(report: &mut Report) -> Result<()> {
    let service = Service::start().await?;
    let (browser, host) = (Browser::chromium().await?, HostPage::open().await?);
    let mut times = Vec::with_capacity(JOURNEYS);
    for number in 0..JOURNEYS {
        times.push(journey(&service, &browser, &host, number).await?);
    }
    times.sort_unstable_by(f64::total_cmp);
    report.row(
        "scan → message in the host page, median",
        &format!("{:.0} ms", times[JOURNEYS / 2]),
        "",
    );
    Ok(())
}

async fn journey(
    service: &Service,
    browser: &Browser,
    host: &HostPage,
    number: usize,
) -> Result<f64> {
    let phone = Phone::create(
        &service.startup().service_url,
        &format!("+55119888800{number:02}"),
        "Bench",
    )
    .await?;
    let link = service
        .tenant()
        .create_widget_session_for(&host.origin)
        .await?;
    host.show(browser, &link).await?;
    let qr = service.tenant().qr(&link.session).await?;
    let scanned_ms = now_ms();
    phone.scan(&qr).await?;
    let message = host.wait_for(browser, 0, "connected").await?;
    Ok(message.at_ms - scanned_ms)
}

fn now_ms() -> f64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs_f64()
        * 1000.0
}
