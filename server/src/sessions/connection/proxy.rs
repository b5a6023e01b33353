//! The proxies of sessions. A tenant chooses them, so they pass the same guard as webhooks: when they are set, so that
//! the tenant gets the error at once, and at each connection, because names change their addresses.

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
        "The user name and the password of a proxy are percent-encoded UTF-8 of at most 255 bytes \
         each, without line breaks, and the user name has no colon"
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
        let proxy = parse_url(&url)?;
        self.addresses(&proxy).await.map_err(|error| match error {
            guard::GuardError::Unresolved => ProxySettingError::NotFound,
            error => ProxySettingError::NotAllowed(error),
        })?;
        Ok(url)
    }

    async fn addresses(&self, proxy: &Proxy) -> Result<Vec<SocketAddr>, guard::GuardError> {
        let service = Service {
            port: proxy.port(),
            protocol: Protocol::Proxy,
        };
        let addresses = self.resolver.addresses(proxy.host(), service).await?;
        let sockets = addresses.into_iter();
        Ok(sockets
            .map(|ip| SocketAddr::new(ip, proxy.port()))
            .collect())
    }
}

#[async_trait::async_trait]
impl ProxyResolver for ProxyGuard {
    async fn resolve(&self, proxy: &Proxy) -> Result<Vec<SocketAddr>, ProxyError> {
        self.addresses(proxy).await.map_err(|error| match error {
            guard::GuardError::Unresolved => ProxyError::NotFound,
            error => ProxyError::Refused(sentence(error).to_owned()),
        })
    }
}

/// The proxy of a session as the engine takes it. An address that it does not understand is an error, never the
/// same as no proxy: without one the session would connect from this machine's own address.
pub(super) fn parse(proxy: Option<&ProxyUrl>) -> Result<Option<Proxy>, ProxySettingError> {
    proxy.map(parse_url).transpose()
}

fn parse_url(url: &ProxyUrl) -> Result<Proxy, ProxySettingError> {
    Proxy::parse(url.expose()).map_err(|bad| match bad {
        engine::BadProxy::BadLogin => ProxySettingError::Login,
        _ => ProxySettingError::Address(BadProxy),
    })
}

fn sentence(error: guard::GuardError) -> &'static str {
    match error {
        guard::GuardError::Private => {
            "This proxy is in a private, local or reserved network; whoever runs the service can \
             allow ranges with PROXY_ALLOW"
        }
        guard::GuardError::Metadata => {
            "This proxy is at the address of a cloud's metadata service, which is never connected \
             to"
        }
        guard::GuardError::Port | guard::GuardError::Plain => {
            "A proxy listens on port 80 or 443, or on one above 1023 that is not usual for another \
             kind of service; whoever runs the service can allow this address with PROXY_ALLOW"
        }
        guard::GuardError::Unresolved => "The host of this proxy was not found; check its spelling",
    }
}

#[cfg(test)]
mod tests;
