//! What our pages may load and who may frame them.

use crate::domain::origin::Origin;

/// A policy for one answer. `ancestors` empty means that the host is not known; `logo` is the origin of a
/// tenant's own picture.
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
        "default-src 'none'; script-src 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'nonce-{nonce}'; \
         img-src 'self' data:{logo}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
    )
}

/// A fresh nonce: a page that can be predicted can be injected into.
pub(super) fn nonce() -> String {
    format!("{:032x}", rand::random::<u128>())
}
