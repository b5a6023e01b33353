//! The address of a proxy, checked for shape; it may hold a password and never shows itself.

use url::Url;

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "A proxy is http://HOST:PORT or socks5://HOST:PORT, with USER:PASSWORD@ in front of the host where it asks for them"
)]
pub struct BadProxy;

pub struct ProxyUrl;

impl ProxyUrl {
    pub fn parse(text: &str) -> Result<Self, BadProxy> {
        let url = Url::parse(text).map_err(|_| BadProxy)?;
        let bare =
            matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
        let named = url.has_host() && url.port_or_known_default().is_some();
        if matches!(url.scheme(), "http" | "socks5") && bare && named {
            Ok(ProxyUrl)
        } else {
            Err(BadProxy)
        }
    }
}

/// A proxy as it may be shown: with stars for its password.
pub fn masked(proxy: &str) -> String {
    match Url::parse(proxy) {
        Ok(mut url) if url.password().is_some() => {
            // Fails for addresses without a host alone, and such a one is no proxy.
            let _ = url.set_password(Some("***"));
            url.as_str().trim_end_matches('/').to_owned()
        }
        _ => proxy.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_shown() {
        for (proxy, shown) in [
            ("http://proxy.example:3128", "http://proxy.example:3128"),
            (
                "http://ana:s3cret@10.0.0.1:3128",
                "http://ana:***@10.0.0.1:3128",
            ),
            (
                "socks5://ana:s3cret@p.example:1080",
                "socks5://ana:***@p.example:1080",
            ),
            ("socks5://ana@p.example:1080", "socks5://ana@p.example:1080"),
        ] {
            assert_eq!(masked(proxy), shown);
        }
    }

    #[test]
    fn two_kinds_of_proxies() {
        for good in [
            "http://proxy.example:3128",
            "http://user:pass@10.0.0.1:3128",
            "socks5://127.0.0.1:1080",
            "socks5://u:p@proxy.example:1080",
        ] {
            assert!(ProxyUrl::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "proxy.example:3128",
            "ftp://proxy.example:21",
            "socks5://proxy.example",
            "http://proxy.example:3128/x",
            "http://",
        ] {
            assert!(ProxyUrl::parse(bad).is_err(), "{bad}");
        }
    }
}
