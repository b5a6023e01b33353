//! The token in a link's address: named once, or it opens nothing.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use url::form_urlencoded;

use crate::http::pages::refusal::Refusal;

/// The token, or which page says that there is none to use. Whatever stands behind the `?` gets one of the two.
pub(in crate::http) struct LinkToken(pub Result<String, Refusal>);

impl LinkToken {
    fn of(query: &str) -> Self {
        let mut tokens = form_urlencoded::parse(query.as_bytes())
            .filter(|(name, _)| name == "token")
            .map(|(_, token)| token.into_owned());
        LinkToken(match (tokens.next(), tokens.next()) {
            (Some(_), Some(_)) => Err(Refusal::Invalid),
            (Some(token), None) if !token.is_empty() => Ok(token),
            _ => Err(Refusal::Missing),
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for LinkToken {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(LinkToken::of(parts.uri.query().unwrap_or_default()))
    }
}
