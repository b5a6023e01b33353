//! HTTP through a session's proxy, for what does not come through the socket: the current version of the web client,
//! and blobs that WhatsApp keeps on its web servers. One connection for each request; redirects are not followed.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use async_trait::async_trait;
use bytes::Bytes;
use http::header::{CONNECTION, HOST};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::time::timeout;
use tokio_websockets::Connector;
use url::{Position, Url};
use wacore::net::{HttpClient, HttpRequest, HttpResponse};
use whatsapp_rust_tokio_transport::default_tls_connector;

use super::ProxyDialer;

/// How long a request may take, from dialling the proxy to the last byte.
const PATIENCE: Duration = Duration::from_secs(30);

/// More than anything that is fetched for a session. An answer is held in memory.
const LARGEST_ANSWER: usize = 64 * 1024 * 1024;

#[derive(Clone)]
pub(crate) struct ProxiedHttp {
    dialer: Arc<ProxyDialer>,
}

impl ProxiedHttp {
    pub(crate) fn new(dialer: Arc<ProxyDialer>) -> ProxiedHttp {
        ProxiedHttp { dialer }
    }

    async fn exchange(&self, request: HttpRequest) -> anyhow::Result<HttpResponse> {
        let url = Url::parse(&request.url)?;
        let host = url.host_str().context("an address has a host")?;
        let port = url
            .port_or_known_default()
            .context("an address has a port")?;
        let stream = self.dialer.connect(host, port).await?;
        let encryption = match url.scheme() {
            "https" => default_tls_connector(),
            _ => Connector::Plain,
        };
        let stream = encryption.wrap(host, stream).await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        let request = translated(&url, request)?;
        // Dropping the sender lets the connection end.
        let exchange = async move {
            let response = sender.send_request(request).await?;
            let status_code = response.status().as_u16();
            let body = Limited::new(response.into_body(), LARGEST_ANSWER);
            let body = body.collect().await.map_err(anyhow::Error::from_boxed)?;
            anyhow::Ok(HttpResponse {
                status_code,
                body: body.to_bytes().to_vec(),
            })
        };
        // What goes wrong with the connection is told to the exchange as well.
        let (answer, _) = tokio::join!(exchange, connection);
        answer
    }
}

#[async_trait]
impl HttpClient for ProxiedHttp {
    async fn execute(&self, request: HttpRequest) -> anyhow::Result<HttpResponse> {
        let answer = timeout(PATIENCE, self.exchange(request)).await;
        answer.context("no answer in time through the proxy")?
    }
}

fn translated(url: &Url, request: HttpRequest) -> anyhow::Result<http::Request<Full<Bytes>>> {
    let mut builder = http::Request::builder()
        .method(request.method.as_str())
        .uri(&url[Position::BeforePath..Position::AfterQuery])
        .header(HOST, &url[Position::BeforeHost..Position::AfterPort])
        .header(CONNECTION, "close");
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    Ok(builder.body(Full::new(request.body.unwrap_or_default()))?)
}

#[cfg(test)]
mod tests;
