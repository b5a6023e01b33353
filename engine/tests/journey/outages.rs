//! WhatsApp cannot be reached: every attempt ends with a reason, and is followed by another one.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::WebSocketUpgrade;
use axum::routing::get;
use sandbox::{Gateway, SOCKET_PATH};
use titan_engine::{Config, Engine, Event, Network, Proxy, Unreachable, probe};

use crate::memory::MemoryKeys;
use crate::test_sandbox::{Session, TestSandbox};

/// At this speed attempts time out after four seconds, and pauses are short.
const SPEED: f64 = 20.0;

impl TestSandbox {
    /// An engine that connects to this sandbox through a gateway.
    fn engine_behind(&self, gateway: &Gateway, speed: f64) -> Engine {
        Engine::new(Config {
            network: network(gateway, speed),
            ..self.config(Arc::new(MemoryKeys::new()))
        })
    }
}

fn network(gateway: &Gateway, speed: f64) -> Network {
    Network::Sandbox {
        socket_url: gateway.socket_url(),
        speed,
    }
}

impl Session {
    /// The next event, which has to be a failed attempt: its number, reason and pause.
    async fn failed_attempt(&mut self) -> (u32, Unreachable, Duration) {
        match self.next().await {
            Event::Unreachable {
                attempt,
                reason,
                next_in,
                ..
            } => (attempt, reason, next_in),
            other => panic!("expected a failed attempt, got {other:?}"),
        }
    }

    async fn reached(&mut self) {
        let event = self
            .until(|event| !matches!(event, Event::Unreachable { .. }))
            .await;
        assert_eq!(event, Event::Reached);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_session_tries_until_a_closed_port_opens() {
    let sandbox = TestSandbox::new(SPEED).await;
    let mut gateway = Gateway::closed().expect("a free port");
    let mut session = Session::open(&sandbox.engine_behind(&gateway, SPEED), "s1");
    for number in 1..=3 {
        let (attempt, reason, next_in) = session.failed_attempt().await;
        assert_eq!((attempt, reason), (number, Unreachable::Refused));
        assert!(next_in <= Duration::from_secs(2).mul_f64(f64::from(number) / SPEED));
    }
    gateway.open_to(sandbox.address()).await.expect("it opens");
    session.reached().await;
    session.code().await;
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_waits_for_its_next_attempt_can_be_stopped() {
    let sandbox = TestSandbox::new(1.0).await;
    let gateway = Gateway::closed().expect("a free port");
    let mut session = Session::open(&sandbox.engine_behind(&gateway, 1.0), "s1");
    session.failed_attempt().await;
    session.line.stop().await;
    assert_eq!(session.rest().await.pop(), Some(Event::Closed));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_without_an_answer_times_out_and_is_repeated() {
    let sandbox = TestSandbox::new(SPEED).await;
    let mut gateway = Gateway::closed().expect("a free port");
    gateway.fall_silent().await.expect("it falls silent");
    let mut session = Session::open(&sandbox.engine_behind(&gateway, SPEED), "s1");
    assert_eq!(
        session.failed_attempt().await.1,
        Unreachable::HandshakeStalled
    );
    gateway.open_to(sandbox.address()).await.expect("it opens");
    session.reached().await;
    session.code().await;
    session.line.stop().await;
}

/// The URL of a server that accepts WebSockets and sends nothing.
async fn silent_server() -> String {
    let connect = get(async |upgrade: WebSocketUpgrade| {
        upgrade.on_upgrade(async |socket| {
            let _open = socket;
            std::future::pending::<()>().await;
        })
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let address = listener.local_addr().expect("bound");
    let router = axum::Router::new().route(SOCKET_PATH, connect);
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("ws://{address}{SOCKET_PATH}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stalled_handshake_times_out() {
    let sandbox = TestSandbox::new(4.0).await;
    let engine = Engine::new(Config {
        network: Network::Sandbox {
            socket_url: silent_server().await,
            speed: 4.0,
        },
        ..sandbox.config(Arc::new(MemoryKeys::new()))
    });
    let mut session = Session::open(&engine, "s1");
    assert_eq!(
        session.failed_attempt().await.1,
        Unreachable::HandshakeStalled
    );
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_refuses_and_one_that_is_silent_have_different_reasons() {
    let sandbox = TestSandbox::new(SPEED).await;
    let mut gateway = Gateway::closed().expect("a free port");
    let engine = sandbox.engine(Arc::new(MemoryKeys::new()));
    for scheme in ["http", "socks5"] {
        gateway.close().await.expect("it closes");
        let proxy = Proxy::parse(&format!("{scheme}://{}", gateway.address()));
        let mut session = Session::new(engine.open("s1", Some(proxy.expect("a proxy"))));
        assert_eq!(session.failed_attempt().await.1, Unreachable::ProxyRefused);
        gateway.fall_silent().await.expect("it falls silent");
        let timed_out = |event: &Event| {
            let reason = Unreachable::ProxyTimedOut;
            matches!(event, Event::Unreachable { reason: emitted, .. } if *emitted == reason)
        };
        session.until(timed_out).await;
        session.line.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_linked_session_reports_an_outage_and_reconnects() {
    let sandbox = TestSandbox::new(1.0).await;
    let mut gateway = Gateway::closed().expect("a free port");
    gateway.open_to(sandbox.address()).await.expect("it opens");
    let session = Session::open(&sandbox.engine_behind(&gateway, 1.0), "s1");
    let mut session = sandbox.link(session).await;
    gateway.close().await.expect("it closes");
    let lost = session
        .until(|event| !matches!(event, Event::PushName(_)))
        .await;
    assert_eq!(lost, Event::Dropped);
    for number in 1..=2 {
        let (attempt, reason, _) = session.failed_attempt().await;
        assert_eq!((attempt, reason), (number, Unreachable::Refused));
    }
    gateway.open_to(sandbox.address()).await.expect("it opens");
    session.reached().await;
    session.connected().await;
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_probe_reports_whether_the_network_answers() {
    let sandbox = TestSandbox::new(1.0).await;
    let mut gateway = Gateway::closed().expect("a free port");
    let refused = probe(&network(&gateway, 1.0)).await;
    let failed = refused.expect_err("the port is closed");
    assert_eq!(failed.reason, Unreachable::Refused);
    assert!(failed.detail.contains(&gateway.address().to_string()));
    gateway.open_to(sandbox.address()).await.expect("it opens");
    assert_eq!(probe(&network(&gateway, 1.0)).await, Ok(()));
}
