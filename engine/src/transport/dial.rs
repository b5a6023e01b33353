//! Opens a WebSocket to WhatsApp, directly or through a proxy, and classifies the failure of each step. TLS runs
//! between WhatsApp and this process, so a proxy sees the target of the connection and nothing more.

use std::io::{Error, ErrorKind};

use anyhow::Context;
use http::header::{HeaderValue, ORIGIN};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio_websockets::{ClientBuilder, Connector};
use url::Url;
use wacore::net::WHATSAPP_WEB_ORIGIN;
use whatsapp_rust_tokio_transport::{default_tls_connector, from_websocket};

use super::Connection;
use crate::proxy::ProxyDialer;
use crate::unreachable::{FailedAttempt, Unreachable};

/// The server in the address of a socket.
pub(super) struct Server {
    url: Url,
    host: String,
    port: u16,
}

impl Server {
    pub(super) fn parse(url: &str) -> anyhow::Result<Server> {
        let url = Url::parse(url)?;
        let host = url.host_str().context("a socket has a host")?.to_owned();
        let port = url.port_or_known_default().context("a socket has a port")?;
        Ok(Server { url, host, port })
    }

    /// `host:port`.
    pub(super) fn name(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// Opens the socket. Before each step, `on_step` gets the reason to report if the step does not end in time.
    pub(super) async fn open(
        &self,
        proxy: Option<&ProxyDialer>,
        on_step: impl Fn(Unreachable),
    ) -> Result<Connection, FailedAttempt> {
        let upgraded = match proxy {
            Some(proxy) => {
                on_step(Unreachable::ProxyTimedOut);
                let connected = proxy.connect(&self.host, self.port).await;
                let stream =
                    connected.map_err(|error| self.failed(Unreachable::ProxyRefused, &error))?;
                on_step(Unreachable::HandshakeStalled);
                self.upgrade(stream).await
            }
            None => {
                on_step(Unreachable::TimedOut);
                let stream = self.connect().await?;
                on_step(Unreachable::HandshakeStalled);
                self.upgrade(stream).await
            }
        };
        upgraded.map_err(|error| self.failed(Unreachable::HandshakeFailed, &error))
    }

    async fn connect(&self) -> Result<TcpStream, FailedAttempt> {
        // An IPv6 address has brackets in a URL, and nowhere else.
        let host = self.host.trim_matches(['[', ']']);
        let failed = |reason, error: Error| self.failed(reason, &error.into());
        let found = lookup_host((host, self.port)).await;
        let addresses: Vec<_> = found
            .map_err(|error| failed(Unreachable::NameNotFound, error))?
            .collect();
        let stream = TcpStream::connect(&addresses[..])
            .await
            .map_err(|error| failed(reason_of(&error), error))?;
        stream
            .set_nodelay(true)
            .map_err(|error| failed(reason_of(&error), error))?;
        Ok(stream)
    }

    async fn upgrade<S>(&self, stream: S) -> anyhow::Result<Connection>
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let encryption = match self.url.scheme() {
            "wss" => default_tls_connector(),
            _ => Connector::Plain,
        };
        let stream = encryption.wrap(&self.host, stream).await?;
        let builder = ClientBuilder::from_uri(self.url.as_str().parse()?)
            .add_header(ORIGIN, HeaderValue::from_static(WHATSAPP_WEB_ORIGIN))?;
        let (websocket, _) = builder.connect_on(stream).await?;
        Ok(from_websocket(websocket))
    }

    fn failed(&self, reason: Unreachable, error: &anyhow::Error) -> FailedAttempt {
        FailedAttempt::new(reason, format!("{}: {error:#}", self.name()))
    }
}

/// Classifies an error of the operating system.
fn reason_of(error: &Error) -> Unreachable {
    match error.kind() {
        ErrorKind::TimedOut => Unreachable::TimedOut,
        ErrorKind::NetworkUnreachable
        | ErrorKind::HostUnreachable
        | ErrorKind::AddrNotAvailable
        | ErrorKind::PermissionDenied => Unreachable::NoRoute,
        _ => Unreachable::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    async fn reason(url: &str) -> &'static str {
        let server = Server::parse(url).expect("an address");
        match server.open(None, |_| {}).await {
            Ok(_) => "open",
            Err(failed) => failed.reason.code(),
        }
    }

    #[tokio::test]
    async fn an_unknown_name_and_a_closed_port_have_different_reasons() {
        assert_eq!(reason("ws://nobody.invalid:1/").await, "name_not_found");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        drop(listener);
        assert_eq!(reason(&format!("ws://{address}/")).await, "refused");
    }

    #[tokio::test]
    async fn a_server_that_hangs_up_fails_the_handshake() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        tokio::spawn(async move { while listener.accept().await.is_ok() {} });
        for scheme in ["ws", "wss"] {
            let url = format!("{scheme}://{address}/");
            assert_eq!(reason(&url).await, "handshake_failed", "{scheme}");
        }
    }

    #[test]
    fn the_name_of_a_server_has_its_port() {
        for (url, name) in [
            ("wss://web.whatsapp.com/ws/chat", "web.whatsapp.com:443"),
            ("ws://[::1]:9/", "[::1]:9"),
        ] {
            assert_eq!(Server::parse(url).expect("an address").name(), name);
        }
    }
}
