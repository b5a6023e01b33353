//! Where proxies are, and whether they may be used: the embedder decides, so that whoever names a proxy cannot make
//! the engine connect to whatever it likes.

use std::net::SocketAddr;

use super::Proxy;

/// Finds the addresses of proxies. The engine connects to these addresses alone and makes no look-up of its own, so
/// what was judged is what is connected to.
#[async_trait::async_trait]
pub trait ProxyResolver: Send + Sync + 'static {
    /// At least one address. Asked again for each connection.
    async fn resolve(&self, proxy: &Proxy) -> Result<Vec<SocketAddr>, ProxyError>;
}

/// Why a proxy has no address to connect to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProxyError {
    /// It may not be used; the text says why. The session ends with [`Event::Failed`](crate::Event::Failed).
    #[error("{0}")]
    Refused(String),
    /// Its name is not known at the moment.
    #[error("the host of the proxy was not found")]
    NotFound,
}
