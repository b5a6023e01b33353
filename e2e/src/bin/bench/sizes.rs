//! What a person's browser has to load.

use anyhow::Result;
use titan_e2e::Service;
use titan_e2e::weight::{self, FIRST_HTML_BUDGET, WIDGET_BUDGET};

use crate::report::Report;

pub(crate) async fn measure(report: &mut Report) -> Result<()> {
    report.line(
        "widget, WASM and its glue (brotli)",
        &kilobytes(weight::widget()?),
        &format!("≤ {}", kilobytes(WIDGET_BUDGET)),
    );
    let service = Service::start().await?;
    report.line(
        "first HTML with styles and QR (brotli)",
        &kilobytes(weight::first_html(&service).await?),
        &format!("≤ {}", kilobytes(FIRST_HTML_BUDGET)),
    );
    Ok(())
}

fn kilobytes(count: u64) -> String {
    format!("{:.1} kB", count as f64 / 1000.0)
}
