//! The connections that one session makes through its proxy. Whatever cannot go through it does not go at all.

use std::sync::Arc;

use tokio::net::TcpStream;
use tokio::sync::watch;

use super::{Proxy, ProxyError, ProxyResolver};

pub(crate) struct ProxyDialer {
    proxy: Proxy,
    resolver: Arc<dyn ProxyResolver>,
    /// Why the proxy may not be used, once it was refused.
    refused: watch::Sender<Option<String>>,
}

impl ProxyDialer {
    pub(crate) fn new(proxy: Proxy, resolver: Arc<dyn ProxyResolver>) -> ProxyDialer {
        ProxyDialer {
            proxy,
            resolver,
            refused: watch::Sender::new(None),
        }
    }

    /// A connection to `host:port`, as seen from the proxy.
    pub(crate) async fn connect(&self, host: &str, port: u16) -> anyhow::Result<TcpStream> {
        let addresses = match self.resolver.resolve(&self.proxy).await {
            Ok(addresses) => addresses,
            Err(error) => {
                if let ProxyError::Refused(why) = &error {
                    self.refused.send_replace(Some(why.clone()));
                }
                return Err(error.into());
            }
        };
        self.proxy.dial(&addresses, host, port).await
    }

    /// Resolves with the reason once the proxy was refused.
    pub(crate) async fn refused(&self) -> String {
        let mut refused = self.refused.subscribe();
        loop {
            let why = refused.borrow_and_update().clone();
            match why {
                Some(why) => return why,
                // An error would mean that the sender is gone, and this dialer holds it.
                None => drop(refused.changed().await),
            }
        }
    }

    /// For logs: its `Debug` hides the credentials.
    pub(crate) fn proxy(&self) -> &Proxy {
        &self.proxy
    }
}
