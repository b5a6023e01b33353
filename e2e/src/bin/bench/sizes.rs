//! What a browser has to load.

use anyhow::Result;
use titan_e2e::Service;
use titan_e2e::download_size::{self, FIRST_HTML_BUDGET, WIDGET_BUDGET};

use crate::report::Report;

pub(crate) async fn measure(report: &mut Report) -> Result<()> {
    report.row(
        "widget, WASM and its glue (brotli)",
        &kilobytes(download_size::widget()?),
        &format!("≤ {}", kilobytes(WIDGET_BUDGET)),
    );
    let service = Service::start().await?;
    report.row(
        "first HTML with styles and QR (brotli)",
        &kilobytes(download_size::first_html(&service).await?),
        &format!("≤ {}", kilobytes(FIRST_HTML_BUDGET)),
    );
    Ok(())
}

fn kilobytes(count: u64) -> String {
    format!("{:.1} kB", count as f64 / 1000.0)
}
