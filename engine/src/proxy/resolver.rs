//! The port that resolves the name of a proxy and decides whether it may be used. The decision is the embedder's, so
//! that a caller who configures a proxy cannot make the engine connect to any address of their choice.

use std::net::SocketAddr;

use super::Proxy;

/// Resolves proxies to addresses. The engine connects to these addresses only and makes no DNS look-up of its own, so
/// the addresses that were checked are the ones that are connected to.
#[async_trait::async_trait]
pub trait ProxyResolver: Send + Sync + 'static {
    /// Returns at least one address. Called again for each connection.
    async fn resolve(&self, proxy: &Proxy) -> Result<Vec<SocketAddr>, ProxyError>;
}

/// Why a proxy has no address to connect to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProxyError {
    /// The proxy may not be used; the text says why. The session ends with [`Event::Failed`](crate::Event::Failed).
    #[error("{0}")]
    Refused(String),
    /// The name of the proxy does not resolve at the moment.
    #[error("the host of the proxy was not found")]
    NotFound,
}
