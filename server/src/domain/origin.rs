//! Web origins, parsed once and compared exactly.

use std::fmt;

use url::Url;

/// An origin such as `https://app.example.com`, in the form of a browser's `event.origin`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin(String);

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "an origin is a scheme and a host, such as https://app.example.com (http only for this \
     machine), without path, query or wildcard"
)]
pub struct BadOrigin;

impl Origin {
    /// Accepts exactly an origin: no path except `/`, no query, no user. `http` is allowed for loopback only.
    pub fn parse(text: &str) -> Result<Self, BadOrigin> {
        let url = Url::parse(text).map_err(|_| BadOrigin)?;
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let anonymous = url.username().is_empty() && url.password().is_none();
        if !(bare && anonymous && is_secure_or_local(&url)) || text.contains('*') {
            return Err(BadOrigin);
        }
        Self::of(&url).ok_or(BadOrigin)
    }

    /// The origin of a page at `url`.
    pub fn of(url: &Url) -> Option<Self> {
        url.origin()
            .is_tuple()
            .then(|| Origin(url.origin().ascii_serialization()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Which pages may frame the widget of a link.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Framing<'a> {
    #[default]
    AnyPage,
    NoPage,
    Pages(&'a [Origin]),
}

impl Framing<'_> {
    /// `host`: the page that frames it, if it is known.
    pub fn allows(self, host: Option<&Origin>) -> bool {
        match self {
            Framing::AnyPage => true,
            Framing::NoPage => false,
            Framing::Pages(allowed) => host.is_some_and(|host| allowed.contains(host)),
        }
    }
}

/// Accepts https, and http on loopback.
pub fn is_secure_or_local(url: &Url) -> bool {
    match url.scheme() {
        "https" => url.host().is_some(),
        "http" => match url.host() {
            Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalises_origins_as_a_browser_does() {
        for (text, origin) in [
            ("https://App.Example.com", "https://app.example.com"),
            ("https://app.example.com/", "https://app.example.com"),
            ("https://app.example.com:443", "https://app.example.com"),
            (
                "https://app.example.com:8443",
                "https://app.example.com:8443",
            ),
            ("http://localhost:3000", "http://localhost:3000"),
            ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
            ("http://host.localhost:3000", "http://host.localhost:3000"),
        ] {
            assert_eq!(
                Origin::parse(text).map(|o| o.0),
                Ok(origin.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn rejects_text_that_is_not_exactly_one_origin() {
        for text in [
            "",
            "*",
            "https://*.example.com",
            "app.example.com",
            "http://example.com",
            "https://a.example/x",
            "https://a.example?x",
            "https://u@a.example",
            "ftp://a.example",
            "data:text/html,x",
            "https://",
        ] {
            assert_eq!(Origin::parse(text), Err(BadOrigin), "{text}");
        }
    }
}
