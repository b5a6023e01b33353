//! WhatsApp cannot be reached: every attempt ends, says why, and is followed by another one.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::WebSocketUpgrade;
use axum::routing::get;
use sandbox::{Gateway, SOCKET_PATH};
use titan_engine::{Config, Engine, Event, Network, Proxy, Unreachable, probe};

use crate::memory::MemoryKeys;
use crate::town::{Session, Town};

/// Attempts are given up after four seconds, and pauses are short.
const SPEED: f64 = 20.0;

impl Town {
    /// An engine that reaches this town through a gateway.
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
    /// The number, the reason and the pause of the next attempt that fails.
    async fn fails(&mut self) -> (u32, Unreachable, Duration) {
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

    async fn is_reached(&mut self) {
        let event = self
            .until(|event| !matches!(event, Event::Unreachable { .. }))
            .await;
        assert_eq!(event, Event::Reached);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_port_is_tried_until_it_opens() {
    let town = Town::new(SPEED).await;
    let mut gateway = Gateway::closed().expect("a free port");
    let mut session = Session::open(&town.engine_behind(&gateway, SPEED), "s1");
    for number in 1..=3 {
        let (attempt, reason, next_in) = session.fails().await;
        assert_eq!((attempt, reason), (number, Unreachable::Refused));
        assert!(next_in <= Duration::from_secs(2).mul_f64(f64::from(number) / SPEED));
    }
    gateway.open_to(town.address()).await.expect("it opens");
    session.is_reached().await;
    session.code().await;
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_waits_for_its_next_attempt_stops_at_once() {
    let town = Town::new(1.0).await;
    let gateway = Gateway::closed().expect("a free port");
    let mut session = Session::open(&town.engine_behind(&gateway, 1.0), "s1");
    session.fails().await;
    session.line.stop().await;
    assert_eq!(session.rest().await.pop(), Some(Event::Closed));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_never_answers_is_given_up_and_tried_again() {
    let town = Town::new(SPEED).await;
    let mut gateway = Gateway::closed().expect("a free port");
    gateway.fall_silent().await.expect("it falls silent");
    let mut session = Session::open(&town.engine_behind(&gateway, SPEED), "s1");
    assert_eq!(session.fails().await.1, Unreachable::HandshakeStalled);
    gateway.open_to(town.address()).await.expect("it opens");
    session.is_reached().await;
    session.code().await;
    session.line.stop().await;
}

/// A server that lets a WebSocket in and leaves it alone.
async fn mute() -> String {
    let connect = get(async |upgrade: WebSocketUpgrade| {
        upgrade.on_upgrade(async |socket| {
            let _held = socket;
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
async fn a_handshake_that_stalls_is_given_up() {
    let town = Town::new(4.0).await;
    let engine = Engine::new(Config {
        network: Network::Sandbox {
            socket_url: mute().await,
            speed: 4.0,
        },
        ..town.config(Arc::new(MemoryKeys::new()))
    });
    let mut session = Session::open(&engine, "s1");
    assert_eq!(session.fails().await.1, Unreachable::HandshakeStalled);
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_refuses_and_one_that_swallows_are_told_apart() {
    let town = Town::new(SPEED).await;
    let mut gateway = Gateway::closed().expect("a free port");
    let engine = town.engine(Arc::new(MemoryKeys::new()));
    for scheme in ["http", "socks5"] {
        gateway.close().await.expect("it closes");
        let proxy = Proxy::parse(&format!("{scheme}://{}", gateway.address()));
        let mut session = Session::of(engine.open("s1", Some(proxy.expect("a proxy"))));
        assert_eq!(session.fails().await.1, Unreachable::ProxyRefused);
        gateway.fall_silent().await.expect("it falls silent");
        let swallowed = |event: &Event| {
            let reason = Unreachable::ProxyTimedOut;
            matches!(event, Event::Unreachable { reason: told, .. } if *told == reason)
        };
        session.until(swallowed).await;
        session.line.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_linked_session_that_lost_its_way_says_so_and_comes_back() {
    let town = Town::new(1.0).await;
    let mut gateway = Gateway::closed().expect("a free port");
    gateway.open_to(town.address()).await.expect("it opens");
    let session = Session::open(&town.engine_behind(&gateway, 1.0), "s1");
    let mut session = town.link(session).await;
    gateway.close().await.expect("it closes");
    let lost = session
        .until(|event| !matches!(event, Event::PushName(_)))
        .await;
    assert_eq!(lost, Event::Dropped);
    for number in 1..=2 {
        let (attempt, reason, _) = session.fails().await;
        assert_eq!((attempt, reason), (number, Unreachable::Refused));
    }
    gateway.open_to(town.address()).await.expect("it opens");
    session.is_reached().await;
    session.connected().await;
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_probe_says_whether_the_network_answers() {
    let town = Town::new(1.0).await;
    let mut gateway = Gateway::closed().expect("a free port");
    let refused = probe(&network(&gateway, 1.0)).await;
    let failed = refused.expect_err("nobody listens");
    assert_eq!(failed.reason, Unreachable::Refused);
    assert!(failed.detail.contains(&gateway.address().to_string()));
    gateway.open_to(town.address()).await.expect("it opens");
    assert_eq!(probe(&network(&gateway, 1.0)).await, Ok(()));
}
