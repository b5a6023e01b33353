//! A connection whose client is slow, on a stream in memory. Each test waits for what ends, never for a time.

use std::sync::Arc;
use std::time::Duration;

use axum::routing::{get, post};
use futures_util::stream;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};
use tokio::sync::Notify;
use tokio::time::timeout;

use super::*;

const SHORT: Duration = Duration::from_millis(100);
const LONG: Duration = Duration::from_secs(60);

/// No limit that a test does not shorten is reached.
const TIMES: ConnectionTimes = ConnectionTimes {
    request_read: LONG,
    keep_alive: LONG,
    write_stall: LONG,
};

/// What the socket of a client takes that does not read.
const BUFFER: usize = 4096;

fn router() -> Router {
    Router::new()
        .route("/", get(async || "here"))
        .route("/large", get(async || "x".repeat(100 * BUFFER)))
        .route("/read", post(async |body: Bytes| body))
        .route(
            "/peer",
            get(async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.to_string()),
        )
}

/// A client's side, and how the connection ends, which it does long before the limits that a test does not shorten.
fn connect(
    router: Router,
    times: ConnectionTimes,
    closing: impl Future<Output = ()>,
) -> (DuplexStream, impl Future<Output = Ended>) {
    let (client, server) = tokio::io::duplex(BUFFER);
    let peer = SocketAddr::from(([198, 51, 100, 1], 4711));
    let served = serve_connection(server, peer, router, times, closing);
    let ended = async { timeout(LONG / 3, served).await.expect("it ends") };
    (client, ended)
}

async fn send(client: &mut DuplexStream, text: &str) {
    client.write_all(text.as_bytes()).await.unwrap();
}

/// Reads until the text is there.
async fn read_until(client: &mut DuplexStream, wanted: &str) -> String {
    let mut text = String::new();
    while !text.contains(wanted) {
        let mut bytes = [0; 1024];
        let read = client.read(&mut bytes).await.unwrap();
        assert_ne!(read, 0, "it ended with: {text}");
        text.push_str(core::str::from_utf8(&bytes[..read]).unwrap());
    }
    text
}

#[tokio::test]
async fn a_client_that_is_too_slow_loses_its_connection() {
    const HEAD: ConnectionTimes = ConnectionTimes {
        request_read: SHORT,
        ..TIMES
    };
    const IDLE: ConnectionTimes = ConnectionTimes {
        keep_alive: SHORT,
        ..TIMES
    };
    const STALL: ConnectionTimes = ConnectionTimes {
        write_stall: SHORT,
        ..TIMES
    };
    let table = [
        ("", IDLE, Wait::Request),
        ("GET / HTTP/1.1\r\nho", HEAD, Wait::Head),
        ("GET / HTTP/1.1\r\nhost: a\r\n\r\n", IDLE, Wait::Request),
        ("GET / HTTP/1.1\r\nhost: a\r\n\r\nGE", IDLE, Wait::Request),
        ("GET /large HTTP/1.1\r\nhost: a\r\n\r\n", STALL, Wait::Write),
    ];
    for (sent, times, wait) in table {
        let (mut client, ended) = connect(router(), times, std::future::pending());
        send(&mut client, sent).await;
        assert_eq!(ended.await, Ended::TimedOut(wait), "{sent:?}");
        drop(client);
    }
}

