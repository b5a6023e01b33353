//! The first HTML is enough to scan, and nothing moves when the widget replaces it.

use anyhow::Result;
use serde_json::json;
use titan_e2e::{Browser, Display, Scripting, Service, WidgetPage};

const SIZES: [Display; 3] = [
    Display {
        scheme: "light",
        width: 1280,
        height: 900,
    },
    Display {
        scheme: "dark",
        width: 390,
        height: 844,
    },
    Display {
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
    browser.open(&link).await?;

    let shown = browser.read_qr().await?;

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
async fn nothing_moves_when_the_widget_replaces_the_first_html() -> Result<()> {
    let service = Service::start().await?;
    let tenant = service.tenant();
    let (static_page, started) = (
        Browser::with_scripting(Scripting::Off).await?,
        Browser::chromium().await?,
    );
    for display in SIZES {
        let link = tenant.create_widget_session(json!({})).await?;
        static_page.set_display(display).await?;
        started.set_display(display).await?;
        static_page.open(&link).await?;
        started.open(&link).await?;
        WidgetPage::in_window(&started).wait_started().await?;

        let before = WidgetPage::in_window(&static_page).boxes().await?;
        let after = WidgetPage::in_window(&started).boxes().await?;

        assert!(
            before.iter().all(|(_, place)| place.is_array()),
            "a part is missing from the first HTML: {before:?}"
        );
        assert_eq!(before, after, "on {display:?}");
    }
    Ok(())
}

#[tokio::test]
async fn the_whole_card_fits_into_a_small_frame() -> Result<()> {
    let service = Service::start().await?;
    let link = service.tenant().create_widget_session(json!({})).await?;
    let browser = Browser::chromium().await?;
    browser
        .set_display(Display {
            scheme: "light",
            width: 320,
            height: 640,
        })
        .await?;
    browser.open(&link).await?;
    WidgetPage::in_window(&browser).wait_started().await?;
    let overflow = "(page => [page.scrollWidth > innerWidth, page.scrollHeight > innerHeight])\
        (document.documentElement)";
    let overflow = browser.value(overflow).await?;
    assert_eq!(
        overflow,
        json!([false, false]),
        "scrolls sideways, scrolls down"
    );
    Ok(())
}
