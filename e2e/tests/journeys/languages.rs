//! The widget in every language: complete, and nothing leaves the smallest page.

use anyhow::{Context, Result};
use protocol::languages::{self, Language};
use serde_json::{Value, json};
use thirtyfour::By;
use titan_e2e::{Browser, Service, WidgetPage};

/// The smallest frame, in CSS pixels.
const NARROW: (u32, u32) = (280, 640);

/// What leaves the page or its own box, as text.
const OVERFLOWING: &str = "(() => {
  const width = document.documentElement.clientWidth;
  const leaves = (box) => box.left < -0.5 || box.right > width + 0.5;
  const isCut = (one) => getComputedStyle(one).display !== 'inline' && one.scrollWidth > one.clientWidth + 1;
  const parts = [...document.querySelectorAll('#card, #card :not(.spoken, svg *)')];
  const shown = parts.filter((one) => one.checkVisibility() && one.clientWidth > 0);
  return shown.filter((one) => leaves(one.getBoundingClientRect()) || isCut(one)).map((one) => one.textContent);
})()";

/// The sentences with a word that is wider than the narrowest column, as text and as a title.
const TOO_WIDE: &str = "(() => {
  const lists = JSON.parse(document.querySelector('#words').textContent);
  const page = document.createElement('div'), title = document.createElement('h2');
  const notice = document.createElement('section'), text = document.createElement('p');
  notice.className = 'notice';
  page.style.cssText = 'position: absolute; width: 248px; visibility: hidden';
  title.style.overflowWrap = 'normal';
  notice.append(title, text), page.append(notice), document.body.append(page);
  const fits = (one, sentence) => ((one.textContent = sentence), one.scrollWidth <= 248);
  const [texts, advice] = lists;
  const titles = advice.filter((_, at) => at % 3 === 0);
  const wide = lists.flat().filter((one) => !fits(text, one) && !/^[0-9 ]+$|_/.test(one));
  wide.push(...titles.filter((one) => !fits(title, one)));
  page.remove();
  return texts.length ? wide : ['no words'];
})()";

#[tokio::test]
async fn no_language_leaves_the_smallest_page() -> Result<()> {
    let (service, browser) = (Service::start().await?, Browser::chromium().await?);
    browser
        .fake_view(json!({ "seq": 1, "step": "preparing", "phoneCode": null, "signup": null }))
        .await?;
    browser.set_size(NARROW.0, NARROW.1).await?;
    for language in languages::all() {
        let found = overflowing(&service, &browser, language).await;
        let found = found.with_context(|| language.tag.to_owned())?;
        assert_eq!(found, [] as [String; 0], "{}", language.tag);
    }
    Ok(())
}

/// What leaves the page in this language, in the states with the most text.
async fn overflowing(
    service: &Service,
    browser: &Browser,
    language: &Language,
) -> Result<Vec<String>> {
    let link = service.tenant().create_widget_session(json!({})).await?;
    browser
        .goto(format!("{}&locale={}", link.url, language.tag))
        .await?;
    let (widget, words) = (WidgetPage::in_window(browser), &language.words);
    widget.wait_started().await?;
    let mut found = texts(browser.value(TOO_WIDE).await?);
    // The results are shown in place of the last one.
    for tab in ["cloud-api", "pairing", "qr"] {
        browser
            .find(By::Css(format!("#tab-{tab}")))
            .await?
            .click()
            .await?;
        found.extend(texts(browser.value(OVERFLOWING).await?));
    }
    browser.find(By::Css(".to-phone")).await?.click().await?;
    widget.wait_text(words.move_to_phone().why).await?;
    found.extend(texts(browser.value(OVERFLOWING).await?));
    for (view, text) in [
        (json!({ "step": "scanned" }), words.scanned().title),
        (json!({ "step": "timed_out" }), words.timed_out().why),
        (
            json!({ "step": "failed", "reason": "device_limit" }),
            words.failure("device_limit").why,
        ),
        (connected(), words.connected().title),
    ] {
        browser.show_view(view).await?;
        widget.wait_text(text).await?;
        found.extend(texts(browser.value(OVERFLOWING).await?));
    }
    Ok(found)
}

fn connected() -> Value {
    json!({
        "step": "connected",
        "method": "qr",
        "phoneNumber": "+5511999990001",
        "pushName": "Ana",
        "callback": null,
    })
}

fn texts(value: Value) -> Vec<String> {
    let list = value.as_array().cloned().unwrap_or_default();
    let text = |one: &Value| one.as_str().map(str::to_owned);
    list.iter().filter_map(text).collect()
}

/// The browser names the countries, sorts them and finds them in the page's language.
#[tokio::test]
async fn countries_are_found_by_their_names_in_the_persons_language() -> Result<()> {
    let (service, browser) = (Service::start().await?, Browser::chromium().await?);
    for (tag, query, name) in [
        ("de", "osterr", "Österreich"),
        ("ja", "ドイツ", "ドイツ"),
        ("ar", "مصر", "مصر"),
        ("ru", "герм", "Германия"),
    ] {
        let link = service.tenant().create_widget_session(json!({})).await?;
        browser.goto(format!("{}&locale={tag}", link.url)).await?;
        WidgetPage::in_window(&browser).wait_started().await?;
        for css in ["#tab-pairing", "#country"] {
            browser.find(By::Css(css)).await?.click().await?;
        }
        browser
            .find(By::Css("#search"))
            .await?
            .send_keys(query)
            .await?;
        let first = browser.find(By::Css("#countries li")).await?.text().await?;
        assert!(first.starts_with(name), "{tag}: {first}");
    }
    Ok(())
}

/// An arrow key moves to the tab that lies in its direction.
#[tokio::test]
async fn a_page_from_right_to_left_has_its_tabs_mirrored() -> Result<()> {
    let (service, browser) = (Service::start().await?, Browser::chromium().await?);
    let link = service.tenant().create_widget_session(json!({})).await?;
    browser.goto(format!("{}&locale=he", link.url)).await?;
    WidgetPage::in_window(&browser).wait_started().await?;
    let left = |css: &'static str| {
        let browser = &browser;
        async move {
            let script = format!("document.querySelector('{css}').getBoundingClientRect().left");
            let left = browser.value(&script).await?;
            left.as_f64().context("a number")
        }
    };
    assert!(left("#tab-qr").await? > left("#tab-pairing").await?);
    let tab = browser.find(By::Css("#tab-qr")).await?;
    tab.focus().await?;
    tab.send_keys("\u{e012}").await?;
    assert_eq!(
        browser
            .value("document.documentElement.dataset.tab")
            .await?,
        "pairing"
    );
    Ok(())
}
