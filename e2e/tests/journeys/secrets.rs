//! After a whole journey there is no secret in the log, the address bar or a `Referer`.

use std::time::Duration;

use anyhow::Result;
use reqwest::Method;
use serde_json::json;
use titan_e2e::browser::SentRequest;
use titan_e2e::receiver::HMAC_KEY;
use titan_e2e::{Browser, HostPage, Service, Setup, WidgetPage, WidgetSession, tenant};

/// Everything from our own crates; other crates as in a deployment.
const VERBOSE: &str = "info,titan_connect=trace,titan_engine=trace,titan_sandbox=trace";

/// Lines that each of our crates writes in the journey, and only if its log is verbose.
const OF_A_VERBOSE_LOG: [(&str, &str); 4] = [
    ("DEBUG", "a delivery failed"),
    ("DEBUG", "a client has started"),
    ("DEBUG", "a device was linked"),
    ("TRACE", "from the client"),
];

#[tokio::test]
async fn a_whole_journey_leaves_no_secret_in_the_log() -> Result<()> {
    let mut service = Service::start().await?;
    let secrets = journey(&mut service).await?;
    assert_not_written(&service, &secrets)
}

#[tokio::test]
async fn a_verbose_log_contains_no_secret() -> Result<()> {
    let mut service = Setup::default()
        .variable("RUST_LOG", VERBOSE)
        .start()
        .await?;
    let tenant = service.tenant();
    let webhook = json!({ "url": "http://127.0.0.1:9/hook", "hmacKey": HMAC_KEY });
    let made = tenant.call(Method::POST, "/api/webhooks", webhook).await?;
    made.success()?;
    let mut secrets = journey(&mut service).await?;
    secrets.push(("webhook's key", HMAC_KEY.to_owned()));
    for (level, message) in OF_A_VERBOSE_LOG {
        let is_there = |line: &String| line.contains(level) && line.contains(message);
        assert!(
            service.log().lines().iter().any(is_there),
            "no {level} line with `{message}`: the log is not verbose, so this proves nothing"
        );
    }
    assert_not_written(&service, &secrets)
}

#[tokio::test]
async fn the_token_leaves_the_address_bar_and_is_in_no_referrer() -> Result<()> {
    let service = Service::start().await?;
    let (tenant, ana, host) = (service.tenant(), service.ana(), HostPage::open().await?);
    let link = tenant
        .create_widget_session(json!({ "callbackUrl": host.callback_url() }))
        .await?;
    let browser = Browser::chromium().await?;
    browser.open(&link).await?;
    let address = WidgetPage::in_window(&browser).wait_clean_address().await?;
    assert!(!address.contains(&link.token));
    let was_in_address = "performance.getEntriesByType('navigation')[0].name.includes('token')";
    assert_eq!(browser.value(was_in_address).await?, json!(true));
    ana.scan_screen(&browser).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_step(&["connected"]).await?;
    check_requests(&browser.sent_requests().await?, &link.token);
    Ok(())
}

/// The token is in the first request's address and in no other, and no request has a referrer.
fn check_requests(requests: &[SentRequest], token: &str) {
    let with = |part: &str| {
        requests
            .iter()
            .filter(|request| request.url.contains(part))
            .count()
    };
    assert_eq!(with(token), 1, "requests with the token in their address");
    assert!(
        with("/widget/live") > 0,
        "the log has the widget's requests"
    );
    for request in requests {
        // The network log has an empty one if none is sent.
        let referrer = request.header("referer").unwrap_or_default();
        assert!(
            referrer.is_empty(),
            "{referrer} is sent with {}",
            request.url
        );
    }
}

/// Each secret with its name, for the failure's text.
type Secrets = Vec<(&'static str, String)>;

/// Everything that handles a secret: rejections, a page, a scan, a restart, an unlink.
async fn journey(service: &mut Service) -> Result<Secrets> {
    let (tenant, ana) = (service.tenant(), service.ana());
    let link = tenant
        .create_widget_session(json!({ "sessionName": "support", "phoneNumber": ana.number }))
        .await?;
    let forged = format!("{}A", link.token);
    tenant::http()
        .get(service.url(&format!("/widget/connect?token={forged}")))
        .send()
        .await?;
    tenant::http()
        .get(service.url("/api/sessions"))
        .bearer_auth(format!("{}A", service.startup().api_key))
        .send()
        .await?;
    let browser = Browser::chromium().await?;
    browser.open(&link).await?;
    let first = tenant.qr("support").await?;
    let scanned = ana.scan_screen(&browser).await?;
    let lid = tenant.wait_status("support", "CONNECTED").await?["lid"].clone();
    service.restart_with_clock_ahead(Duration::ZERO).await?;
    tenant.wait_status("support", "CONNECTED").await?;
    ana.unlink().await?;
    tenant.wait_status("support", "DISCONNECTED").await?;
    Ok(secrets(
        service,
        &link,
        [first, scanned],
        &ana.number,
        lid.as_str().unwrap_or_default(),
    ))
}

fn secrets(
    service: &Service,
    link: &WidgetSession,
    codes: [String; 2],
    number: &str,
    lid: &str,
) -> Secrets {
    let mut secrets = vec![
        ("widget token", link.token.clone()),
        ("api key", service.startup().api_key.clone()),
        (
            "redirect signing secret",
            service.startup().redirect_secret.clone(),
        ),
        ("phone number", number.trim_start_matches('+').to_owned()),
        ("lid", lid.trim_end_matches("@lid").to_owned()),
    ];
    if let Some((claims, signature)) = link.token.split_once('.') {
        secrets.push(("widget token's claims", claims.to_owned()));
        secrets.push(("widget token's signature", signature.to_owned()));
    }
    secrets.extend(codes.into_iter().flat_map(parts_of_code));
    secrets
}

/// A code and its parts: reference, noise key, identity key and secret.
fn parts_of_code(code: String) -> Secrets {
    let code = code.trim_start_matches("https://wa.me/settings/linked_devices#");
    let parts = code.split(',').filter(|part| part.len() > 8);
    let parts = parts.map(|part| ("part of a QR code", part.to_owned()));
    parts.chain([("QR code", code.to_owned())]).collect()
}

fn assert_not_written(service: &Service, secrets: &Secrets) -> Result<()> {
    let announcements = ["api key ", "redirect signing secret "];
    let output: Vec<String> = service
        .output()
        .lines()
        .into_iter()
        .filter(|line| !announcements.iter().any(|name| line.starts_with(name)))
        .collect();
    for (name, secret) in secrets {
        assert!(
            secret.len() > 5,
            "`{secret}` is too short to look for as a {name}"
        );
        for line in service.log().lines().iter().chain(&output) {
            assert!(
                !line.contains(secret.as_str()),
                "a {name} in a line: {line}"
            );
        }
    }
    Ok(())
}
