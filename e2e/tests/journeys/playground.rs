//! The playground, which shows the journey to a developer who has just cloned the repository.

use anyhow::{Context, Result};
use reqwest::Method;
use serde_json::{Value, json};
use thirtyfour::{By, Key};
use titan_e2e::{Browser, Display, Service, wait};

#[tokio::test]
async fn the_playground_reacts_to_a_scan() -> Result<()> {
    let service = Service::start().await?;
    let browser = Browser::chromium().await?;
    let playground = &service.startup().playground_url;
    browser.goto(playground.as_str()).await?;
    let qr = read_qr_of_widget(&browser).await?;
    service.ana().scan(&qr).await?;

    wait::until("the host's page to react", || async {
        Ok((browser
            .value("document.querySelector('#channel').dataset.state")
            .await?
            == json!("connected"))
        .then_some(()))
    })
    .await?;
    let origins = "[...document.querySelectorAll('#log li[data-type=\"titan:widget\"]')]\
        .map((entry) => entry.dataset.origin)";
    assert_eq!(
        browser.value(origins).await?,
        json!([service.startup().service_url])
    );
    let card = browser.find(By::Css("#channel")).await?.text().await?;
    assert!(card.contains("Ana Souza"), "the host's card shows: {card}");
    Ok(())
}

#[tokio::test]
async fn the_playground_shows_events_and_their_attempts() -> Result<()> {
    let service = Service::start().await?;
    let browser = Browser::chromium().await?;
    let playground = &service.startup().playground_url;
    browser.goto(playground.as_str()).await?;
    let qr = read_qr_of_widget(&browser).await?;
    service.ana().scan(&qr).await?;

    let connected = wait_delivered(&browser, "session.connected").await?;
    assert_eq!(connected.attempts, ["204"]);
    assert!(connected.text.contains("Ana Souza"), "{}", connected.text);
    assert!(connected.text.contains("signature checked"));
    let panel = browser.find(By::Css("#events-panel")).await?;
    let text = panel.text().await?;
    assert!(!text.contains("5511999990001"), "a whole number: {text}");
    assert!(!text.contains(&qr), "a whole code: {text}");
    check_failed_attempts(&service, &browser).await
}

/// Lets the next deliveries fail, and checks the attempts of one.
async fn check_failed_attempts(service: &Service, browser: &Browser) -> Result<()> {
    let switch = browser.find(By::Css("#events-failing")).await?;
    switch.focus().await?;
    browser.press_key(Key::Space).await?;
    wait::until("the switch to be on", || async {
        let left = browser.find(By::Css("#events-left")).await?.text().await?;
        Ok(left.contains("next 3 deliveries").then_some(()))
    })
    .await?;
    let number = service.ana().number;
    service.bia().send("Where is my order?", &number).await?;
    wait::until("a failed attempt and the time of the next", || async {
        let message = shown(browser, "message.received").await?;
        Ok(message.filter(|one| one.attempts == ["500"] && one.text.contains("Next try about")))
    })
    .await?;
    let message = wait_delivered(browser, "message.received").await?;
    assert_eq!(message.attempts, ["500", "500", "500", "204"]);
    assert!(message.text.contains("Where is my order?"));
    let checked = switch.attr("aria-checked").await?;
    assert_eq!(checked.as_deref(), Some("false"), "it switches itself off");
    Ok(())
}

#[tokio::test]
async fn the_playground_shows_how_far_a_link_came() -> Result<()> {
    let service = Service::start().await?;
    let browser = Browser::chromium().await?;
    let playground = &service.startup().playground_url;
    browser.goto(playground.as_str()).await?;
    let qr = read_qr_of_widget(&browser).await?;
    wait_steps(&browser, json!(["1", "1", "1", "1", "0", "0"])).await?;
    service.ana().scan(&qr).await?;

    wait_steps(&browser, json!(["1", "1", "1", "1", "1", "1"])).await?;
    let panel = browser.find(By::Css("#stats-panel")).await?.text().await?;
    for words in [
        "Brazil",
        "1 of 1 linked",
        "QR code",
        "No attempt has failed",
    ] {
        assert!(panel.contains(words), "{words} in {panel}");
    }
    // The bars and the chart are there as text, too.
    let drawn = "[document.querySelectorAll('#stats-chart [data-outcome=connected]').length, \
        document.querySelector('#stats-days tr:last-child').textContent, \
        document.querySelector('#stats-steps tr:last-child .bar-fill').getAttribute('width')]";
    let drawn = browser.value(drawn).await?;
    assert_eq!(drawn[0], 1, "{drawn}");
    assert!(
        drawn[1].as_str().is_some_and(|day| day.ends_with("1000")),
        "{drawn}"
    );
    assert_eq!(drawn[2], "100.000%", "{drawn}");
    check_narrow(&browser).await
}

