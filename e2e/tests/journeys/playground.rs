//! The playground shows the same journey to someone who has just cloned the repository.

use anyhow::Result;
use serde_json::json;
use thirtyfour::By;
use titan_e2e::{Browser, Service, wait};

#[tokio::test]
async fn the_playground_reacts_to_a_scan() -> Result<()> {
    let service = Service::start().await?;
    let browser = Browser::chromium().await?;
    browser
        .goto(service.announced().playground.as_str())
        .await?;
    wait::until("the widget in the playground", || async {
        Ok(browser
            .value("document.querySelector('#log [data-event=ready]') !== null")
            .await?
            .as_bool()
            .filter(|ready| *ready))
    })
    .await?;

    let qr = browser
        .read_code_in(&browser.find(By::Css("#widget")).await?)
        .await?;
    service.ana().scan(&qr).await?;

    wait::until("the host's page to react", || async {
        Ok((browser
            .value("document.querySelector('#channel').dataset.state")
            .await?
            == json!("connected"))
        .then_some(()))
    })
    .await?;
    let origins = "[...document.querySelectorAll('#log li[data-type=\"titan:widget\"]')].map((entry) => entry.dataset.origin)";
    assert_eq!(
        browser.value(origins).await?,
        json!([service.announced().service])
    );
    let card = browser.find(By::Css("#channel")).await?.text().await?;
    assert!(card.contains("Ana Souza"), "the host's card says: {card}");
    Ok(())
}
