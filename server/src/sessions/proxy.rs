//! The proxies of sessions. A tenant names them, so they pass the same guard as webhooks: when they are set, so that
//! the tenant learns at once what is wrong, and at each connection, because names change their addresses.

use std::net::SocketAddr;

use engine::{Proxy, ProxyError, ProxyResolver};

use crate::domain::proxy::{BadProxy, ProxyUrl};
use crate::security::guard::{self, Protocol, Service};
use crate::security::resolver::GuardedResolver;

#[derive(Debug, thiserror::Error)]
pub enum ProxySettingError {
    #[error(transparent)]
    Address(#[from] BadProxy),
    #[error(
        "The user name and the password of a proxy are percent-encoded UTF-8 of at most 255 bytes each, without line breaks, and the user name has no colon"
    )]
    Login,
    #[error("{}", sentence(*.0))]
    NotAllowed(guard::GuardError),
    #[error("{}", sentence(guard::GuardError::Unresolved))]
    NotFound,
}

/// Where proxies may be.
#[derive(Clone)]
pub struct ProxyGuard {
    resolver: GuardedResolver,
}

impl ProxyGuard {
    pub fn new(resolver: GuardedResolver) -> Self {
        ProxyGuard { resolver }
    }

    /// A proxy that could be connected to now.
    pub async fn check(&self, text: &str) -> Result<ProxyUrl, ProxySettingError> {
        let url = ProxyUrl::parse(text)?;
        let proxy = understood(&url)?;
        self.addresses(&proxy)
            .await
            .map_err(|refused| match refused {
                guard::GuardError::Unresolved => ProxySettingError::NotFound,
                refused => ProxySettingError::NotAllowed(refused),
            })?;
        Ok(url)
    }

    async fn addresses(&self, proxy: &Proxy) -> Result<Vec<SocketAddr>, guard::GuardError> {
        let service = Service {
            port: proxy.port(),
            protocol: Protocol::Proxy,
        };
        let found = self.resolver.addresses(proxy.host(), service).await?;
        let addresses = found.into_iter();
        Ok(addresses
            .map(|ip| SocketAddr::new(ip, proxy.port()))
            .collect())
    }
}

#[async_trait::async_trait]
impl ProxyResolver for ProxyGuard {
    async fn resolve(&self, proxy: &Proxy) -> Result<Vec<SocketAddr>, ProxyError> {
        self.addresses(proxy)
            .await
            .map_err(|refused| match refused {
                guard::GuardError::Unresolved => ProxyError::NotFound,
                refused => ProxyError::Refused(sentence(refused).to_owned()),
            })
    }
}

/// The proxy of a session as the engine takes it. An address that it does not understand is an error and never the
/// same as no proxy: the session would connect from this machine's own address.
pub(super) fn of(proxy: Option<&ProxyUrl>) -> Result<Option<Proxy>, ProxySettingError> {
    proxy.map(understood).transpose()
}

fn understood(url: &ProxyUrl) -> Result<Proxy, ProxySettingError> {
    Proxy::parse(url.reveal()).map_err(|bad| match bad {
        engine::BadProxy::BadLogin => ProxySettingError::Login,
        _ => ProxySettingError::Address(BadProxy),
    })
}

fn sentence(refused: guard::GuardError) -> &'static str {
    match refused {
        guard::GuardError::Private => {
            "This proxy is in a private, local or reserved network; whoever runs the service can allow ranges with PROXY_ALLOW"
        }
        guard::GuardError::Metadata => {
            "This proxy is at the address of a cloud's metadata service, which is never connected to"
        }
        guard::GuardError::Port | guard::GuardError::Plain => {
            "A proxy listens on port 80 or 443, or on one above 1023 that is not usual for another kind of service; whoever runs the service can allow this address with PROXY_ALLOW"
        }
        guard::GuardError::Unresolved => "The host of this proxy was not found; check its spelling",
    }
}

#[cfg(test)]
mod tests;
