use super::*;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A proxy that answers by the book below and then echoes. It hands back what it was asked.
async fn proxy(
    scheme: &str,
    login: &str,
    book: Vec<(usize, Vec<u8>)>,
) -> (Reached, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let asked = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a caller");
        let mut asked = Vec::new();
        for (expected, answer) in book {
            let mut part = vec![0; expected];
            stream.read_exact(&mut part).await.expect("the request");
            asked.extend(part);
            stream.write_all(&answer).await.expect("answered");
        }
        asked
    });
    let proxy = Proxy::parse(&format!("{scheme}://{login}proxy.test:1")).expect("a proxy");
    (Reached { proxy, address }, asked)
}

/// A proxy and where it is, which its own address does not tell.
struct Reached {
    proxy: Proxy,
    address: SocketAddr,
}

impl Reached {
    async fn dial(&self, host: &str, port: u16) -> anyhow::Result<TcpStream> {
        self.proxy.dial(&[self.address], host, port).await
    }
}

/// What the far end says first must not be swallowed with the proxy's answer.
async fn greeting(mut stream: TcpStream) -> [u8; 5] {
    read(&mut stream).await.expect("the far end's greeting")
}

#[tokio::test]
async fn connect_asks_for_the_name_with_the_login() {
    let request = "CONNECT web.test:443 HTTP/1.1\r\nHost: web.test:443\r\n\
                   Proxy-Authorization: Basic YW5hOnMzY3JldA==\r\n\r\n";
    let answer = b"HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\nhello".to_vec();
    let (proxy, asked) = proxy("http", "ana:s3cret@", vec![(request.len(), answer)]).await;
    let stream = proxy.dial("web.test", 443).await.expect("connected");
    assert_eq!(&greeting(stream).await, b"hello");
    assert_eq!(asked.await.expect("asked"), request.as_bytes());
}

#[tokio::test]
async fn socks_leaves_the_name_to_the_proxy() {
    let request = b"\x05\x01\x00\x03\x08web.test\x01\xbb";
    let answer = b"\x05\x00\x00\x01\x7f\x00\x00\x01\x12\x34hello".to_vec();
    let book = vec![(3, b"\x05\x00".to_vec()), (request.len(), answer)];
    let (proxy, asked) = proxy("socks5", "", book).await;
    let stream = proxy.dial("web.test", 443).await.expect("connected");
    assert_eq!(&greeting(stream).await, b"hello");
    assert_eq!(
        asked.await.expect("asked"),
        [b"\x05\x01\x00", &request[..]].concat()
    );
}

#[tokio::test]
async fn socks_presents_the_login_when_asked() {
    let answer = b"\x05\x00\x00\x03\x01x\x00\x00hello".to_vec();
    let book = vec![
        (4, b"\x05\x02".to_vec()),
        (7, b"\x01\x00".to_vec()),
        (10, answer),
    ];
    let (proxy, asked) = proxy("socks5", "ana:x@", book).await;
    let stream = proxy.dial("10.0.0.1", 5222).await.expect("connected");
    assert_eq!(&greeting(stream).await, b"hello");
    let expected = b"\x05\x02\x00\x02\x01\x03ana\x01x\x05\x01\x00\x01\x0a\x00\x00\x01\x14\x66";
    assert_eq!(asked.await.expect("asked"), expected);
}

#[tokio::test]
async fn a_refusal_says_what_the_proxy_said_and_no_secret() {
    let cases = [
        (
            "http",
            vec![(1, b"HTTP/1.1 407 No\r\n\r\n".to_vec())],
            "the proxy answered 407",
        ),
        (
            "http",
            vec![(1, b"SSH-2.0-x\r\n\r\n".to_vec())],
            "the proxy does not speak HTTP",
        ),
        (
            "http",
            vec![(1, vec![b'x'; LONGEST_ANSWER])],
            "the proxy's answer is too long",
        ),
        (
            "socks5",
            vec![(4, b"\x05\xff".to_vec())],
            "the proxy wants another login",
        ),
        (
            "socks5",
            vec![(4, b"HT".to_vec())],
            "the proxy does not speak SOCKS5",
        ),
        (
            "socks5",
            vec![(4, b"\x05\x02".to_vec()), (12, b"\x01\x01".to_vec())],
            "the proxy refused the login",
        ),
        (
            "socks5",
            vec![
                (4, b"\x05\x00".to_vec()),
                (10, b"\x05\x05\x00\x01".to_vec()),
            ],
            "the proxy answered 5",
        ),
    ];
    for (scheme, book, expected) in cases {
        let (proxy, asked) = proxy(scheme, "ana:s3cret@", book).await;
        let error = proxy.dial("10.0.0.1", 443).await.expect_err(expected);
        assert_eq!(format!("{error:#}"), expected);
        asked.await.expect("asked");
    }
}
