//! The version of the web client: a refused one is replaced without the person noticing.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use titan_engine::{Config, Engine, Event, VersionStore as _};

use crate::memory::{MemoryKeys, MemoryVersion};
use crate::test_sandbox::{ANA, Session, TestSandbox};

/// Newer than the version that the sandbox publishes at first.
const NEWER: &str = "2.3000.1026131877";

impl TestSandbox {
    /// WhatsApp moves to a newer version, and refuses the earlier ones.
    async fn move_on(&self) {
        let fault = json!({
            "minimumVersion": { "version": NEWER }, "publishedVersion": { "version": NEWER },
        });
        self.fault(&fault.to_string()).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_whose_version_is_refused_shows_a_code_all_the_same() {
    let sandbox = TestSandbox::new(1.0).await;
    let engine = sandbox.engine(Arc::new(MemoryKeys::new()));
    // The version is known before WhatsApp moves on.
    let mut first = Session::open(&engine, "s1");
    first.code().await;
    first.line.stop().await;
    sandbox.move_on().await;
    let second = Session::open(&engine, "s2");
    let second = sandbox.link(second).await;
    second.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_whose_connection_is_lost_is_followed_by_one_of_a_newer_version() {
    let sandbox = TestSandbox::new(1.0).await;
    let mut session = sandbox.session("s1", Arc::new(MemoryKeys::new()));
    let (first, _) = session.code().await;
    sandbox.move_on().await;
    sandbox.fault(r#"{"dropNow": true}"#).await;
    let (second, _) = session.code().await;
    assert_ne!(first, second);
    sandbox.scan(ANA, &second).await;
    session.linked().await;
    session.connected().await;
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_linked_session_logs_in_with_a_newer_version() {
    let sandbox = TestSandbox::new(1.0).await;
    let mut session = sandbox.linked("s1", Arc::new(MemoryKeys::new())).await;
    sandbox.move_on().await;
    sandbox.fault(r#"{"dropNow": true}"#).await;
    session.until(|event| *event == Event::Dropped).await;
    session.connected().await;
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_newer_version_the_session_is_outdated() {
    let sandbox = TestSandbox::new(1.0).await;
    let minimum = json!({ "minimumVersion": { "version": NEWER } });
    sandbox.fault(&minimum.to_string()).await;
    let mut session = sandbox.session("s1", Arc::new(MemoryKeys::new()));
    assert_eq!(session.rest().await, [Event::Outdated, Event::Closed]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_stored_version_is_used_while_the_look_up_fails() {
    let sandbox = TestSandbox::new(1.0).await;
    let store = MemoryVersion::default();
    store.save((2, 3000, 1_026_131_877)).await.expect("stored");
    *store.age.lock().expect("not poisoned") = Duration::from_hours(24 * 30);
    let fault = json!({
        "minimumVersion": { "version": NEWER }, "publishedVersion": { "failing": 403 },
    });
    sandbox.fault(&fault.to_string()).await;
    let config = Config {
        versions: Arc::new(store),
        ..sandbox.config(Arc::new(MemoryKeys::new()))
    };
    let mut session = Session::open(&Engine::new(config), "s1");
    session.code().await;
    session.line.stop().await;
}
