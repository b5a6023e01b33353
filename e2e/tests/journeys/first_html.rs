//! The first HTML is enough to scan, and nothing moves when the widget takes over from it.

use anyhow::Result;
use serde_json::json;
use titan_e2e::{Browser, Look, Scripting, Service, WidgetPage};

const SCREENS: [Look; 3] = [
    Look {
        scheme: "light",
        width: 1280,
        height: 900,
    },
    Look {
        scheme: "dark",
        width: 390,
        height: 844,
    },
    Look {
        scheme: "light",
        width: 320,
        height: 640,
    },
];

#[tokio::test]
async fn the_code_can_be_scanned_before_any_script_has_run() -> Result<()> {
    let service = Service::start().await?;
    let (tenant, ana) = (service.tenant(), service.ana());
    let link = tenant.create_widget_session(json!({})).await?;
    let browser = Browser::with_scripting(Scripting::Off).await?;
    browser.goto(link.url.as_str()).await?;

    let shown = browser.read_code().await?;

    let live = tenant.qr(&link.session).await?;
    assert_eq!(
        shown.trim_start_matches("https://wa.me/settings/linked_devices#"),
        live
    );
    ana.scan(&shown).await?;
    tenant.wait_status(&link.session, "CONNECTED").await?;
    Ok(())
}

#[tokio::test]
async fn nothing_moves_when_the_widget_takes_over() -> Result<()> {
    let service = Service::start().await?;
    let tenant = service.tenant();
    let (still, alive) = (
        Browser::with_scripting(Scripting::Off).await?,
        Browser::chromium().await?,
    );
    for screen in SCREENS {
        let link = tenant.create_widget_session(json!({})).await?;
        still.look(screen).await?;
        alive.look(screen).await?;
        still.goto(link.url.as_str()).await?;
        alive.goto(link.url.as_str()).await?;
        WidgetPage::in_window(&alive).wait_alive().await?;

        let before = WidgetPage::in_window(&still).boxes().await?;
        let after = WidgetPage::in_window(&alive).boxes().await?;

        assert!(
            before.iter().all(|(_, place)| place.is_array()),
            "a part is missing from the first HTML: {before:?}"
        );
        assert_eq!(before, after, "on {screen:?}");
    }
    Ok(())
}

#[tokio::test]
async fn the_whole_card_fits_into_a_small_frame() -> Result<()> {
    let service = Service::start().await?;
    let link = service.tenant().create_widget_session(json!({})).await?;
    let browser = Browser::chromium().await?;
    browser
        .look(Look {
            scheme: "light",
            width: 320,
            height: 640,
        })
        .await?;
    browser.goto(link.url.as_str()).await?;
    WidgetPage::in_window(&browser).wait_alive().await?;
    let overflow = browser.value("[document.documentElement.scrollWidth > innerWidth, document.documentElement.scrollHeight > innerHeight]").await?;
    assert_eq!(
        overflow,
        json!([false, false]),
        "scrolls sideways, scrolls down"
    );
    Ok(())
}
