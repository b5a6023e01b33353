//! Connects through a proxy to a host whose name the proxy resolves. The proxy's own name is not resolved here: the
//! embedder decides which addresses may be connected to ([`ProxyResolver`](super::ProxyResolver)).

use std::net::SocketAddr;

use anyhow::Context;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

use super::{Kind, Proxy, http_connect, socks5};

/// A connection through a proxy.
pub(crate) type ProxyStream = Box<dyn ReadWrite>;

pub(crate) trait ReadWrite: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> ReadWrite for T {}

impl Proxy {
    /// Connects to the proxy at one of `addresses`, and through it to `host:port`. An IPv6 address is a host in
    /// brackets.
    pub(super) async fn dial(
        &self,
        addresses: &[SocketAddr],
        host: &str,
        port: u16,
    ) -> anyhow::Result<ProxyStream> {
        let connected = TcpStream::connect(addresses).await;
        let mut stream = connected.context("the proxy was not reached")?;
        stream.set_nodelay(true)?;
        let login = self.login.as_ref();
        Ok(match self.kind {
            Kind::Http => Box::new(http_connect::connect(stream, host, port, login).await?),
            Kind::Socks5 => {
                socks5::connect(&mut stream, host, port, login).await?;
                Box::new(stream)
            }
        })
    }
}

#[cfg(test)]
mod tests;
