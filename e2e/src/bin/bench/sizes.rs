//! What a person's browser has to load.

use anyhow::{Context, Result};
use serde_json::json;
use titan_e2e::{Service, service, tenant};

use crate::report::Report;

pub(crate) async fn measure(report: &mut Report) -> Result<()> {
    let dist = service::workspace().join("widget/dist");
    let size = |name: &str| {
        let file = dist.join(name);
        Ok::<_, anyhow::Error>(
            std::fs::metadata(&file)
                .with_context(|| format!("{} is not built", file.display()))?
                .len(),
        )
    };
    let widget = size("titan-widget_bg.wasm.br")? + size("titan-widget.js.br")?;
    report.line(
        "widget, WASM and its glue (brotli)",
        &bytes(widget),
        "≤ 75 kB",
    );
    report.line(
        "first HTML with styles and QR (brotli)",
        &bytes(first_html().await?),
        "≤ 14 kB",
    );
    Ok(())
}

/// As it travels: the client does not decompress, and says so by asking for brotli itself.
async fn first_html() -> Result<u64> {
    let service = Service::start().await?;
    let link = service.tenant().create_widget_session(json!({})).await?;
    let answer = tenant::http()
        .get(&link.url)
        .header("accept-encoding", "br")
        .send()
        .await?;
    let encoding = answer
        .headers()
        .get("content-encoding")
        .cloned()
        .context("the page is not compressed")?;
    anyhow::ensure!(encoding == "br", "compressed as {encoding:?}");
    Ok(answer.bytes().await?.len() as u64)
}

fn bytes(count: u64) -> String {
    format!("{:.1} kB", count as f64 / 1000.0)
}
