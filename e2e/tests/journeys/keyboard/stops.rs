//! The stops of the Tab key: their order, and that each can be seen.

use anyhow::Result;
use protocol::languages::english;
use serde_json::{Value, json};
use thirtyfour::Key;
use titan_e2e::{Browser, Service, WidgetPage};

use super::{ENOUGH_TABS, tab_to_element, wait_focus};

/// The smallest frame, and a desktop.
const SIZES: [(u32, u32); 2] = [(280, 640), (1280, 900)];

const FIRST: &str = r#"{ "seq": 1000, "step": "preparing", "phoneCode": null, "signup": null }"#;

#[tokio::test]
async fn every_stop_is_in_order_and_in_sight() -> Result<()> {
    let (service, browser) = (Service::start().await?, Browser::chromium().await?);
    browser.fake_view(serde_json::from_str(FIRST)?).await?;
    for (width, height) in SIZES {
        browser.set_size(width, height).await?;
        for (tab, view, expected) in states() {
            open(&service, &browser, tab, view).await?;
            check_stops(&browser, &expected).await?;
        }
    }
    Ok(())
}

/// A tab, what it shows, and the stops from the tab on.
fn states() -> Vec<(&'static str, Value, Vec<&'static str>)> {
    let words = english();
    let (android, iphone) = (words.android(), words.iphone());
    let (on_phone, cancel) = (words.move_to_phone().next, words.cancel());
    let code = json!({ "code": "ABCD-EFGH", "phoneNumber": "+5511999990001", "remainingMs": 180_000, "lastsMs": 180_000 });
    let numbers = json!([
        { "id": "1", "phoneNumber": "+5511912345678", "name": "Padaria Azul" },
        { "id": "2", "phoneNumber": "+4915112340021", "name": null },
    ]);
    let choosing =
        json!({ "state": "choosing", "numbers": numbers, "problem": null, "remedy": null });
    let pin = json!({ "state": "needs_pin", "numbers": [], "problem": null, "remedy": null });
    vec![
        (
            "qr",
            json!({}),
            vec!["tab-qr", android, iphone, on_phone, cancel],
        ),
        (
            "pairing",
            json!({}),
            vec![
                "tab-pairing",
                "country",
                "number",
                words.phone_get_code(),
                android,
                iphone,
                on_phone,
                cancel,
            ],
        ),
        (
            "pairing",
            json!({ "phoneCode": code }),
            vec![
                "tab-pairing",
                words.phone_change_number(),
                "phone-code",
                android,
                iphone,
                on_phone,
                cancel,
            ],
        ),
        (
            "cloud-api",
            json!({}),
            vec!["tab-cloud-api", words.cloud_start().next, on_phone, cancel],
        ),
        (
            "cloud-api",
            json!({ "signup": choosing }),
            vec!["tab-cloud-api", "choice-0", "choice-1", on_phone, cancel],
        ),
        (
            "cloud-api",
            json!({ "signup": pin }),
            vec![
                "tab-cloud-api",
                "pin",
                words.cloud_needs_pin().next,
                on_phone,
                cancel,
            ],
        ),
    ]
}

async fn open(service: &Service, browser: &Browser, tab: &str, mut view: Value) -> Result<()> {
    let link = service.tenant().create_widget_session(json!({})).await?;
    browser.open(&link).await?;
    WidgetPage::in_window(browser).wait_started().await?;
    view["step"] = json!("preparing");
    browser.show_view(view).await?;
    browser.wait_until_still().await?;
    tab_to_element(browser, "#tab-qr").await?;
    let key = match tab {
        "qr" => Key::Home,
        "cloud-api" => Key::End,
        _ => Key::Right,
    };
    browser.press_key(key).await?;
    wait_focus(browser, &format!("#tab-{tab}")).await
}

/// From the open tab, which has the focus, to the end of the page.
async fn check_stops(browser: &Browser, expected: &[&str]) -> Result<()> {
    let mut stops = Vec::new();
    for _ in 0..ENOUGH_TABS {
        let stop = browser.value(STOP).await?;
        if stop.is_null() {
            break;
        }
        assert_eq!(stop["problems"], json!([]), "{stop}");
        stops.push(stop["name"].as_str().unwrap_or_default().to_owned());
        browser.press_key(Key::Tab).await?;
    }
    assert_eq!(stops, expected, "and then the page is left");
    Ok(())
}

/// The element with the focus: its id or its words, and why it cannot be seen.
const STOP: &str = "(() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const problems = [], style = getComputedStyle(one), box = one.getBoundingClientRect();
  const ring = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
  if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) problems.push('no outline');
  if (box.top < 0 || box.bottom > innerHeight || box.left < 0 || box.right > innerWidth) problems.push('out of sight');
  const above = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  if (!one.contains(above)) problems.push('covered');
  for (let outer = one.parentElement; outer; outer = outer.parentElement) {
    if (getComputedStyle(outer).overflow === 'visible') continue;
    const edge = outer.getBoundingClientRect();
    if (edge.left > box.left - ring || edge.right < box.right + ring) problems.push('its outline is cut');
  }
  return { name: one.id || one.textContent.trim(), problems };
})()";
