//! Looking up a host's addresses: a port, so that a test can answer differently the second time.

use std::net::IpAddr;
use std::sync::Arc;

#[async_trait::async_trait]
pub trait HostResolver: Send + Sync + 'static {
    /// Every address of a host; none where it is not known.
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
