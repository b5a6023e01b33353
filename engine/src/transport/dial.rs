//! A WebSocket to WhatsApp, directly or through a proxy, and what each step's failure means. The
//! encryption is between WhatsApp and us, so a proxy learns where the connection goes and nothing
//! more.

use std::io::{Error, ErrorKind};

use anyhow::Context;
use http::header::{HeaderValue, ORIGIN};
use tokio::net::{TcpStream, lookup_host};
use tokio_websockets::{ClientBuilder, Connector};
use url::Url;
use wacore::net::WHATSAPP_WEB_ORIGIN;
use whatsapp_rust_tokio_transport::{default_tls_connector, from_websocket};

use super::Opened;
use crate::proxy::ProxyDialer;
use crate::unreachable::{FailedAttempt, Unreachable};

/// The server that a socket's address names.
pub(super) struct Server {
    url: Url,
    host: String,
    port: u16,
}

impl Server {
    pub(super) fn of(url: &str) -> anyhow::Result<Server> {
        let url = Url::parse(url)?;
        let host = url.host_str().context("a socket has a host")?.to_owned();
        let port = url.port_or_known_default().context("a socket has a port")?;
        Ok(Server { url, host, port })
    }

    pub(super) fn name(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// Opens the socket. `enter` is told what silence means from then on.
    pub(super) async fn open(
        &self,
        proxy: Option<&ProxyDialer>,
        enter: impl Fn(Unreachable),
    ) -> Result<Opened, FailedAttempt> {
        let stream = match proxy {
            Some(proxy) => {
                enter(Unreachable::ProxyTimedOut);
                let dialled = proxy.connect(&self.host, self.port).await;
                dialled.map_err(|error| self.failed(Unreachable::ProxyRefused, &error))?
            }
            None => {
                enter(Unreachable::TimedOut);
                self.connect().await?
            }
        };
        enter(Unreachable::HandshakeStalled);
        let upgraded = self.upgrade(stream).await;
        upgraded.map_err(|error| self.failed(Unreachable::HandshakeFailed, &error))
    }

    async fn connect(&self) -> Result<TcpStream, FailedAttempt> {
        // An address of IPv6 stands in brackets in a URL and without them everywhere else.
        let host = self.host.trim_matches(['[', ']']);
        let failed = |reason, error: Error| self.failed(reason, &error.into());
        let found = lookup_host((host, self.port)).await;
        let addresses: Vec<_> = found
            .map_err(|error| failed(Unreachable::NameNotFound, error))?
            .collect();
        let stream = TcpStream::connect(&addresses[..])
            .await
            .map_err(|error| failed(meaning(&error), error))?;
        stream
            .set_nodelay(true)
            .map_err(|error| failed(meaning(&error), error))?;
        Ok(stream)
    }

    async fn upgrade(&self, stream: TcpStream) -> anyhow::Result<Opened> {
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

/// What the operating system's answer to a connection means.
fn meaning(error: &Error) -> Unreachable {
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
        let server = Server::of(url).expect("an address");
        match server.open(None, |_| {}).await {
            Ok(_) => "open",
            Err(failed) => failed.reason.code(),
        }
    }

    #[tokio::test]
    async fn a_name_that_is_not_found_and_a_closed_port_are_told_apart() {
        assert_eq!(reason("ws://nobody.invalid:1/").await, "name_not_found");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        drop(listener);
        assert_eq!(reason(&format!("ws://{address}/")).await, "refused");
    }

    #[tokio::test]
    async fn whoever_hangs_up_during_the_handshake_has_failed_it() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        tokio::spawn(async move { while listener.accept().await.is_ok() {} });
        for scheme in ["ws", "wss"] {
            let url = format!("{scheme}://{address}/");
            assert_eq!(reason(&url).await, "handshake_failed", "{scheme}");
        }
    }

    #[test]
    fn the_server_is_named_with_its_port() {
        for (url, name) in [
            ("wss://web.whatsapp.com/ws/chat", "web.whatsapp.com:443"),
            ("ws://[::1]:9/", "[::1]:9"),
        ] {
            assert_eq!(Server::of(url).expect("an address").name(), name);
        }
    }
}