#[tokio::test]
async fn a_head_that_comes_byte_by_byte_is_not_waited_for() {
    let times = ConnectionTimes {
        request_read: SHORT,
        ..TIMES
    };
    let (mut client, ended) = connect(router(), times, std::future::pending());
    let drip = async {
        send(&mut client, "GET / HTTP/1.1\r\n").await;
        let mut ticks = tokio::time::interval(SHORT / 10);
        loop {
            ticks.tick().await;
            if client.write_all(b"a: b\r\n").await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    };
    let ended = tokio::select! {
        ended = ended => ended,
        () = drip => unreachable!("it never ends"),
    };
    assert_eq!(ended, Ended::TimedOut(Wait::Head));
}

#[tokio::test]
async fn a_head_that_is_too_large_is_rejected() {
    let (mut client, ended) = connect(router(), TIMES, std::future::pending());
    let head = format!("GET / HTTP/1.1\r\na: {}\r\n\r\n", "b".repeat(LARGEST_HEAD));
    let talk = async {
        let (mut from, mut to) = tokio::io::split(&mut client);
        let mut text = String::new();
        let (_, read) = tokio::join!(
            to.write_all(head.as_bytes()),
            from.read_to_string(&mut text)
        );
        read.unwrap();
        text
    };
    let (ended, text) = tokio::join!(ended, talk);
    assert!(text.starts_with("HTTP/1.1 431 "), "{text}");
    assert_eq!(ended, Ended::Closed);
}

#[tokio::test]
async fn requests_follow_each_other_and_know_their_peer() {
    let (mut client, ended) = connect(router(), TIMES, std::future::pending());
    let talk = async {
        for _ in 0..3 {
            send(&mut client, "GET /peer HTTP/1.1\r\nhost: a\r\n\r\n").await;
            read_until(&mut client, "198.51.100.1:4711").await;
        }
        drop(client);
    };
    let (ended, ()) = tokio::join!(ended, talk);
    assert_eq!(ended, Ended::Closed);
}

/// A body that lasts, and a way to make it send something.
fn endless() -> (Router, Arc<Notify>) {
    let more = Arc::new(Notify::new());
    let events = more.clone();
    let stream = async move || {
        let sent = stream::unfold(events, |events| async {
            events.notified().await;
            Some((Ok::<_, std::io::Error>("event\n"), events))
        });
        Body::from_stream(sent)
    };
    (Router::new().route("/live", get(stream)), more)
}

#[tokio::test]
async fn a_live_stream_lasts_longer_than_every_limit() {
    let times = ConnectionTimes {
        request_read: SHORT,
        keep_alive: SHORT,
        write_stall: SHORT,
    };
    let (live, more) = endless();
    let (mut client, ended) = connect(live, times, std::future::pending());
    let talk = async {
        send(&mut client, "GET /live HTTP/1.1\r\nhost: a\r\n\r\n").await;
        read_until(&mut client, "transfer-encoding: chunked").await;
        // Three others reach the same limits meanwhile, one after the other.
        for _ in 0..3 {
            let (_client, other) = connect(router(), times, std::future::pending());
            assert_eq!(other.await, Ended::TimedOut(Wait::Request));
        }
        more.notify_one();
        read_until(&mut client, "event").await;
    };
    tokio::select! {
        ended = ended => panic!("the stream ended: {ended:?}"),
        () = talk => {}
    }
}

#[tokio::test]
async fn closing_ends_idle_connections() {
    for sent in ["", "GET / HTTP/1.1\r\nhost: a\r\n\r\n"] {
        let close = Arc::new(Notify::new());
        let closing = close.clone();
        let (mut client, ended) = connect(router(), TIMES, async move { closing.notified().await });
        let talk = async {
            send(&mut client, sent).await;
            if !sent.is_empty() {
                read_until(&mut client, "here").await;
            }
            close.notify_one();
        };
        let (ended, ()) = tokio::join!(ended, talk);
        assert_eq!(ended, Ended::Closed, "{sent:?}");
    }
}

#[tokio::test]
async fn a_request_that_is_under_way_is_the_last() {
    let [begun, close, go] = [(); 3].map(|()| Arc::new(Notify::new()));
    let (handler, closing) = ((begun.clone(), go.clone()), close.clone());
    let slow = async move || {
        handler.0.notify_one();
        handler.1.notified().await;
        "finished"
    };
    let router = Router::new().route("/", get(slow));
    let (mut client, ended) = connect(router, TIMES, async move { closing.notified().await });
    let talk = async {
        send(&mut client, "GET / HTTP/1.1\r\nhost: a\r\n\r\n").await;
        begun.notified().await;
        close.notify_one();
        go.notify_one();
        read_until(&mut client, "finished").await
    };
    let (ended, text) = tokio::join!(ended, talk);
    assert!(text.contains("connection: close"), "{text}");
    assert_eq!(ended, Ended::Closed);
}
