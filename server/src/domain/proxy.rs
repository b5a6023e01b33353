//! The address of a session's proxy, checked for shape. It may contain a password, so debug output hides it.

use url::Url;

use super::secret::secret;

const LONGEST: usize = 1024;

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "A proxy is http://HOST:PORT or socks5://HOST:PORT, with USER:PASSWORD@ in front of the host \
     where it asks for them, 1024 characters at most"
)]
pub struct BadProxy;

secret! {
    /// The address of a proxy, with its credentials.
    ProxyUrl
}

impl ProxyUrl {
    pub fn parse(text: &str) -> Result<Self, BadProxy> {
        let url = Url::parse(text).map_err(|_| BadProxy)?;
        let bare =
            matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
        let named = url.has_host() && url.port_or_known_default().is_some();
        let known = matches!(url.scheme(), "http" | "socks5");
        if known && bare && named && text.len() <= LONGEST {
            Ok(ProxyUrl::new(text))
        } else {
            Err(BadProxy)
        }
    }

    /// A stored address, which an earlier version may have validated with other rules.
    pub fn from_stored(text: String) -> Self {
        ProxyUrl::new(text)
    }

    /// The address to show to its tenant, with the password replaced by stars.
    pub fn masked(&self) -> String {
        match Url::parse(self.expose()) {
            Ok(mut url) if url.password().is_some() => {
                // Fails only for URLs without a host, which a proxy has.
                let _ = url.set_password(Some("***"));
                url.as_str().trim_end_matches('/').to_owned()
            }
            _ => self.expose().to_owned(),
        }
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
            let proxy = ProxyUrl::parse(proxy).unwrap();
            assert_eq!(proxy.masked(), shown);
            assert!(!format!("{proxy:?}").contains("example"));
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
        let long = format!("http://{}.example:3128", "a".repeat(LONGEST));
        for bad in [
            "",
            "proxy.example:3128",
            "ftp://proxy.example:21",
            "socks5://proxy.example",
            "http://proxy.example:3128/x",
            "http://",
            &long,
        ] {
            assert!(ProxyUrl::parse(bad).is_err(), "{bad}");
        }
    }
}
