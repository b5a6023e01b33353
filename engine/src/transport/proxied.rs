//! A WebSocket through a proxy. The encryption is between WhatsApp and us, so the proxy learns where
//! the connection goes and nothing more.

use anyhow::Context;
use http::header::{HeaderValue, ORIGIN};
use tokio_websockets::{ClientBuilder, Connector};
use url::Url;
use wacore::net::WHATSAPP_WEB_ORIGIN;
use whatsapp_rust_tokio_transport::{default_tls_connector, from_websocket};

use super::Opened;
use crate::proxy::ProxyDialer;

pub(super) async fn open(url: &str, proxy: &ProxyDialer) -> anyhow::Result<Opened> {
    let target = Url::parse(url)?;
    let host = target.host_str().context("a socket has a host")?;
    let port = target.port_or_known_default();
    let stream = proxy
        .connect(host, port.context("a socket has a port")?)
        .await?;
    let encryption = match target.scheme() {
        "wss" => default_tls_connector(),
        _ => Connector::Plain,
    };
    let stream = encryption.wrap(host, stream).await?;
    let builder = ClientBuilder::from_uri(url.parse()?)
        .add_header(ORIGIN, HeaderValue::from_static(WHATSAPP_WEB_ORIGIN))?;
    let (websocket, _) = builder.connect_on(stream).await?;
    Ok(from_websocket(websocket))
}
