//! `titan-connect probe`: checks that the service on this machine is ready, for container images without an HTTP
//! client.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use anyhow::{Context as _, bail};
use reqwest::{Client, Response, StatusCode};

use crate::runtime::config::Config;

const TIMEOUT: Duration = Duration::from_secs(5);

pub async fn probe() -> anyhow::Result<()> {
    let config = Config::read(|name| std::env::var(name).ok())?;
    let response = request(reachable(config.listen))
        .await
        .with_context(|| format!("nothing answers at LISTEN={}", config.listen))?;
    let status = response.status();
    if status == StatusCode::OK {
        return Ok(());
    }
    let body = response.text().await.unwrap_or_default();
    bail!("not ready ({}): {body}", status.as_u16())
}

async fn request(address: SocketAddr) -> reqwest::Result<Response> {
    let client = Client::builder().no_proxy().timeout(TIMEOUT).build()?;
    let url = format!("http://{address}/health/ready");
    client.get(url).send().await
}

/// A service that listens on all addresses is reached by loopback.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_on_all_addresses_is_probed_by_loopback() {
        for (listen, asked) in [
            ("0.0.0.0:8080", "127.0.0.1:8080"),
            ("[::]:8080", "[::1]:8080"),
            ("10.0.0.7:80", "10.0.0.7:80"),
        ] {
            assert_eq!(
                reachable(listen.parse().unwrap()),
                asked.parse().unwrap(),
                "{listen}"
            );
        }
    }
}
