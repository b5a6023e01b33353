//! The address of a webhook, and why it may not be one. Where it leads is judged by `security::guard`.

use url::{Host, Url};

use crate::security::guard::{GuardError, Protocol, Service};

const LONGEST: usize = 2048;

/// Why an address gets nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadUrl {
    #[error("a webhook's url is an absolute https address of at most 2048 characters")]
    NotAnAddress,
    #[error(
        "a webhook's url has no user name, password or fragment; send credentials in `headers`"
    )]
    Credentials,
    #[error(
        "a webhook's url starts with https://; http is for ranges that the operator allows with WEBHOOK_ALLOW"
    )]
    Plain,
    #[error("webhooks go to port 443 or a web server's port above 1023; this one is not")]
    Port,
    #[error(
        "this url leads into a private, local or reserved network; whoever runs the service can allow ranges with WEBHOOK_ALLOW"
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

/// An address that is well-formed. Where it leads is another question.
#[derive(Clone, PartialEq, Eq)]
pub struct Target(Url);

impl Target {
    pub fn parse(text: &str) -> Result<Self, BadUrl> {
        let url = Url::parse(text).map_err(|_| BadUrl::NotAnAddress)?;
        let web = matches!(url.scheme(), "https" | "http") && url.has_host();
        if !web || text.len() > LONGEST {
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

    /// What a log may say of it: a path or query may hold a credential.
    pub fn host_name(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    pub fn host(&self) -> Host<&str> {
        // Addresses of the web always have one, and `parse` has asked.
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
