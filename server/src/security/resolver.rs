//! Resolves a host and returns only addresses that the guard has checked.
//!
//! Callers connect to these addresses without resolving the name again, which prevents DNS rebinding.

use std::net::IpAddr;

use url::Host;

use super::guard::{Guard, GuardError, Service};
use super::host_resolver::SharedResolver;

#[derive(Clone)]
pub struct GuardedResolver {
    guard: Guard,
    hosts: SharedResolver,
}

impl GuardedResolver {
    pub fn new(guard: Guard, hosts: SharedResolver) -> Self {
        GuardedResolver { guard, hosts }
    }

    /// Checks what can be checked without resolving the name.
    pub fn check<S: AsRef<str>>(&self, host: &Host<S>, service: Service) -> Result<(), GuardError> {
        self.guard.check(host, service)
    }

    /// The allowed addresses of `host`; at least one.
    pub async fn addresses<S: AsRef<str>>(
        &self,
        host: &Host<S>,
        service: Service,
    ) -> Result<Vec<IpAddr>, GuardError> {
        self.guard.check(host, service)?;
        let name = match host {
            Host::Ipv4(ip) => return Ok(vec![(*ip).into()]),
            Host::Ipv6(ip) => return Ok(vec![(*ip).into()]),
            Host::Domain(name) => name.as_ref(),
        };
        let addresses = self.hosts.addresses(name).await;
        self.guard.check_resolved(name, &addresses, service)?;
        Ok(addresses)
    }
}
