use super::*;
use crate::proxy::http_connect::MAX_RESPONSE_HEAD;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// How many bytes the proxy reads, and what it then answers.
type Exchange = (usize, Vec<u8>);

/// A proxy that follows a script. The task returns everything that it has read.
async fn proxy(
    scheme: &str,
    login: &str,
    script: Vec<Exchange>,
) -> (LocalProxy, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let received = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a client");
        let mut received = Vec::new();
        for (length, answer) in script {
            let mut part = vec![0; length];
            stream.read_exact(&mut part).await.expect("the request");
            received.extend(part);
            stream.write_all(&answer).await.expect("answered");
        }
        received
    });
    let proxy = Proxy::parse(&format!("{scheme}://{login}proxy.test:1")).expect("a proxy");
    (LocalProxy { proxy, address }, received)
}

/// A proxy and the address it listens on, which its name does not resolve to.
struct LocalProxy {
    proxy: Proxy,
    address: SocketAddr,
}

impl LocalProxy {
    async fn dial(&self, host: &str, port: u16) -> anyhow::Result<ProxyStream> {
        self.proxy.dial(&[self.address], host, port).await
    }
}

/// What the target sends first, right behind the proxy's answer.
async fn greeting(mut stream: ProxyStream) -> [u8; 5] {
    let mut bytes = [0; 5];
    let read = stream.read_exact(&mut bytes).await;
    read.expect("the target's greeting");
    bytes
}

#[tokio::test]
async fn http_connect_sends_the_name_and_the_login() {
    let request = "CONNECT web.test:443 HTTP/1.1\r\nHost: web.test:443\r\n\
                   Proxy-Authorization: Basic YW5hOnMzY3JldA==\r\n\r\n";
    let answer = b"HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\nhello".to_vec();
    let (proxy, received) = proxy("http", "ana:s3cret@", vec![(request.len(), answer)]).await;
    let stream = proxy.dial("web.test", 443).await.expect("connected");
    assert_eq!(&greeting(stream).await, b"hello");
    assert_eq!(
        received.await.expect("no panic"),
        request.as_bytes(),
        "the request"
    );
}

#[tokio::test]
async fn http_connect_takes_ipv6_addresses_and_answers_in_pieces() {
    let request = "CONNECT [::1]:9 HTTP/1.1\r\nHost: [::1]:9\r\n\r\n";
    let script = vec![
        (request.len() - 1, b"HTTP/1".to_vec()),
        (1, b".0 200 OK\r\n\r\nhello".to_vec()),
    ];
    let (proxy, received) = proxy("http", "", script).await;
    let stream = proxy.dial("[::1]", 9).await.expect("connected");
    assert_eq!(&greeting(stream).await, b"hello");
    assert_eq!(received.await.expect("no panic"), request.as_bytes());
}

#[tokio::test]
async fn socks5_sends_the_name_unresolved() {
    let request = b"\x05\x01\x00\x03\x08web.test\x01\xbb";
    let answer = b"\x05\x00\x00\x01\x7f\x00\x00\x01\x12\x34hello".to_vec();
    let script = vec![(3, b"\x05\x00".to_vec()), (request.len(), answer)];
    let (proxy, received) = proxy("socks5", "", script).await;
    let stream = proxy.dial("web.test", 443).await.expect("connected");
    assert_eq!(&greeting(stream).await, b"hello");
    assert_eq!(
        received.await.expect("no panic"),
        [b"\x05\x01\x00", &request[..]].concat()
    );
}

#[tokio::test]
async fn socks5_sends_the_login_when_the_proxy_wants_it() {
    let cases = [
        ("ana:x@", &b"\x01\x03ana\x01x"[..]),
        ("ana@", b"\x01\x03ana\x00"),
    ];
    for (credentials, login) in cases {
        let answer = b"\x05\x00\x00\x03\x01x\x00\x00hello".to_vec();
        let script = vec![
            (4, b"\x05\x02".to_vec()),
            (login.len(), b"\x01\x00".to_vec()),
            (10, answer),
        ];
        let (proxy, received) = proxy("socks5", credentials, script).await;
        let stream = proxy.dial("10.0.0.1", 5222).await.expect("connected");
        assert_eq!(&greeting(stream).await, b"hello");
        let request = b"\x05\x01\x00\x01\x0a\x00\x00\x01\x14\x66";
        let expected = [b"\x05\x02\x00\x02", login, request].concat();
        assert_eq!(received.await.expect("no panic"), expected);
    }
}

/// Dials through a proxy that follows the script, and compares the error.
async fn assert_error(scheme: &str, script: Vec<Exchange>, expected: &str) {
    let (proxy, received) = proxy(scheme, "ana:s3cret@", script).await;
    let Err(error) = proxy.dial("10.0.0.1", 443).await else {
        panic!("connected, instead of: {expected}");
    };
    assert_eq!(format!("{error:#}"), expected);
    received.await.expect("no panic");
}

#[tokio::test]
async fn an_error_of_http_connect_names_the_cause_and_no_secret() {
    let long_head = [b"HTTP/1.1 200 OK\r\nx: ", &[b'x'; MAX_RESPONSE_HEAD][..]].concat();
    let cases = [
        (
            b"HTTP/1.1 407 No\r\n\r\n".to_vec(),
            "the proxy answered 407",
        ),
        (
            b"HTTP/1.1 403 No\r\nContent-Length: 9\r\n\r\nno".to_vec(),
            "the proxy answered 403",
        ),
        (
            b"SSH-2.0-x\r\n\r\n".to_vec(),
            "the proxy does not speak HTTP",
        ),
        (long_head, "the proxy's answer is too long"),
    ];
    for (answer, expected) in cases {
        assert_error("http", vec![(1, answer)], expected).await;
    }
}

#[tokio::test]
async fn a_refusal_does_not_wait_for_the_proxy_to_hang_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let proxy = Proxy::parse("http://proxy.test:1").expect("a proxy");
    let addresses = [address];
    let answer = async {
        let (mut stream, _) = listener.accept().await.expect("a client");
        let answer = b"HTTP/1.1 403 No\r\nContent-Length: 9\r\n\r\n";
        stream.write_all(answer).await.expect("answered");
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = answer => unreachable!("it never ends"),
        dialled = proxy.dial(&addresses, "web.test", 443) => {
            let error = dialled.err().expect("refused");
            assert_eq!(error.to_string(), "the proxy answered 403");
        }
    }
}

#[tokio::test]
async fn an_error_of_socks5_names_the_cause_and_no_secret() {
    let answers = |script: &[(usize, &[u8])]| -> Vec<Exchange> {
        let script = script.iter();
        script
            .map(|(read, answer)| (*read, answer.to_vec()))
            .collect()
    };
    let cases = [
        (
            answers(&[(4, b"\x05\xff")]),
            "the proxy wants another login",
        ),
        (answers(&[(4, b"HT")]), "the proxy does not speak SOCKS5"),
        (
            answers(&[(4, b"\x05\x02"), (12, b"\x01\x01")]),
            "the proxy refused the login",
        ),
        (
            answers(&[(4, b"\x05\x00"), (10, b"\x05\x05\x00\x01")]),
            "the proxy answered 5",
        ),
    ];
    for (script, expected) in cases {
        assert_error("socks5", script, expected).await;
    }
}
