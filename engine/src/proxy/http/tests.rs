use axum::Router;
use axum::http::{HeaderMap, Uri};
use axum::routing::{get, post};
use tokio::net::TcpListener;

use super::*;
use crate::proxy::test_proxy::TestProxy;

/// The address of a web server that echoes its requests.
async fn site() -> String {
    let echo = async |uri: Uri, headers: HeaderMap, body: String| {
        let header = |name: &str| headers[name].to_str().expect("text").to_owned();
        format!("{uri} {} {} {body}", header("host"), header("x-own"))
    };
    let large = async || vec![b'x'; 200_000];
    let router = Router::new()
        .route("/echo", get(echo).post(echo))
        .route("/large", post(large));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    tokio::spawn(async move { axum::serve(listener, router).await });
    address.to_string()
}

#[tokio::test]
async fn requests_and_responses_go_through_the_proxy() {
    let site = site().await;
    let proxy = TestProxy::forwarding().await;
    let http = ProxiedHttp::new(proxy.dialer());
    let request = HttpRequest::get(format!("http://{site}/echo?a=b")).with_header("x-own", "mine");
    let response = http.execute(request.clone()).await.expect("a response");
    assert_eq!(response.status_code, 200);
    let expected = format!("/echo?a=b {site} mine ");
    assert_eq!(response.body_string().expect("text"), expected);

    let mut request = HttpRequest::post(format!("http://{site}/echo")).with_header("x-own", "mine");
    request.body = Some("body".into());
    let response = http.execute(request).await.expect("a response");
    let expected = format!("/echo {site} mine body");
    assert_eq!(response.body_string().expect("text"), expected);

    let request = HttpRequest::post(format!("http://{site}/large"));
    let response = http.execute(request).await.expect("a response");
    assert_eq!(response.body.len(), 200_000);
    let response = http.execute(HttpRequest::get(format!("http://{site}/none")));
    assert_eq!(response.await.expect("a response").status_code, 404);
    assert_eq!(proxy.targets(), vec![site; 4]);
}

#[tokio::test]
async fn a_request_fails_when_the_proxy_refuses() {
    let site = site().await;
    let proxy = TestProxy::refusing().await;
    let http = ProxiedHttp::new(proxy.dialer());
    let refused = http.execute(HttpRequest::get(format!("http://{site}/echo")));
    let refused = refused.await.expect_err("the proxy answers 403");
    assert_eq!(refused.to_string(), "the proxy answered 403");
}
