use std::net::IpAddr;
use std::sync::Arc;

use super::*;
use crate::domain::allow_list::AllowList;
use crate::security::guard::Guard;
use crate::security::host_resolver::HostResolver;

/// Every name leads to the same addresses.
struct FixedNames(&'static [&'static str]);

#[async_trait::async_trait]
impl HostResolver for FixedNames {
    async fn addresses(&self, _host: &str) -> Vec<IpAddr> {
        self.0.iter().map(|ip| ip.parse().unwrap()).collect()
    }
}

fn guard(allow: &str, addresses: &'static [&'static str]) -> ProxyGuard {
    let allow = match allow {
        "" => AllowList::default(),
        ranges => AllowList::parse(ranges).unwrap(),
    };
    ProxyGuard::new(GuardedResolver::new(
        Guard::new(allow),
        Arc::new(FixedNames(addresses)),
    ))
}

async fn result(guard: &ProxyGuard, text: &str) -> &'static str {
    match guard.check(text).await {
        Ok(_) => "ok",
        Err(ProxySettingError::Address(_)) => "address",
        Err(ProxySettingError::Login) => "login",
        Err(ProxySettingError::NotFound) => "not found",
        Err(ProxySettingError::NotAllowed(guard::GuardError::Private)) => "private",
        Err(ProxySettingError::NotAllowed(guard::GuardError::Metadata)) => "metadata",
        Err(ProxySettingError::NotAllowed(guard::GuardError::Port)) => "port",
        Err(other) => panic!("{text}: {other}"),
    }
}

const PUBLIC: &[&str] = &["8.8.8.8"];
const INSIDE: &[&str] = &["10.0.0.1"];

/// The operator's allow list, the addresses of every name, the proxy, and the result.
const PROXIES: [(&str, &[&str], &str, &str); 30] = [
    ("", PUBLIC, "http://8.8.8.8:3128", "ok"),
    ("", PUBLIC, "http://8.8.8.8", "ok"),
    ("", PUBLIC, "http://8.8.8.8:443", "ok"),
    ("", PUBLIC, "socks5://proxy.example:1080", "ok"),
    ("", PUBLIC, "http://u:p@proxy.example:8080", "ok"),
    ("", PUBLIC, "http://8.8.8.8:25", "port"),
    ("", PUBLIC, "socks5://8.8.8.8:22", "port"),
    ("", PUBLIC, "http://proxy.example:6379", "port"),
    ("", PUBLIC, "http://127.0.0.1:3128", "private"),
    ("", PUBLIC, "socks5://127.0.0.1:1080", "private"),
    ("", PUBLIC, "socks5://0x7f.1:1080", "private"),
    ("", PUBLIC, "socks5://2130706433:1080", "private"),
    ("", PUBLIC, "socks5://[::1]:1080", "private"),
    ("", PUBLIC, "socks5://[::ffff:10.0.0.1]:1080", "private"),
    ("", PUBLIC, "socks5://%31%32%37.0.0.1:1080", "private"),
    ("", PUBLIC, "http://localhost:3128", "private"),
    ("", PUBLIC, "http://squid:3128", "private"),
    ("", INSIDE, "http://proxy.example:3128", "private"),
    (
        "",
        &["8.8.8.8", "10.0.0.1"],
        "http://proxy.example:3128",
        "private",
    ),
    ("", &[], "http://proxy.example:3128", "not found"),
    ("", PUBLIC, "http://169.254.169.254:80", "metadata"),
    (
        "169.254.0.0/16",
        PUBLIC,
        "http://169.254.169.254:80",
        "metadata",
    ),
    (
        "10.0.0.0/8",
        &["169.254.169.254"],
        "http://proxy.example:3128",
        "metadata",
    ),
    ("10.0.0.0/8", INSIDE, "http://proxy.example:3128", "ok"),
    ("10.0.0.0/8", INSIDE, "http://squid:25", "ok"),
    (
        "10.0.0.0/8:3128",
        INSIDE,
        "http://proxy.example:3129",
        "private",
    ),
    ("10.0.0.0/8", PUBLIC, "http://localhost:3128", "private"),
    ("", PUBLIC, "ftp://8.8.8.8:21", "address"),
    ("", PUBLIC, "http://a%zz:b@8.8.8.8:3128", "login"),
    ("", PUBLIC, "http://a%0d%0ab:c@8.8.8.8:3128", "login"),
];

#[tokio::test]
async fn a_proxy_leads_outside_or_where_the_operator_allows() {
    for (allow, leads, text, expected) in PROXIES {
        let guard = guard(allow, leads);
        assert_eq!(
            result(&guard, text).await,
            expected,
            "{text} {allow} {leads:?}"
        );
    }
}

#[tokio::test]
async fn a_proxy_resolves_only_to_allowed_addresses() {
    let proxy = Proxy::parse("http://proxy.example:3128").unwrap();
    let found = guard("", &["8.8.8.8", "2606:4700::1111"])
        .resolve(&proxy)
        .await;
    let expected = ["8.8.8.8:3128", "[2606:4700::1111]:3128"].map(|at| at.parse().unwrap());
    assert_eq!(found.unwrap(), expected);
    let refused = guard("", &["127.0.0.1"]).resolve(&proxy).await.unwrap_err();
    assert!(refused.to_string().contains("PROXY_ALLOW"), "{refused}");
    let missing = guard("", &[]).resolve(&proxy).await;
    assert_eq!(missing, Err(ProxyError::NotFound));
}
