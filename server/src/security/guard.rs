//! Decides which addresses a tenant may make this service connect to. The service runs inside the operator's network;
//! an address in that network would give the holder of an API key access to systems behind the operator's firewall.
//!
//! Resolved addresses are checked, not host names; `resolver.rs` resolves a name once and returns only addresses that
//! were checked here. Every address that is not public is rejected. The operator may allow ranges, one list for each
//! kind of connection (`WEBHOOK_ALLOW`, `PROXY_ALLOW`), but never the metadata addresses of clouds.

mod ranges;

use std::net::IpAddr;

use url::Host;

use crate::domain::allow_list::AllowList;

/// Host names and suffixes of internal networks, rejected whatever they resolve to.
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

/// Ports above 1023 of other services: databases, brokers, orchestrators, and ports that browsers block.
const OTHER_SERVICES: [u16; 32] = [
    1433, 1521, 1719, 1720, 1723, 2049, 2181, 2375, 2376, 2379, 2380, 3306, 3389, 3659, 4045, 4190,
    5060, 5061, 5432, 5672, 5900, 6000, 6379, 6443, 6566, 6667, 6697, 9092, 9200, 10250, 11211,
    27017,
];

/// Why an address is rejected. Each caller maps this to the error of its own field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GuardError {
    #[error("plain http goes only to ranges that the operator allows")]
    Plain,
    #[error("another kind of service listens on this port")]
    Port,
    #[error("the address is private, local or reserved")]
    Private,
    #[error("the address is a cloud's metadata service")]
    Metadata,
    #[error("the host was not found")]
    Unresolved,
}

/// The port of a connection and its protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Service {
    pub port: u16,
    pub protocol: Protocol,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Protocol {
    Http,
    Https,
    /// HTTP CONNECT or SOCKS5.
    Proxy,
}

/// Checks addresses against the public ranges and the ranges that the operator allows.
#[derive(Clone, Default)]
pub struct Guard {
    allow: AllowList,
}

impl Guard {
    pub fn new(allow: AllowList) -> Self {
        Guard { allow }
    }

    /// Checks what can be checked before a name is resolved.
    pub fn check<S: AsRef<str>>(&self, host: &Host<S>, service: Service) -> Result<(), GuardError> {
        let name = match host {
            Host::Ipv4(ip) => return self.check_address((*ip).into(), service),
            Host::Ipv6(ip) => return self.check_address((*ip).into(), service),
            Host::Domain(name) => name.as_ref(),
        };
        if !self.allow.is_empty() {
            // The name may resolve to an allowed range, where the port rules do not apply.
            return Ok(());
        }
        if is_inside(name) {
            return Err(GuardError::Private);
        }
        public_port(service)
    }

    /// Checks the addresses of a resolved name. If one of them is not allowed, the name is rejected.
    pub fn check_resolved(
        &self,
        name: &str,
        addresses: &[IpAddr],
        service: Service,
    ) -> Result<(), GuardError> {
        if addresses.is_empty() {
            return Err(GuardError::Unresolved);
        }
        for ip in addresses {
            self.check_address(*ip, service)?;
            if is_inside(name) && !self.allow.contains(*ip, service.port) {
                return Err(GuardError::Private);
            }
        }
        Ok(())
    }

    fn check_address(&self, ip: IpAddr, service: Service) -> Result<(), GuardError> {
        if ranges::is_metadata(ip) {
            return Err(GuardError::Metadata);
        }
        if self.allow.contains(ip, service.port) {
            return Ok(());
        }
        if !ranges::is_public(ip) {
            return Err(GuardError::Private);
        }
        public_port(service)
    }
}

/// The ports of a public address that may be connected to.
fn public_port(Service { port, protocol }: Service) -> Result<(), GuardError> {
    let below_1024: &[u16] = match protocol {
        Protocol::Http => return Err(GuardError::Plain),
        Protocol::Https => &[443],
        Protocol::Proxy => &[80, 443],
    };
    let is_usual = port > 1023 && !OTHER_SERVICES.contains(&port);
    if is_usual || below_1024.contains(&port) {
        Ok(())
    } else {
        Err(GuardError::Port)
    }
}

fn is_inside(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    // A name without a dot is resolved in the machine's search domains.
    !host.contains(['.', ':'])
        || INSIDE.iter().any(|name| {
            host == *name
                || host
                    .strip_suffix(name)
                    .is_some_and(|rest| rest.ends_with('.'))
        })
}
