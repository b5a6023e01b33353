//! HTTP CONNECT (RFC 9110 §9.3.6), by hyper's client.

use anyhow::ensure;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{HOST, PROXY_AUTHORIZATION};
use http::{Method, Request, Response};
use http_body_util::Empty;
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::upgrade::{self, Upgraded};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::Login;

/// The longest head of a response that is read. It is also the shortest limit that hyper takes.
pub(super) const MAX_RESPONSE_HEAD: usize = 8 * 1024;

/// Asks the proxy at the other end of `stream` to connect to `host:port`.
pub(super) async fn connect(
    stream: TcpStream,
    host: &str,
    port: u16,
    login: Option<&Login>,
) -> anyhow::Result<TokioIo<Upgraded>> {
    let (mut sender, connection) = http1::Builder::new()
        .title_case_headers(true)
        .max_buf_size(MAX_RESPONSE_HEAD)
        .handshake(TokioIo::new(stream))
        .await?;
    let request = request(&format!("{host}:{port}"), login)?;
    let exchange = async move {
        let response = sender.send_request(request).await;
        tunnel(response.map_err(explain)?).await
    };
    let connection = async {
        // Its errors reach the exchange too.
        let _ = connection.with_upgrades().await;
        Ok(())
    };
    // An error of the exchange does not wait for the proxy to close the connection.
    let (upgraded, ()) = tokio::try_join!(exchange, connection)?;
    Ok(TokioIo::new(upgraded))
}

fn request(target: &str, login: Option<&Login>) -> anyhow::Result<Request<Empty<Bytes>>> {
    let mut request = Request::builder()
        .method(Method::CONNECT)
        .uri(target)
        .header(HOST, target);
    if let Some(Login { user, password }) = login {
        let login = STANDARD.encode(format!("{user}:{password}"));
        request = request.header(PROXY_AUTHORIZATION, format!("Basic {login}"));
    }
    Ok(request.body(Empty::new())?)
}

async fn tunnel(response: Response<Incoming>) -> anyhow::Result<Upgraded> {
    let status = response.status();
    ensure!(
        status.is_success(),
        "the proxy answered {}",
        status.as_u16()
    );
    Ok(upgrade::on(response).await?)
}

fn explain(error: hyper::Error) -> anyhow::Error {
    if error.is_parse_too_large() {
        anyhow::anyhow!("the proxy's answer is too long")
    } else if error.is_parse() {
        anyhow::anyhow!("the proxy does not speak HTTP")
    } else {
        error.into()
    }
}
