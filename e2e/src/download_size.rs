//! What a browser has to load, compressed, and its limits (docs/decisions/0004-widget-size.md).

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::service::{self, Service};
use crate::tenant;

/// WASM and its glue, with every tab.
pub const WIDGET_BUDGET: u64 = 80_000;

/// The script for host pages.
pub const LOADER_BUDGET: u64 = 2_000;

/// The first HTML with styles and code: one round trip's worth.
pub const FIRST_HTML_BUDGET: u64 = 14_000;

/// The built widget, as it is served to a browser that accepts brotli.
pub fn widget() -> Result<u64> {
    size_of(&["titan-widget_bg.wasm.br", "titan-widget.js.br"])
}

/// The loader's script, in the same way.
pub fn loader() -> Result<u64> {
    size_of(&["loader.js.br"])
}

fn size_of(files: &[&str]) -> Result<u64> {
    let dist = service::workspace().join("widget/dist");
    files
        .iter()
        .map(|name| {
            let file = dist.join(name);
            let data = std::fs::metadata(&file);
            Ok(data
                .with_context(|| format!("{} is not built", file.display()))?
                .len())
        })
        .sum()
}

/// Compressed, as it is sent: the client requests brotli itself and so does not decompress.
pub async fn first_html(service: &Service) -> Result<u64> {
    let link = service.tenant().create_widget_session(json!({})).await?;
    let answer = tenant::http()
        .get(&link.url)
        .header("accept-encoding", "br")
        .header("sec-fetch-dest", "document")
        .send()
        .await?;
    let encoding = answer.headers().get("content-encoding").cloned();
    let encoding = encoding.context("the page is not compressed")?;
    ensure!(encoding == "br", "compressed as {encoding:?}");
    Ok(answer.bytes().await?.len() as u64)
}
