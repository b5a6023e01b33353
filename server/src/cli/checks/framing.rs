//! Checks that a proxy does not prevent hosts from framing the widget.
//!
//! Requests the page of an invalid link. The service sends it with a policy that any page may frame it, so any other
//! header was added by a proxy, which would add it to the real page too.

use std::time::Duration;

use reqwest::header::{CONTENT_SECURITY_POLICY, HeaderMap, X_FRAME_OPTIONS};

use super::Finding;
use crate::cli::client;

const NAME: &str = "framing";

const TIMEOUT: Duration = Duration::from_secs(10);

pub(super) async fn check(address: &str) -> Finding {
    let page = format!("{address}/widget/connect?token=doctor");
    match client::http(TIMEOUT).get(page).send().await {
        // Only this status is certainly the page.
        Ok(answer) if answer.status().as_u16() == 403 => evaluate(answer.headers()),
        Ok(answer) => Finding::skipped(
            NAME,
            format!(
                "the page could not be looked at (HTTP {})",
                answer.status().as_u16()
            ),
        ),
        Err(error) => Finding::skipped(NAME, client::cause(&error)),
    }
}

fn evaluate(headers: &HeaderMap) -> Finding {
    if let Some(value) = headers.get(X_FRAME_OPTIONS) {
        return Finding::fault(
            NAME,
            format!(
                "a proxy adds `X-Frame-Options: {}`, so browsers refuse to show the widget in a \
                 page",
                shown(value)
            ),
            "let the proxy remove X-Frame-Options for /widget/; the service says itself who may \
             frame",
        );
    }
    let policies: Vec<&str> = headers
        .get_all(CONTENT_SECURITY_POLICY)
        .iter()
        .flat_map(|value| value.to_str().unwrap_or_default().split(','))
        .map(str::trim)
        .collect();
    let ancestors: Vec<&str> = policies
        .iter()
        .filter_map(|policy| ancestors(policy))
        .collect();
    let own = |ancestors: &&str| *ancestors == "*";
    if let Some(stricter) = ancestors.iter().find(|found| !own(found)) {
        return Finding::fault(
            NAME,
            format!(
                "a proxy adds `frame-ancestors {stricter}` to the page's policy, so browsers \
                 refuse to show the widget in other pages"
            ),
            "let the proxy leave Content-Security-Policy alone for /widget/",
        );
    }
    if ancestors.is_empty() {
        return Finding::fault(
            NAME,
            "the page's Content-Security-Policy does not arrive, so it no longer says who may \
             frame it",
            "let the proxy leave Content-Security-Policy alone for /widget/",
        );
    }
    if policies.len() > 1 {
        return Finding::warning(
            NAME,
            "a proxy adds a Content-Security-Policy of its own; browsers obey both, so the widget \
             may miss what that one forbids",
            "let the proxy leave Content-Security-Policy alone for /widget/",
        );
    }
    Finding::ok(NAME, "nothing on the way forbids hosts to frame the widget")
}

/// The value of `frame-ancestors`.
fn ancestors(policy: &str) -> Option<&str> {
    policy.split(';').find_map(|directive| {
        let (name, value) = directive.trim().split_once(char::is_whitespace)?;
        name.eq_ignore_ascii_case("frame-ancestors")
            .then(|| value.trim())
    })
}

fn shown(value: &reqwest::header::HeaderValue) -> &str {
    value.to_str().unwrap_or("…")
}

#[cfg(test)]
mod tests {
    use super::super::Outcome;
    use super::*;

    const OURS: (&str, &str) = (
        "content-security-policy",
        "default-src 'none'; frame-ancestors *",
    );

    #[test]
    fn headers_added_by_a_proxy_are_reported() {
        for (headers, verdict) in [
            (vec![OURS], Outcome::Ok),
            (vec![OURS, ("x-frame-options", "DENY")], Outcome::Fault),
            (
                vec![OURS, ("content-security-policy", "frame-ancestors 'self'")],
                Outcome::Fault,
            ),
            (
                vec![(
                    "content-security-policy",
                    "Frame-Ancestors *, default-src 'self'; frame-ancestors 'none'",
                )],
                Outcome::Fault,
            ),
            (
                vec![OURS, ("content-security-policy", "script-src 'self'")],
                Outcome::Warning,
            ),
            (
                vec![("content-security-policy", "script-src 'self'")],
                Outcome::Fault,
            ),
            (vec![], Outcome::Fault),
        ] {
            let mut map = HeaderMap::new();
            for (name, value) in &headers {
                map.append(*name, value.parse().unwrap());
            }
            assert_eq!(evaluate(&map).verdict, verdict, "{headers:?}");
        }
    }
}
