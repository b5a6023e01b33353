//! The widget loads fast on a slow network because it is small.

use anyhow::Result;
use titan_e2e::Service;
use titan_e2e::download_size::{self, FIRST_HTML_BUDGET, LOADER_BUDGET, WIDGET_BUDGET};

#[tokio::test]
async fn the_page_and_the_widget_are_within_their_budgets() -> Result<()> {
    let widget = download_size::widget()?;
    assert!(widget <= WIDGET_BUDGET, "the widget has {widget} bytes");
    let loader = download_size::loader()?;
    assert!(loader <= LOADER_BUDGET, "the loader has {loader} bytes");
    let html = download_size::first_html(&Service::start().await?).await?;
    assert!(html <= FIRST_HTML_BUDGET, "the page has {html} bytes");
    // A page without the code in it would be smaller.
    assert!(html > 2_000, "the page has only {html} bytes");
    Ok(())
}
