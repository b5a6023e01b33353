//! A proxy through which a session reaches WhatsApp.

use std::fmt;

use url::{Host, Url};

mod dial;
mod dialer;
mod http;
mod http_connect;
mod resolver;
mod socks5;
#[cfg(test)]
pub(crate) mod test_proxy;

pub(crate) use dial::ProxyStream;
pub(crate) use dialer::ProxyDialer;
pub(crate) use http::ProxiedHttp;
pub use resolver::{ProxyError, ProxyResolver};

/// A proxy, from `http://[user:password@]host:port` (HTTP CONNECT) or `socks5://[user:password@]host:port`. In both
/// protocols the proxy resolves the names of the targets. Its `Debug` hides the credentials.
#[derive(Clone, PartialEq, Eq)]
pub struct Proxy {
    kind: Kind,
    host: Host<String>,
    port: u16,
    login: Option<Login>,
}

/// The protocol of a proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Http,
    Socks5,
}

#[derive(Clone, PartialEq, Eq)]
struct Login {
    user: String,
    password: String,
}

/// Why a text is not the address of a proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadProxy {
    /// It is not a URL, or has no port.
    #[error("a proxy is written http://host:port or socks5://host:port")]
    NotAnAddress,
    /// The scheme is neither `http` nor `socks5`.
    #[error("only http:// and socks5:// proxies are supported")]
    UnknownScheme,
    /// There is a path, a query or a fragment.
    #[error("nothing may follow the port of a proxy")]
    TooMuch,
    /// SOCKS5 has room for 255 bytes each, and neither may contain control characters.
    #[error("the proxy's user name or password cannot be sent to it")]
    BadLogin,
}

impl Proxy {
    /// Parses the address of a proxy.
    pub fn parse(text: &str) -> Result<Proxy, BadProxy> {
        let url = Url::parse(text.trim()).map_err(|_| BadProxy::NotAnAddress)?;
        let kind = match url.scheme() {
            "http" => Kind::Http,
            "socks5" | "socks5h" => Kind::Socks5,
            _ => return Err(BadProxy::UnknownScheme),
        };
        let host = host(&url).ok_or(BadProxy::NotAnAddress)?;
        let port = url.port_or_known_default().ok_or(BadProxy::NotAnAddress)?;
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err(BadProxy::TooMuch);
        }
        let login = login(&url)?;
        Ok(Proxy {
            kind,
            host,
            port,
            login,
        })
    }

    /// The host: an IP address, or a name that [`ProxyResolver`] resolves.
    pub fn host(&self) -> &Host<String> {
        &self.host
    }

    /// The port that the proxy listens on.
    pub fn port(&self) -> u16 {
        self.port
    }
}

/// The URL parser tells IP addresses from names for web schemes only, so the host is parsed again.
fn host(url: &Url) -> Option<Host<String>> {
    let host = url.host_str().filter(|host| !host.is_empty())?;
    Host::parse(host).ok()
}

fn login(url: &Url) -> Result<Option<Login>, BadProxy> {
    if url.username().is_empty() && url.password().is_none() {
        return Ok(None);
    }
    let login = Login {
        user: percent_decode(url.username())?,
        password: percent_decode(url.password().unwrap_or_default())?,
    };
    if login.user.is_empty() || login.user.contains(':') {
        return Err(BadProxy::BadLogin);
    }
    Ok(Some(login))
}

/// Decodes a part of a URL. An incomplete escape is an error, and not the text that it may have been meant as.
fn percent_decode(encoded: &str) -> Result<String, BadProxy> {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.as_bytes();
    while let Some((&first, more)) = rest.split_first() {
        let (byte, more) = match (first, more) {
            (b'%', [high, low, more @ ..]) => (hex_byte(*high, *low)?, more),
            _ => (first, more),
        };
        bytes.push(byte);
        rest = more;
    }
    let fits = bytes.len() <= usize::from(u8::MAX) && !bytes.iter().any(u8::is_ascii_control);
    let text = String::from_utf8(bytes).map_err(|_| BadProxy::BadLogin)?;
    fits.then_some(text).ok_or(BadProxy::BadLogin)
}

fn hex_byte(high: u8, low: u8) -> Result<u8, BadProxy> {
    let digit = |byte: u8| char::from(byte).to_digit(16).ok_or(BadProxy::BadLogin);
    let value = digit(high)? * 16 + digit(low)?;
    u8::try_from(value).map_err(|_| BadProxy::BadLogin)
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proxy({:?} {}:{})", self.kind, self.host, self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login(user: &str, password: &str) -> Option<Login> {
        let (user, password) = (user.to_owned(), password.to_owned());
        Some(Login { user, password })
    }

    #[test]
    fn proxy_addresses_are_parsed() {
        let cases = [
            (
                "http://proxy.test:3128",
                Kind::Http,
                "proxy.test",
                3128,
                None,
            ),
            ("http://proxy.test", Kind::Http, "proxy.test", 80, None),
            (
                " http://127.0.0.1:8080/ ",
                Kind::Http,
                "127.0.0.1",
                8080,
                None,
            ),
            ("socks5://[::1]:1080", Kind::Socks5, "[::1]", 1080, None),
            (
                "socks5h://proxy.test:1080",
                Kind::Socks5,
                "proxy.test",
                1080,
                None,
            ),
            (
                "socks5://ana:p%40ss@proxy.test:1080",
                Kind::Socks5,
                "proxy.test",
                1080,
                login("ana", "p@ss"),
            ),
            (
                "http://ana@proxy.test:1",
                Kind::Http,
                "proxy.test",
                1,
                login("ana", ""),
            ),
        ];
        for (text, kind, host, port, login) in cases {
            let proxy = Proxy::parse(text).expect(text);
            assert_eq!((proxy.kind, proxy.port), (kind, port), "{text}");
            assert_eq!(proxy.host.to_string(), host, "{text}");
            assert!(proxy.login == login, "{text}");
        }
    }

    #[test]
    fn other_texts_are_rejected() {
        let cases = [
            ("", BadProxy::NotAnAddress),
            ("proxy.test", BadProxy::NotAnAddress),
            ("socks5://proxy.test", BadProxy::NotAnAddress),
            ("http://:3128", BadProxy::NotAnAddress),
            ("socks5://:1080", BadProxy::NotAnAddress),
            ("https://proxy.test:3128", BadProxy::UnknownScheme),
            ("socks4://proxy.test:1080", BadProxy::UnknownScheme),
            ("http://proxy.test:3128/path", BadProxy::TooMuch),
            ("http://proxy.test:3128?a=b", BadProxy::TooMuch),
            ("http://a%0d%0ab:c@proxy.test:1", BadProxy::BadLogin),
            ("http://a%zz:c@proxy.test:1", BadProxy::BadLogin),
            ("http://a%3ab:c@proxy.test:1", BadProxy::BadLogin),
            ("http://:c@proxy.test:1", BadProxy::BadLogin),
        ];
        for (text, bad) in cases {
            assert_eq!(Proxy::parse(text).expect_err(text), bad, "{text}");
        }
    }

    #[test]
    fn debug_hides_the_credentials() {
        let proxy = Proxy::parse("http://ana:secret@proxy.test:3128").expect("a proxy");
        assert_eq!(format!("{proxy:?}"), "Proxy(Http proxy.test:3128)");
    }
}
