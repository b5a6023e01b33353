//! A session that reaches the network through a proxy.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use titan_engine::{Config, Engine, Event, Proxy, Unreachable};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use crate::memory::MemoryKeys;
use crate::town::{ANA, Session, Town};

#[derive(Clone, Copy)]
enum Kind {
    Http,
    Socks5,
}

/// A proxy and how many connections it has made.
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
    // Only the town's resolver finds this name.
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

/// Reads a CONNECT request and says where to.
async fn connect(client: &mut TcpStream) -> std::io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(client.read_u8().await?);
    }
    let head = String::from_utf8(head).expect("text");
    assert!(head.contains("Proxy-Authorization: Basic YW5hOnMzY3JldA=="));
    Ok(head.split(' ').nth(1).expect("a target").to_owned())
}

/// Reads a SOCKS5 login and a request for an address of IPv4, and says where to.
async fn socks(client: &mut TcpStream) -> std::io::Result<String> {
    client.read_exact(&mut [0; 4]).await?;
    client.write_all(b"\x05\x02").await?;
    client.read_exact(&mut [0; 12]).await?;
    client.write_all(b"\x01\x00").await?;
    let mut request = [0; 10];
    client.read_exact(&mut request).await?;
    let [_, _, _, kind, a, b, c, d, high, low] = request;
    assert_eq!(kind, 1, "an address of IPv4");
    let port = u16::from_be_bytes([high, low]);
    Ok(format!("{a}.{b}.{c}.{d}:{port}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_links_and_reconnects_through_its_proxy() {
    for kind in [Kind::Http, Kind::Socks5] {
        let town = Town::new(1.0).await;
        let (proxy, made) = proxy(kind).await;
        let engine = town.engine(Arc::new(MemoryKeys::new()));
        let mut session = Session::of(engine.open("s1", Some(proxy)));
        let (code, _) = session.code().await;
        assert_eq!(made.load(Ordering::Relaxed), 1);
        town.scan(ANA, &code).await;
        session.linked().await;
        session.connected().await;
        assert_eq!(made.load(Ordering::Relaxed), 2, "the login is another one");
        session.line.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_whose_proxy_is_gone_does_not_go_without_it() {
    let town = Town::new(1.0).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let proxy = Proxy::parse(&format!("http://{address}")).expect("a proxy");
    let engine = town.engine(Arc::new(MemoryKeys::new()));
    let mut session = Session::of(engine.open("s1", Some(proxy)));
    for _ in 0..2 {
        // Hangs up on each try; the second shows that the first led nowhere else.
        listener.accept().await.expect("a try");
    }
    session.line.stop().await;
    let mut told = session.rest().await;
    assert_eq!(told.pop(), Some(Event::Closed));
    for event in told {
        let Event::Unreachable { reason, .. } = event else {
            panic!("it went without the proxy: {event:?}");
        };
        assert_eq!(reason, Unreachable::ProxyRefused);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_for_a_turn_can_be_stopped_and_is_not_forgotten() {
    let town = Town::new(1.0).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let silent = Proxy::parse(&format!("http://{address}")).expect("a proxy");
    let engine = Engine::new(Config {
        connecting_at_once: 1,
        ..town.config(Arc::new(MemoryKeys::new()))
    });
    let holder = Session::of(engine.open("s1", Some(silent)));
    let unanswered = listener.accept().await.expect("a try");
    let mut impatient = Session::open(&engine, "s2");
    impatient.line.stop().await;
    impatient.ends_with(&[Event::Closed]).await;
    let mut patient = Session::open(&engine, "s3");
    // The dial fails, and the next in the queue has the turn.
    drop((unanswered, listener));
    patient.code().await;
    patient.line.stop().await;
    holder.line.stop().await;
}
