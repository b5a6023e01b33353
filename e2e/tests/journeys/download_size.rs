//! A person on a slow line is not kept waiting by our bytes.

use anyhow::Result;
use titan_e2e::Service;
use titan_e2e::weight::{self, FIRST_HTML_BUDGET, WIDGET_BUDGET};

#[tokio::test]
async fn the_page_and_the_widget_stay_within_their_budgets() -> Result<()> {
    let widget = weight::widget()?;
    assert!(widget <= WIDGET_BUDGET, "the widget weighs {widget} bytes");
    let html = weight::first_html(&Service::start().await?).await?;
    assert!(html <= FIRST_HTML_BUDGET, "the page weighs {html} bytes");
    // Without the code in it the page would be light and useless.
    assert!(html > 2_000, "the page weighs only {html} bytes");
    Ok(())
}
