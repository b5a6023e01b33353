//! The token in a link's query. It must be given exactly once.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use url::form_urlencoded;

use crate::http::pages::rejected_link::RejectedLink;

/// The token, or the error page to show.
pub(in crate::http) struct LinkToken(pub Result<String, RejectedLink>);

impl LinkToken {
    fn of(query: &str) -> Self {
        let mut tokens = form_urlencoded::parse(query.as_bytes())
            .filter(|(name, _)| name == "token")
            .map(|(_, token)| token.into_owned());
        LinkToken(match (tokens.next(), tokens.next()) {
            (Some(_), Some(_)) => Err(RejectedLink::Invalid),
            (Some(token), None) if !token.is_empty() => Ok(token),
            _ => Err(RejectedLink::Missing),
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for LinkToken {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(LinkToken::of(parts.uri.query().unwrap_or_default()))
    }
}
