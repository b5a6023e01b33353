//! The Content-Security-Policy of the pages: what they may load and which pages may frame them.

use crate::domain::origin::Origin;

/// The policy of one response. If `ancestors` is empty, any page may frame it. `logo` is the origin of the tenant's
/// logo.
pub(super) fn policy(nonce: &str, ancestors: &[Origin], logo: Option<&str>) -> String {
    let logo = logo.map(|origin| format!(" {origin}")).unwrap_or_default();
    let ancestors = match ancestors {
        [] => "*".to_owned(),
        some => some
            .iter()
            .map(Origin::as_str)
            .collect::<Vec<_>>()
            .join(" "),
    };
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src \
         'nonce-{nonce}'; img-src 'self' data:{logo}; connect-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors {ancestors}"
    )
}

/// A random nonce, which an attacker cannot predict.
pub(super) fn nonce() -> String {
    format!("{:032x}", rand::random::<u128>())
}
