//! HTTP through a session's proxy, for what does not go through the socket: the look-up of the current version, and
//! blobs on WhatsApp's web servers. Each request has a connection of its own; redirects are not followed.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use async_trait::async_trait;
use bytes::Bytes;
use http::header::{CONNECTION, HOST};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::time::timeout;
use tokio_websockets::{Connector, MaybeTlsStream};
use url::{Position, Url};
use wacore::net::{HttpClient, HttpRequest, HttpResponse};
use whatsapp_rust_tokio_transport::default_tls_connector;

use super::{ProxyDialer, ProxyStream};

/// How long a request may take, from connecting to the proxy to the last byte of the response.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// The largest response. It is held in memory, and larger than anything that is fetched for a session.
const MAX_RESPONSE: usize = 64 * 1024 * 1024;

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
        let stream = self.connect(&url).await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        let request = to_hyper(&url, request)?;
        // Dropping the sender lets the connection end.
        let exchange = async move { read(sender.send_request(request).await?).await };
        // Errors of the connection reach the exchange too.
        let (response, _) = tokio::join!(exchange, connection);
        response
    }

    async fn connect(&self, url: &Url) -> anyhow::Result<MaybeTlsStream<ProxyStream>> {
        let host = url.host_str().context("the URL has no host")?;
        let port = url.port_or_known_default();
        let port = port.context("the URL has no port")?;
        let stream = self.dialer.connect(host, port).await?;
        let encryption = match url.scheme() {
            "https" => default_tls_connector(),
            _ => Connector::Plain,
        };
        Ok(encryption.wrap(host, stream).await?)
    }
}

#[async_trait]
impl HttpClient for ProxiedHttp {
    async fn execute(&self, request: HttpRequest) -> anyhow::Result<HttpResponse> {
        let response = timeout(REQUEST_TIMEOUT, self.exchange(request)).await;
        response.context("no answer in time through the proxy")?
    }
}

fn to_hyper(url: &Url, request: HttpRequest) -> anyhow::Result<http::Request<Full<Bytes>>> {
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

async fn read(response: http::Response<Incoming>) -> anyhow::Result<HttpResponse> {
    let status_code = response.status().as_u16();
    let body = Limited::new(response.into_body(), MAX_RESPONSE);
    let body = body.collect().await.map_err(anyhow::Error::from_boxed)?;
    Ok(HttpResponse {
        status_code,
        body: body.to_bytes().to_vec(),
    })
}

#[cfg(test)]
mod tests;
