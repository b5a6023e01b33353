//! Who requests a page: a person's browser that navigates to it, or something else that fetches it, such as the robot
//! that makes a chat's link preview.
//!
//! A browser says so in `Sec-Fetch-Dest`, which no script can set. It is sent over https and on the same machine
//! only, and by browsers since 2023 only, so where it is absent nothing is known, and the page's script requests the start.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header::REFERER;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use url::Url;

use crate::domain::origin::Origin;

#[derive(Debug, PartialEq, Eq)]
pub(in crate::http) enum PageRequest {
    Window,
    /// With the page that embeds the frame, where the browser names it.
    Frame(Option<Origin>),
    Fetch,
}

impl PageRequest {
    fn of(method: &Method, headers: &HeaderMap) -> Self {
        if method != Method::GET || is_prefetch(headers) {
            return PageRequest::Fetch;
        }
        match text(headers, "sec-fetch-dest") {
            "document" => PageRequest::Window,
            "iframe" | "frame" => {
                let referrer = Url::parse(text(headers, REFERER.as_str())).ok();
                PageRequest::Frame(referrer.as_ref().and_then(Origin::of))
            }
            _ => PageRequest::Fetch,
        }
    }

    /// True where a person is about to see the page.
    pub fn is_navigation(&self) -> bool {
        *self != PageRequest::Fetch
    }

    /// The page that embeds this one, if it is one of those that may.
    pub fn host(&self, allowed: &[Origin]) -> Option<&Origin> {
        match self {
            PageRequest::Frame(Some(host)) if allowed.contains(host) => Some(host),
            _ => None,
        }
    }
}

/// Fetched for a page that the person may never open.
fn is_prefetch(headers: &HeaderMap) -> bool {
    ["sec-purpose", "purpose"]
        .iter()
        .any(|name| text(headers, name).contains("prefetch"))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

impl<S: Send + Sync> FromRequestParts<S> for PageRequest {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(PageRequest::of(&parts.method, &parts.headers))
    }
}
