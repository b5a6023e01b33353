//! Resolves host names. A trait, so that tests can return different addresses for the same name.

use std::net::IpAddr;
use std::sync::Arc;

#[async_trait::async_trait]
pub trait HostResolver: Send + Sync + 'static {
    /// The addresses of a host; empty if it is not found.
    async fn addresses(&self, host: &str) -> Vec<IpAddr>;
}

pub type SharedResolver = Arc<dyn HostResolver>;

/// The machine's own resolver.
pub struct SystemResolver;

#[async_trait::async_trait]
impl HostResolver for SystemResolver {
    async fn addresses(&self, host: &str) -> Vec<IpAddr> {
        match tokio::net::lookup_host((host, 0)).await {
            Ok(found) => found.map(|address| address.ip()).collect(),
            Err(_) => Vec::new(),
        }
    }
}