/// The panel fits the smallest screen.
async fn check_narrow(browser: &Browser) -> Result<()> {
    for scheme in ["light", "dark"] {
        let (width, height) = (320, 640);
        browser
            .set_display(Display {
                scheme,
                width,
                height,
            })
            .await?;
        let sizes = "[document.documentElement.scrollWidth, innerWidth]";
        assert_eq!(browser.value(sizes).await?, json!([320, 320]));
    }
    Ok(())
}

/// Waits for the number of links at each step, from `created` to `linked`.
async fn wait_steps(browser: &Browser, steps: Value) -> Result<()> {
    wait::until("the steps in the panel", || async {
        let shown =
            "[...document.querySelectorAll('#stats-steps tr')].map((row) => row.dataset.links)";
        Ok((browser.value(shown).await? == steps).then_some(()))
    })
    .await
}

#[tokio::test]
async fn the_playgrounds_webhook_is_registered_once_and_follows_its_port() -> Result<()> {
    let mut service = Service::start().await?;
    let url = format!("{}/webhook", service.startup().playground_url);
    let id = wait_one_webhook(&service, &url).await?;

    let moved = json!({ "url": "http://localhost:1025/webhook" });
    let path = format!("/api/webhooks/{id}");
    let patched = service.tenant().call(Method::PATCH, &path, moved).await?;
    patched.success()?;
    service.kill().await?;
    service.start_again().await?;
    assert_eq!(wait_one_webhook(&service, &url).await?, id);
    Ok(())
}

/// The page replaces its first, empty frame; from `ready` on the frame stays.
async fn read_qr_of_widget(browser: &Browser) -> Result<String> {
    wait::until("the widget in the playground", || async {
        Ok(browser
            .value("document.querySelector('#log [data-event=ready]') !== null")
            .await?
            .as_bool()
            .filter(|ready| *ready))
    })
    .await?;
    let widget = browser.find(By::Css("#widget")).await?;
    browser.read_qr_in(&widget).await
}

/// Waits until the tenant has one webhook, with this `url`, and returns its id.
async fn wait_one_webhook(service: &Service, url: &str) -> Result<Value> {
    wait::until("one webhook of the playground", || async {
        let tenant = service.tenant();
        let listed = tenant.call(Method::GET, "/api/webhooks", Value::Null);
        let listed = listed.await?.success()?["data"].clone();
        let all = listed.as_array().context("the webhooks are a list")?;
        anyhow::ensure!(all.len() < 2, "more than one: {listed}");
        let found = all.iter().find(|one| one["url"] == url);
        Ok(found.map(|one| one["id"].clone()))
    })
    .await
}

/// An event as the panel shows it.
struct Shown {
    state: String,
    /// The status of each, oldest first.
    attempts: Vec<String>,
    text: String,
}

async fn wait_delivered(browser: &Browser, event: &str) -> Result<Shown> {
    wait::until(&format!("`{event}` to be delivered"), || async {
        let found = shown(browser, event).await?;
        Ok(found.filter(|one| one.state == "delivered"))
    })
    .await
}

async fn shown(browser: &Browser, event: &str) -> Result<Option<Shown>> {
    let entry = format!("document.querySelector('#events > [data-event=\"{event}\"]')");
    let script = format!(
        "(() => {{ const entry = {entry}; return entry && [entry.dataset.state, entry.innerText, \
         ...[...entry.querySelectorAll('.attempts li')].map((one) => one.children[1].textContent.split(' ')[0])] }})()"
    );
    let found: Option<Vec<String>> = serde_json::from_value(browser.value(&script).await?)?;
    Ok(found.map(|mut found| Shown {
        attempts: found.split_off(2),
        text: found.remove(1),
        state: found.remove(0),
    }))
}
