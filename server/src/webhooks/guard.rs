//! Where deliveries may go. A tenant chooses the address, and the service stands inside the operator's network: an
//! address that leads inside would make the service an errand boy for whoever holds a key.
//!
//! What counts is the address that is connected to, not its spelling, so this judges resolved addresses
//! (`courier.rs` resolves once, asks here, and connects to what was asked about). Refused is everything that is
//! not plainly public. The operator may open ranges with `WEBHOOK_ALLOW`, never the clouds' metadata addresses.

mod ranges;

use std::net::IpAddr;

use url::{Host, Url};

use crate::domain::allow_list::AllowList;

const LONGEST: usize = 2048;

/// Names that mean a machine inside, whatever they resolve to today.
const INSIDE: [&str; 8] = [
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home.arpa",
    "corp",
    "localdomain",
];

/// Ports above 1024 where something else than a web server listens: databases, brokers, orchestrators, and those
/// that browsers refuse as well.
const NOT_WEB: [u16; 32] = [
    1433, 1521, 1719, 1720, 1723, 2049, 2181, 2375, 2376, 2379, 2380, 3306, 3389, 3659, 4045, 4190,
    5060, 5061, 5432, 5672, 5900, 6000, 6379, 6443, 6566, 6667, 6697, 9092, 9200, 10250, 11211,
    27017,
];

/// Why an address gets nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
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

/// An address that is well-formed. Where it leads is another question.
#[derive(Clone, PartialEq, Eq)]
pub struct Target(Url);

impl Target {
    pub fn parse(text: &str) -> Result<Self, Refused> {
        let url = Url::parse(text).map_err(|_| Refused::NotAnAddress)?;
        let web = matches!(url.scheme(), "https" | "http") && url.has_host();
        if !web || text.len() > LONGEST {
            return Err(Refused::NotAnAddress);
        }
        let anonymous = url.username().is_empty() && url.password().is_none();
        if !anonymous || url.fragment().is_some() {
            return Err(Refused::Credentials);
        }
        Ok(Target(url))
    }

    pub fn url(&self) -> &Url {
        &self.0
    }

    /// What a log may say of it: a path or query may hold a credential.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The address itself, where the url names one and no look-up is needed.
    pub fn literal(&self) -> Option<IpAddr> {
        match self.0.host()? {
            Host::Ipv4(ip) => Some(ip.into()),
            Host::Ipv6(ip) => Some(ip.into()),
            Host::Domain(_) => None,
        }
    }

    pub fn door(&self) -> Door {
        Door {
            port: self.0.port_or_known_default().unwrap_or_default(),
            scheme: if self.0.scheme() == "https" {
                Scheme::Https
            } else {
                Scheme::Http
            },
        }
    }

    fn is_inside_by_name(&self) -> bool {
        is_inside(self.host())
    }
}

/// What is knocked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Door {
    pub port: u16,
    pub scheme: Scheme,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    Http,
    Https,
}

/// Judges addresses by what the operator allows.
#[derive(Clone, Default)]
pub struct Guard {
    allow: AllowList,
}

impl Guard {
    pub fn new(allow: AllowList) -> Self {
        Guard { allow }
    }

    /// What can be said before a name is looked up.
    pub fn judge(&self, target: &Target) -> Result<(), Refused> {
        if let Some(ip) = target.literal() {
            return self.judge_address(ip, target.door());
        }
        if !self.allow.is_empty() {
            // A name may lead into an allowed range, where other rules hold.
            return Ok(());
        }
        if target.is_inside_by_name() {
            return Err(Refused::Private);
        }
        public_door(target.door())
    }

    /// What the name of a url resolved to: every one of the addresses must be allowed, or none is used.
    pub fn judge_resolved(
        &self,
        host: &str,
        addresses: &[IpAddr],
        door: Door,
    ) -> Result<(), Refused> {
        if addresses.is_empty() {
            return Err(Refused::Unresolved);
        }
        for ip in addresses {
            self.judge_address(*ip, door)?;
            if is_inside(host) && !self.allow.holds(*ip, door.port) {
                return Err(Refused::Private);
            }
        }
        Ok(())
    }

    fn judge_address(&self, ip: IpAddr, door: Door) -> Result<(), Refused> {
        if ranges::is_metadata(ip) {
            return Err(Refused::Metadata);
        }
        if self.allow.holds(ip, door.port) {
            return Ok(());
        }
        if !ranges::is_public(ip) {
            return Err(Refused::Private);
        }
        public_door(door)
    }
}

/// The doors of a public address that may be knocked at.
fn public_door(door: Door) -> Result<(), Refused> {
    if door.scheme == Scheme::Http {
        return Err(Refused::Plain);
    }
    let is_web = door.port == 443 || (door.port > 1023 && !NOT_WEB.contains(&door.port));
    is_web.then_some(()).ok_or(Refused::Port)
}

fn is_inside(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    // A bare word is looked up in the machine's own search domains.
    !host.contains(['.', ':'])
        || INSIDE.iter().any(|name| {
            host == *name
                || host
                    .strip_suffix(name)
                    .is_some_and(|rest| rest.ends_with('.'))
        })
}

#[cfg(test)]
mod tests;
