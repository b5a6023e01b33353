//! Faults of the service's addresses, of a proxy before it, and of the network behind it.

use std::net::SocketAddr;

use sandbox::{Gateway, SOCKET_PATH};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::{complaints, running, with_data};
use crate::proxy::{Mistake, Proxy};

/// An address where nothing listens: bound and closed.
fn nobody() -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}

#[tokio::test]
async fn a_service_that_is_not_running_is_reported() {
    let mut shell = with_data().await;
    let nobody = nobody();
    shell.set("LISTEN", &nobody.to_string());
    shell.set("PUBLIC_URL", &format!("http://{nobody}"));
    let found = complaints(&shell).await;
    found.are(&["warning service"]);
    found.say("titan-connect serve");
}

#[tokio::test]
async fn another_program_on_the_address_is_reported() {
    let mut shell = with_data().await;
    let (_other, service) = running().await;
    let others = service.url.strip_prefix("http://").unwrap();
    let page = service.playground.replace("http://localhost", "127.0.0.1");
    let mute = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let hangs_up = mute.local_addr().unwrap().to_string();
    let mut hanging_up = JoinSet::new();
    hanging_up.spawn(async move { while mute.accept().await.is_ok() {} });
    for (address, why) in [
        (others, "other secrets"),
        (&page, "is taken by"),
        (&hangs_up, "does not answer as a web server"),
        // An address of no machine: binding it fails.
        ("192.0.2.1:8080", "cannot be listened on"),
    ] {
        shell.set("LISTEN", address);
        shell.set("PUBLIC_URL", &format!("http://{}", nobody()));
        let found = complaints(&shell).await;
        found.are(&["fault service"]);
        found.say(why);
    }
}

#[tokio::test]
async fn a_public_url_that_other_machines_cannot_use_is_reported() {
    let mut shell = with_data().await;
    shell.set("LISTEN", "0.0.0.0:0");
    complaints(&shell).await.are(&["fault public-url"]);
    // The unspecified address: a browser on another machine would connect to itself.
    let nobody = nobody();
    shell.set("PUBLIC_URL", &format!("http://0.0.0.0:{}", nobody.port()));
    complaints(&shell)
        .await
        .are(&["fault build", "fault https", "fault public-url"]);
}

#[tokio::test]
async fn a_public_url_of_another_service_is_reported() {
    let (mut shell, service) = running().await;
    let nobody = nobody();
    shell.set("PUBLIC_URL", &format!("http://{nobody}"));
    complaints(&shell).await.are(&["fault public-url"]);
    shell.set("PUBLIC_URL", &service.playground);
    complaints(&shell).await.are(&["fault public-url"]);
    let (_other, theirs) = running().await;
    shell.set("PUBLIC_URL", &theirs.url);
    let found = complaints(&shell).await;
    found.are(&["fault public-url"]);
    found.say("other secrets");
}

#[tokio::test]
async fn proxy_misconfigurations_are_reported() {
    let (mut shell, service) = running().await;
    for (mistake, complaint) in [
        (
            Mistake::Adds("x-frame-options", "SAMEORIGIN"),
            "fault framing",
        ),
        (
            Mistake::Adds("content-security-policy", "frame-ancestors 'self'"),
            "fault framing",
        ),
        (
            Mistake::Adds("content-security-policy", "script-src 'self'"),
            "warning framing",
        ),
        (Mistake::Removes("content-security-policy"), "fault framing"),
        (Mistake::Swallows("authorization"), "fault authorization"),
        (
            Mistake::Adds("date", "Tue, 15 Nov 1994 08:12:31 GMT"),
            "fault clock",
        ),
    ] {
        let proxy = Proxy::before(&service.url, mistake).await;
        shell.set("PUBLIC_URL", &proxy.url);
        complaints(&shell).await.are(&[complaint]);
    }
}

#[tokio::test]
async fn an_unreachable_network_is_reported() {
    let (mut shell, service) = running().await;
    let mut gateway = Gateway::closed().unwrap();
    shell.set("SANDBOX_NETWORK", &gateway.socket_url());
    let found = complaints(&shell).await;
    found.are(&["fault whatsapp", "fault whatsapp-version"]);
    found.say("refused");
    found.say(&gateway.address().to_string());
    let address = service.url.strip_prefix("http://").unwrap();
    gateway.open_to(address.parse().unwrap()).await.unwrap();
    complaints(&shell).await.are(&[]);
}

#[tokio::test]
async fn a_version_that_cannot_be_refreshed_is_reported() {
    let (mut shell, service) = running().await;
    let network = service.url.replace("http://", "ws://") + SOCKET_PATH;
    shell.set("SANDBOX_NETWORK", &network);
    let failing = json!({"publishedVersion": {"failing": 403}});
    service.fault(&failing).await;
    let found = complaints(&shell).await;
    found.are(&["fault whatsapp-version"]);
    found.say("no version is known");

    let published = json!({"publishedVersion": {"version": "2.3000.1026131876"}});
    service.fault(&published).await;
    shell.data_of(&["sessions", "create", "a", "--start"]).await;
    shell.data_of(&["sessions", "qr", "a"]).await;
    let found = complaints(&shell).await;
    found.are(&[]);
    found.say("claims 2.3000.1026131876 since 20");

    service.fault(&failing).await;
    let found = complaints(&shell).await;
    found.are(&["warning whatsapp-version"]);
    found.say("403");
}
