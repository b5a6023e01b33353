//! Headers a tenant adds to its deliveries. Not those we set, and not those that steer the connection itself.

use crate::domain::webhook::Header;

const MOST: usize = 20;
const LONGEST_VALUE: usize = 4096;

/// Ours, or the connection's.
const TAKEN: [&str; 19] = [
    "accept-encoding",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "expect",
    "forwarded",
    "host",
    "http2-settings",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

/// Beginnings of names that say who we are and what is signed.
const TAKEN_PREFIXES: [&str; 4] = ["webhook-", "x-webhook-", "x-forwarded-", "sec-"];

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadHeader {
    #[error("at most 20 headers can be added")]
    TooMany,
    #[error("`{0}` is set by this service or by the connection and cannot be added")]
    Taken(String),
    #[error("`{0}` is not a header's name: letters, digits and hyphens")]
    Name(String),
    #[error("the value of `{0}` must be 1 to 4096 visible characters of ASCII")]
    Value(String),
    #[error("`{0}` is named twice")]
    Twice(String),
}

pub fn check(headers: &[Header]) -> Result<(), BadHeader> {
    if headers.len() > MOST {
        return Err(BadHeader::TooMany);
    }
    for (at, header) in headers.iter().enumerate() {
        let name = header.name.to_ascii_lowercase();
        let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if name.is_empty() || name.len() > 64 || !name.chars().all(word) {
            return Err(BadHeader::Name(shown(&header.name)));
        }
        if TAKEN.contains(&name.as_str())
            || TAKEN_PREFIXES.iter().any(|taken| name.starts_with(taken))
        {
            return Err(BadHeader::Taken(shown(&header.name)));
        }
        let visible = |c: char| c.is_ascii_graphic() || c == ' ';
        let value = &header.value;
        if value.trim().is_empty() || value.len() > LONGEST_VALUE || !value.chars().all(visible) {
            return Err(BadHeader::Value(shown(&header.name)));
        }
        if headers[..at]
            .iter()
            .any(|other| other.name.eq_ignore_ascii_case(&name))
        {
            return Err(BadHeader::Twice(shown(&header.name)));
        }
    }
    Ok(())
}

/// A name as an error may repeat it.
fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(name: &str, value: &str) -> Header {
        Header {
            name: name.into(),
            value: value.into(),
        }
    }

    #[test]
    fn ours_and_the_connections_cannot_be_set() {
        let bad = |name: &str, value: &str| check(&[header(name, value)]).unwrap_err();
        for name in TAKEN.iter().chain(&[
            "X-Webhook-Signature",
            "WEBHOOK-ID",
            "webhook-timestamp",
            "Webhook-Signature",
            "Content-Type",
            "Host",
            "X-Forwarded-For",
            "Sec-Fetch-Site",
            "x-webhook-anything",
        ]) {
            assert_eq!(
                bad(name, "x"),
                BadHeader::Taken((*name).to_owned()),
                "{name}"
            );
        }
        for name in ["", "a b", "a:b", "a\r\nHost", "ä", &"x".repeat(65)] {
            assert!(matches!(bad(name, "x"), BadHeader::Name(_)), "{name}");
        }
        for value in [
            "",
            " ",
            "a\r\nHost: x",
            "ä",
            "a\0",
            &"x".repeat(LONGEST_VALUE + 1),
        ] {
            assert!(matches!(bad("X-A", value), BadHeader::Value(_)), "{value}");
        }
        let twice = [header("X-A", "1"), header("x-a", "2")];
        assert_eq!(check(&twice), Err(BadHeader::Twice("x-a".into())));
        let many: Vec<_> = (0..=MOST).map(|n| header(&format!("X-{n}"), "1")).collect();
        assert_eq!(check(&many), Err(BadHeader::TooMany));
        assert_eq!(check(&many[1..]), Ok(()));
        assert_eq!(
            check(&[
                header("Authorization", "Bearer a.b-c"),
                header("X_Tenant", "7")
            ]),
            Ok(())
        );
    }
}
