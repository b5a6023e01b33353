//! Giving up in a frame: the host hears `cancelled` and `close`, whichever of the answer and the stream is faster.

use anyhow::Result;
use serde_json::json;
use titan_e2e::{Browser, HostPage, Service, WidgetPage};

/// The answer is held back until the stream has said it.
const STREAM_FIRST: &str = "
const real = window.fetch;
const card = () => document.querySelector('#card').dataset.step;
window.fetch = async (input, init) => {
  const answer = await real(input, init);
  if (String(input).includes('/widget/cancel')) {
    while (card() !== 'cancelled') await new Promise((next) => setTimeout(next, 10));
  }
  return answer;
};";

/// The service hears of it, and so can say it on the stream, only after the page has got the answer.
const ANSWER_FIRST: &str = "
const real = window.fetch;
const card = () => document.querySelector('#card').dataset.step;
window.fetch = async (input, init) => {
  if (!String(input).includes('/widget/cancel')) return real(input, init);
  const late = () => (card() === 'cancelled' ? real(input, init) : setTimeout(late, 10));
  late();
  return new Response('{\"data\": {\"seq\": 99, \"step\": \"cancelled\", \"callback\": null, \"phoneCode\": null}}');
};";

#[tokio::test]
async fn the_host_hears_cancelled_and_close_and_nothing_else() -> Result<()> {
    cancels("").await
}

#[tokio::test]
async fn the_host_hears_the_same_where_the_stream_is_first() -> Result<()> {
    cancels(STREAM_FIRST).await
}

#[tokio::test]
async fn the_host_hears_the_same_where_the_answer_is_first() -> Result<()> {
    cancels(ANSWER_FIRST).await
}

async fn cancels(network: &str) -> Result<()> {
    let service = Service::start().await?;
    let (tenant, host) = (service.tenant(), HostPage::open().await?);
    let link = tenant
        .create_widget_session(json!({ "allowedOrigins": [host.origin] }))
        .await?;
    let browser = Browser::chromium().await?;
    browser.goto(host.embed(&[&link.url])).await?;
    host.wait_for(&browser, 0, "ready").await?;
    browser.enter_frame(0).await?;
    browser.execute(network, vec![]).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_step(&["qr"]).await?;

    widget.button("Cancel").await?.click().await?;

    // All that the service has to say of it is said once the session has stopped.
    tenant.wait_status(&link.session, "DISCONNECTED").await?;
    browser.enter_default_frame().await?;
    host.wait_for(&browser, 0, "close").await?;
    let messages = host.received(&browser).await?;
    let heard: Vec<_> = messages
        .iter()
        .filter(|message| message.data["event"] != "resize")
        .map(|message| (message.data["event"].clone(), message.data["step"].clone()))
        .collect();
    assert_eq!(
        heard,
        [
            (json!("ready"), json!(null)),
            (json!("step"), json!("qr")),
            (json!("step"), json!("cancelled")),
            (json!("close"), json!(null)),
        ]
    );
    Ok(())
}
