//! Cancelling in a frame: the host gets `cancelled` and `close`, whether the answer or the stream arrives first.

use anyhow::Result;
use serde_json::{Value, json};
use titan_e2e::{Browser, HostPage, Message, Service, WidgetPage};

/// The answer is held back until the stream has carried the cancellation.
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

/// The service gets the request, and so sends the cancellation on the stream, only after the page has its answer.
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
async fn the_host_gets_cancelled_and_close_and_nothing_else() -> Result<()> {
    check_cancelling("").await
}

#[tokio::test]
async fn the_host_gets_the_same_if_the_stream_is_first() -> Result<()> {
    check_cancelling(STREAM_FIRST).await
}

#[tokio::test]
async fn the_host_gets_the_same_if_the_answer_is_first() -> Result<()> {
    check_cancelling(ANSWER_FIRST).await
}

async fn check_cancelling(network: &str) -> Result<()> {
    let service = Service::start().await?;
    let (tenant, host) = (service.tenant(), HostPage::open().await?);
    let link = tenant.create_widget_session_for(&host.origin).await?;
    let browser = Browser::chromium().await?;
    host.show(&browser, &link).await?;
    browser.enter_frame(0).await?;
    browser.execute(network, vec![]).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_step(&["qr"]).await?;

    widget.click("Cancel").await?;

    // The service sends nothing more once the session has stopped.
    tenant.wait_status(&link.session, "DISCONNECTED").await?;
    browser.enter_default_frame().await?;
    host.wait_for(&browser, 0, "close").await?;
    let events = events(&host.received(&browser).await?);
    assert_eq!(
        events,
        [
            (json!("ready"), json!(null)),
            (json!("step"), json!("qr")),
            (json!("step"), json!("cancelled")),
            (json!("close"), json!(null)),
        ]
    );
    Ok(())
}

/// Event and step of each message that is not about the size.
fn events(messages: &[Message]) -> Vec<(Value, Value)> {
    let messages = messages
        .iter()
        .filter(|message| message.data["event"] != "resize");
    messages
        .map(|message| (message.data["event"].clone(), message.data["step"].clone()))
        .collect()
}
