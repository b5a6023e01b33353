//! The connections that one session makes through its proxy. A session with a proxy connects in no other way.

use std::sync::Arc;

use tokio::sync::watch;

use super::{Proxy, ProxyError, ProxyResolver, ProxyStream};

pub(crate) struct ProxyDialer {
    proxy: Proxy,
    resolver: Arc<dyn ProxyResolver>,
    /// Why the proxy may not be used, once the resolver has refused it.
    refusal: watch::Sender<Option<String>>,
}

impl ProxyDialer {
    pub(crate) fn new(proxy: Proxy, resolver: Arc<dyn ProxyResolver>) -> ProxyDialer {
        ProxyDialer {
            proxy,
            resolver,
            refusal: watch::Sender::new(None),
        }
    }

    /// Connects to `host:port` through the proxy, which resolves the name.
    pub(crate) async fn connect(&self, host: &str, port: u16) -> anyhow::Result<ProxyStream> {
        let resolved = self.resolver.resolve(&self.proxy).await;
        if let Err(ProxyError::Refused(why)) = &resolved {
            self.refusal.send_replace(Some(why.clone()));
        }
        self.proxy.dial(&resolved?, host, port).await
    }

    /// Resolves with the reason once the proxy was refused.
    pub(crate) async fn refused(&self) -> String {
        let mut refusal = self.refusal.subscribe();
        loop {
            let why = refusal.borrow_and_update().clone();
            match why {
                Some(why) => return why,
                // The sender is `self`, so this cannot fail.
                None => drop(refusal.changed().await),
            }
        }
    }

    /// For logs: its `Debug` hides the credentials.
    pub(crate) fn proxy(&self) -> &Proxy {
        &self.proxy
    }
}
