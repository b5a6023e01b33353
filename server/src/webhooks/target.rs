//! Parses the address of a webhook. `security::guard` checks the network that it leads to.

use url::{Host, Url};

use crate::security::guard::{GuardError, Protocol, Service};

const MAX_LENGTH: usize = 2048;

/// Why an address is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadUrl {
    #[error("a webhook's url is an absolute https address of at most 2048 characters")]
    NotAnAddress,
    #[error(
        "a webhook's url has no user name, password or fragment; send credentials in `headers`"
    )]
    Credentials,
    #[error(
        "a webhook's url starts with https://; http is for ranges that the operator allows with \
         WEBHOOK_ALLOW"
    )]
    Plain,
    #[error("webhooks go to port 443 or a web server's port above 1023; this one is not")]
    Port,
    #[error(
        "this url leads into a private, local or reserved network; whoever runs the service can \
         allow ranges with WEBHOOK_ALLOW"
    )]
    Private,
    #[error("this url leads to a cloud's metadata service, which no webhook may reach")]
    Metadata,
    #[error("the host of this url was not found; check its spelling")]
    Unresolved,
}

impl From<GuardError> for BadUrl {
    fn from(refused: GuardError) -> Self {
        match refused {
            GuardError::Plain => BadUrl::Plain,
            GuardError::Port => BadUrl::Port,
            GuardError::Private => BadUrl::Private,
            GuardError::Metadata => BadUrl::Metadata,
            GuardError::Unresolved => BadUrl::Unresolved,
        }
    }
}

/// A well-formed address. Its host has not been checked.
#[derive(Clone, PartialEq, Eq)]
pub struct Target(Url);

impl Target {
    pub fn parse(text: &str) -> Result<Self, BadUrl> {
        let url = Url::parse(text).map_err(|_| BadUrl::NotAnAddress)?;
        let web = matches!(url.scheme(), "https" | "http") && url.has_host();
        if !web || text.len() > MAX_LENGTH {
            return Err(BadUrl::NotAnAddress);
        }
        let anonymous = url.username().is_empty() && url.password().is_none();
        if !anonymous || url.fragment().is_some() {
            return Err(BadUrl::Credentials);
        }
        Ok(Target(url))
    }

    pub fn url(&self) -> &Url {
        &self.0
    }

    /// The part that may be logged: a path or query may contain a credential.
    pub fn host_name(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    pub fn host(&self) -> Host<&str> {
        // `parse` has checked that there is a host.
        self.0.host().unwrap_or(Host::Domain(""))
    }

    pub fn service(&self) -> Service {
        Service {
            port: self.0.port_or_known_default().unwrap_or_default(),
            protocol: if self.0.scheme() == "https" {
                Protocol::Https
            } else {
                Protocol::Http
            },
        }
    }
}

#[cfg(test)]
mod tests;
