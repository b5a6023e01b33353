//! Where a host may be connected to: one look-up, whose addresses are checked before they are returned.
//!
//! Whoever connects to these addresses and makes no look-up of its own cannot be led elsewhere by a name that answers
//! differently a moment later.

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

    /// What can be said without a look-up.
    pub fn check<S: AsRef<str>>(&self, host: &Host<S>, service: Service) -> Result<(), GuardError> {
        self.guard.check(host, service)
    }

    /// The addresses of `host`, all of which may be connected to; never none.
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
