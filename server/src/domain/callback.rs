//! The redirect to the tenant's page, with the signed outcome.
//!
//! The signature covers every parameter except `sig`, sorted by name, so that a backend can trust a redirect that
//! passed through a browser. With `ts` (seconds) it can reject old ones.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use url::Url;

use super::origin::{Origin, is_secure_or_local};
use super::signing::SigningSecret;
use super::time::Timestamp;

/// A valid `callbackUrl`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackUrl(Url);

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a callbackUrl is an absolute https address (http only for this machine) without user name, \
     password or fragment"
)]
pub struct BadCallbackUrl;

impl CallbackUrl {
    pub fn parse(text: &str) -> Result<Self, BadCallbackUrl> {
        let url = Url::parse(text).map_err(|_| BadCallbackUrl)?;
        let anonymous = url.username().is_empty() && url.password().is_none();
        if anonymous && url.fragment().is_none() && is_secure_or_local(&url) {
            Ok(CallbackUrl(url))
        } else {
            Err(BadCallbackUrl)
        }
    }

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    pub fn origin(&self) -> Option<Origin> {
        Origin::of(&self.0)
    }

    /// The URL with `outcome` in its query and a signature over the query.
    pub fn signed(&self, outcome: &Outcome<'_>, secret: &SigningSecret, at: Timestamp) -> String {
        let mut pairs: Vec<(String, String)> = self
            .0
            .query_pairs()
            .into_owned()
            .filter(|(name, _)| !OURS.contains(&name.as_str()))
            .collect();
        let mut add = |name: &str, value: &str| pairs.push((name.to_owned(), value.to_owned()));
        add("session", outcome.session);
        add("status", outcome.status);
        if let Some(method) = outcome.method {
            add("method", method);
        }
        if let Some(reason) = outcome.reason {
            add("reason", reason);
        }
        if let Some(state) = outcome.state {
            add("state", state);
        }
        add("ts", &at.as_seconds().to_string());
        pairs.sort();
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&pairs)
            .finish();
        let mut address = self.0.clone();
        address.set_query(Some(&format!("{query}&sig={}", sign(&query, secret))));
        address.into()
    }
}

/// The parameters of this service. Those of the same name in the tenant's URL are replaced, because they would make
/// the signed query ambiguous.
const OURS: [&str; 7] = [
    "session", "status", "method", "reason", "state", "ts", "sig",
];

/// What the redirect reports.
pub struct Outcome<'a> {
    pub session: &'a str,
    /// `connected`, `cancelled` or `failed`.
    pub status: &'static str,
    pub method: Option<&'a str>,
    pub reason: Option<&'a str>,
    pub state: Option<&'a str>,
}

fn sign(query: &str, secret: &SigningSecret) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes())
        .expect("HMAC takes a key of any length");
    mac.update(query.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Timestamp = Timestamp::from_millis(1_763_670_000_000);

    #[test]
    fn takes_https_and_loopback_only() {
        for good in [
            "https://app.example.com/done",
            "https://app.example.com/done?tab=2",
            "http://localhost:3000/cb",
            "http://127.0.0.1/cb",
        ] {
            assert!(CallbackUrl::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "/done",
            "http://app.example.com/",
            "https://u:p@app.example.com/",
            "https://app.example.com/#x",
            "javascript:alert(1)",
            "data:text/html,x",
        ] {
            assert_eq!(CallbackUrl::parse(bad), Err(BadCallbackUrl), "{bad}");
        }
    }

    #[test]
    fn the_signature_covers_the_sorted_query_and_keeps_the_tenants_own() {
        let secret = SigningSecret::new("s3cret");
        let outcome = Outcome {
            session: "support",
            status: "connected",
            method: Some("qr"),
            reason: None,
            state: Some("a b&c"),
        };
        let url = CallbackUrl::parse("https://app.example.com/done?tab=2&status=forged")
            .unwrap()
            .signed(&outcome, &secret, AT);
        let (rest, sig) = url.split_once("&sig=").unwrap();
        assert_eq!(
            rest,
            "https://app.example.com/done?method=qr&session=support&state=a+b%26c&status=connected&tab=2&ts=1763670000"
        );
        assert_eq!(sig, sign(rest.split_once('?').unwrap().1, &secret));
        assert_eq!(sig.len(), 64);
        assert_ne!(
            sig,
            sign(
                rest.split_once('?').unwrap().1,
                &SigningSecret::new("other")
            )
        );
    }
}
