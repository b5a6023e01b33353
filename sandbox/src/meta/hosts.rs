//! The addresses of Meta's hosts. Behind Facebook's own names they are Facebook's; otherwise all of them are the
//! address that was requested.

use axum::http::{HeaderMap, header};
use serde::Serialize;

/// Origins, such as `https://www.facebook.com`.
#[derive(Clone, Serialize)]
pub(crate) struct Hosts {
    /// The dialog.
    pub(crate) www: String,
    /// The dialog on a phone.
    pub(crate) mobile: String,
    /// The page that passes the dialog's result to its opener.
    pub(crate) arbiter: String,
    pub(crate) graph: String,
}

impl Hosts {
    /// The hosts as seen by the sender of a request.
    pub(crate) fn of(headers: &HeaderMap) -> Hosts {
        let host = headers.get(header::HOST);
        let host = host.and_then(|host| host.to_str().ok());
        let host = host.unwrap_or("localhost");
        if is_facebook(host) {
            return Hosts::facebook();
        }
        let own = format!("http://{host}");
        Hosts {
            www: own.clone(),
            mobile: own.clone(),
            arbiter: own.clone(),
            graph: own,
        }
    }

    fn facebook() -> Hosts {
        let origin = |name: &str| format!("https://{name}.facebook.com");
        Hosts {
            www: origin("www"),
            mobile: origin("m"),
            arbiter: origin("staticxx"),
            graph: origin("graph"),
        }
    }
}

fn is_facebook(host: &str) -> bool {
    let name = host.split(':').next().unwrap_or_default();
    ["facebook.com", "facebook.net"].iter().any(|domain| {
        name.strip_suffix(domain)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_facebooks_names_lead_to_facebook() {
        let table = [
            ("connect.facebook.net", "https://www.facebook.com"),
            ("graph.facebook.com:443", "https://www.facebook.com"),
            ("127.0.0.1:4100", "http://127.0.0.1:4100"),
            ("evilfacebook.com", "http://evilfacebook.com"),
        ];
        for (host, expected) in table {
            let headers = HeaderMap::from_iter([(header::HOST, HeaderValue::from_static(host))]);
            assert_eq!(Hosts::of(&headers).www, expected);
        }
    }
}
