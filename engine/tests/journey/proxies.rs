//! Sessions that connect through a proxy.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use titan_engine::{Config, Engine, Event, Proxy, Unreachable};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use crate::memory::MemoryKeys;
use crate::test_sandbox::{ANA, Session, TestSandbox};

#[derive(Clone, Copy)]
enum Kind {
    Http,
    Socks5,
}

/// A proxy, and the number of connections it has made.
async fn proxy(kind: Kind) -> (Proxy, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let made = Arc::new(AtomicUsize::new(0));
    let count = made.clone();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            tokio::spawn(serve(kind, client, count.clone()));
        }
    });
    let scheme = match kind {
        Kind::Http => "http",
        Kind::Socks5 => "socks5",
    };
    // Only the test's resolver resolves this name.
    let port = address.port();
    let proxy = Proxy::parse(&format!("{scheme}://ana:s3cret@proxy.test:{port}"));
    (proxy.expect("a proxy"), made)
}

async fn serve(kind: Kind, mut client: TcpStream, made: Arc<AtomicUsize>) -> std::io::Result<()> {
    let (target, answer) = match kind {
        Kind::Http => (connect(&mut client).await?, &b"HTTP/1.1 200 OK\r\n\r\n"[..]),
        Kind::Socks5 => (
            socks(&mut client).await?,
            &b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00"[..],
        ),
    };
    let mut server = TcpStream::connect(target).await?;
    client.write_all(answer).await?;
    made.fetch_add(1, Ordering::Relaxed);
    copy_bidirectional(&mut client, &mut server).await?;
    Ok(())
}

/// Reads a CONNECT request, and returns its target.
async fn connect(client: &mut TcpStream) -> std::io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(client.read_u8().await?);
    }
    let head = String::from_utf8(head).expect("text");
    assert!(head.contains("Proxy-Authorization: Basic YW5hOnMzY3JldA=="));
    Ok(head.split(' ').nth(1).expect("a target").to_owned())
}

/// Reads a SOCKS5 login and a request for an IPv4 address, and returns the target.
async fn socks(client: &mut TcpStream) -> std::io::Result<String> {
    client.read_exact(&mut [0; 4]).await?;
    client.write_all(b"\x05\x02").await?;
    client.read_exact(&mut [0; 12]).await?;
    client.write_all(b"\x01\x00").await?;
    let mut request = [0; 10];
    client.read_exact(&mut request).await?;
    let [_, _, _, kind, a, b, c, d, high, low] = request;
    assert_eq!(kind, 1, "an IPv4 address");
    let port = u16::from_be_bytes([high, low]);
    Ok(format!("{a}.{b}.{c}.{d}:{port}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_links_and_reconnects_through_its_proxy() {
    for kind in [Kind::Http, Kind::Socks5] {
        let sandbox = TestSandbox::new(1.0).await;
        let (proxy, made) = proxy(kind).await;
        let engine = sandbox.engine(Arc::new(MemoryKeys::new()));
        let mut session = Session::new(engine.open("s1", Some(proxy)));
        let (code, _) = session.code().await;
        assert_eq!(
            made.load(Ordering::Relaxed),
            2,
            "the look-up of the version, and the socket"
        );
        sandbox.scan(ANA, &code).await;
        session.linked().await;
        session.connected().await;
        assert_eq!(
            made.load(Ordering::Relaxed),
            3,
            "the login is a new connection"
        );
        session.line.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_whose_proxy_is_away_does_not_connect_directly() {
    let sandbox = TestSandbox::new(1.0).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let proxy = Proxy::parse(&format!("http://{address}")).expect("a proxy");
    let engine = sandbox.engine(Arc::new(MemoryKeys::new()));
    let mut session = Session::new(engine.open("s1", Some(proxy)));
    for _ in 0..2 {
        // The proxy hangs up. A second attempt shows that the first had no other way.
        listener.accept().await.expect("an attempt");
    }
    session.line.stop().await;
    let mut events = session.rest().await;
    assert_eq!(events.pop(), Some(Event::Closed));
    for event in events {
        let Event::Unreachable { reason, .. } = event else {
            panic!("it connected without the proxy: {event:?}");
        };
        assert_eq!(reason, Unreachable::ProxyRefused);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_waits_for_its_turn_can_be_stopped_and_gets_its_turn() {
    let sandbox = TestSandbox::new(1.0).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let silent = Proxy::parse(&format!("http://{address}")).expect("a proxy");
    let engine = Engine::new(Config {
        connecting_at_once: 1,
        ..sandbox.config(Arc::new(MemoryKeys::new()))
    });
    let first = Session::new(engine.open("s1", Some(silent)));
    let unanswered = listener.accept().await.expect("an attempt");
    let mut stopped = Session::open(&engine, "s2");
    stopped.line.stop().await;
    stopped.ends_with(&[Event::Closed]).await;
    let mut waiting = Session::open(&engine, "s3");
    // The dial fails, and the next in the queue has the turn.
    drop((unanswered, listener));
    waiting.code().await;
    waiting.line.stop().await;
    first.line.stop().await;
}
