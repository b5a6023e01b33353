//! The Content-Security-Policy of the pages: what they may load and which pages may frame them.

use protocol::view::Meta;
use url::Url;

use crate::domain::origin::{Framing, Origin};

/// What a page may load besides its own files.
#[derive(Default)]
pub(super) struct Allowed<'a> {
    pub framing: Framing<'a>,
    /// The origin of the tenant's logo.
    pub logo: Option<String>,
    /// The page offers Meta's signup.
    pub meta: Option<&'a Meta>,
}

/// The hosts that Meta's SDK uses, besides its own.
const META_HOSTS: &str = "https://www.facebook.com https://web.facebook.com \
     https://graph.facebook.com https://connect.facebook.net https://staticxx.facebook.com";

/// The policy of one response.
pub(super) fn policy(nonce: &str, allowed: &Allowed<'_>) -> String {
    let meta = meta_sources(allowed.meta);
    let logo = allowed.logo.as_ref().map(|origin| format!(" {origin}"));
    let logo = logo.unwrap_or_default();
    let ancestors = ancestors(allowed.framing);
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'wasm-unsafe-eval'{script}; style-src \
         'nonce-{nonce}'; img-src 'self' data:{logo}{meta}; connect-src 'self'{meta}{frames}; \
         base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}",
        script = meta.script,
        meta = meta.hosts,
        frames = meta.frames,
    )
}

fn ancestors(framing: Framing<'_>) -> String {
    match framing {
        Framing::AnyPage => "*".to_owned(),
        Framing::NoPage => "'none'".to_owned(),
        Framing::Pages(origins) => {
            let origins: Vec<&str> = origins.iter().map(Origin::as_str).collect();
            origins.join(" ")
        }
    }
}

/// Additions to the policy of a page that offers Meta's signup; empty for other pages.
#[derive(Default)]
struct MetaSources {
    script: String,
    hosts: String,
    frames: String,
}

fn meta_sources(meta: Option<&Meta>) -> MetaSources {
    let Some(meta) = meta else {
        return MetaSources::default();
    };
    let sdk = Url::parse(&meta.sdk_url).map(|url| url.origin().ascii_serialization());
    let hosts = match meta.origins.first() {
        Some(origin) => format!(" {origin}"),
        None => format!(" {META_HOSTS}"),
    };
    MetaSources {
        script: sdk.map(|origin| format!(" {origin}")).unwrap_or_default(),
        frames: format!("; frame-src{hosts}"),
        hosts,
    }
}

/// A random nonce, which an attacker cannot predict.
pub(super) fn nonce() -> String {
    format!("{:032x}", rand::random::<u128>())
}
