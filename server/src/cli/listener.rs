//! The listeners of a process, and errors that name the variable which moves each of them.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;

use anyhow::anyhow;
use tokio::net::TcpListener;

/// What listens at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Service,
    Metrics,
    #[cfg(feature = "sandbox")]
    Playground,
    #[cfg(feature = "sandbox")]
    Meta,
}

impl Purpose {
    fn name(self) -> &'static str {
        match self {
            Purpose::Service => "the service",
            Purpose::Metrics => "the listener for metrics",
            #[cfg(feature = "sandbox")]
            Purpose::Playground => "the playground",
            #[cfg(feature = "sandbox")]
            Purpose::Meta => "the sandbox's Meta",
        }
    }

    fn variable(self) -> &'static str {
        match self {
            Purpose::Service => "LISTEN",
            Purpose::Metrics => "METRICS_LISTEN",
            #[cfg(feature = "sandbox")]
            Purpose::Playground => "PLAYGROUND_LISTEN",
            #[cfg(feature = "sandbox")]
            Purpose::Meta => "SANDBOX_META_LISTEN",
        }
    }
}

/// Listens, or returns an error that says what to do.
pub async fn listen(address: SocketAddr, purpose: Purpose) -> anyhow::Result<TcpListener> {
    let bound = TcpListener::bind(address).await;
    bound.map_err(|error| anyhow!(explain(&error, address, purpose)))
}

fn explain(error: &io::Error, address: SocketAddr, purpose: Purpose) -> String {
    let (name, variable) = (purpose.name(), purpose.variable());
    let (ip, port) = (address.ip(), address.port());
    let free = SocketAddr::new(ip, 0);
    match error.kind() {
        ErrorKind::AddrInUse => format!(
            "{name} cannot listen on {address}, because another program uses port {port}. Stop that program, or set \
             {variable} to another port, such as {variable}={free} for any free one."
        ),
        ErrorKind::AddrNotAvailable => format!(
            "{name} cannot listen on {address}, because this machine does not have the address {ip}. Set {variable} to \
             one of its addresses, to 127.0.0.1:{port} for this machine only, or to 0.0.0.0:{port} for all of them."
        ),
        ErrorKind::PermissionDenied => format!(
            "{name} may not listen on {address}: ports below 1024 are reserved. Set {variable} to a higher port, and \
             let a reverse proxy listen on {port}."
        ),
        _ => format!(
            "{name} cannot listen on {address}: {error}. Set {variable} to another address."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cause_names_address_and_variable() {
        let address: SocketAddr = "127.0.0.1:81".parse().unwrap();
        for (kind, words) in [
            (ErrorKind::AddrInUse, "another program uses port 81"),
            (ErrorKind::AddrNotAvailable, "0.0.0.0:81 for all"),
            (ErrorKind::PermissionDenied, "below 1024"),
            (ErrorKind::Other, "Set METRICS_LISTEN to another address"),
        ] {
            let said = explain(&io::Error::from(kind), address, Purpose::Metrics);
            for words in [words, "127.0.0.1:81", "METRICS_LISTEN"] {
                assert!(said.contains(words), "{kind}: {said}");
            }
        }
    }

    #[tokio::test]
    async fn a_port_that_is_taken_is_an_error() {
        let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = taken.local_addr().unwrap();
        let error = listen(address, Purpose::Service).await.unwrap_err();
        assert!(error.to_string().contains("LISTEN=127.0.0.1:0"), "{error}");
    }
}
