//! Validates the headers that a tenant adds to its deliveries. Headers that this service or the connection sets are
//! refused.

use crate::domain::webhook::Header;

const MAX_HEADERS: usize = 20;
const MAX_VALUE: usize = 4096;

/// Header names that this service or the connection sets.
const RESERVED: [&str; 19] = [
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

/// Prefixes of reserved header names: they identify the sender or carry signatures.
const RESERVED_PREFIXES: [&str; 4] = ["webhook-", "x-webhook-", "x-forwarded-", "sec-"];

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadHeader {
    #[error("at most 20 headers can be added")]
    TooMany,
    #[error("`{0}` is set by this service or by the connection and cannot be added")]
    Reserved(String),
    #[error("`{0}` is not a header's name: letters, digits and hyphens")]
    Name(String),
    #[error("the value of `{0}` must be 1 to 4096 visible characters of ASCII")]
    Value(String),
    #[error("`{0}` is named twice")]
    Duplicate(String),
}

pub fn check(headers: &[Header]) -> Result<(), BadHeader> {
    if headers.len() > MAX_HEADERS {
        return Err(BadHeader::TooMany);
    }
    for (at, header) in headers.iter().enumerate() {
        let name = header.name.to_ascii_lowercase();
        let is_name_char = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if name.is_empty() || name.len() > 64 || !name.chars().all(is_name_char) {
            return Err(BadHeader::Name(printable(&header.name)));
        }
        if RESERVED.contains(&name.as_str())
            || RESERVED_PREFIXES
                .iter()
                .any(|prefix| name.starts_with(prefix))
        {
            return Err(BadHeader::Reserved(printable(&header.name)));
        }
        let is_visible = |c: char| c.is_ascii_graphic() || c == ' ';
        let value = &header.value;
        if value.trim().is_empty() || value.len() > MAX_VALUE || !value.chars().all(is_visible) {
            return Err(BadHeader::Value(printable(&header.name)));
        }
        if headers[..at]
            .iter()
            .any(|other| other.name.eq_ignore_ascii_case(&name))
        {
            return Err(BadHeader::Duplicate(printable(&header.name)));
        }
    }
    Ok(())
}

/// A header name made safe for an error message: no control characters, at most 64 characters.
fn printable(name: &str) -> String {
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
    fn reserved_and_malformed_headers_are_refused() {
        let bad = |name: &str, value: &str| check(&[header(name, value)]).unwrap_err();
        for name in RESERVED.iter().chain(&[
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
                BadHeader::Reserved((*name).to_owned()),
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
            &"x".repeat(MAX_VALUE + 1),
        ] {
            assert!(matches!(bad("X-A", value), BadHeader::Value(_)), "{value}");
        }
        let duplicate = [header("X-A", "1"), header("x-a", "2")];
        assert_eq!(check(&duplicate), Err(BadHeader::Duplicate("x-a".into())));
        let many: Vec<_> = (0..=MAX_HEADERS)
            .map(|n| header(&format!("X-{n}"), "1"))
            .collect();
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
