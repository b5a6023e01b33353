//! How a page is requested: by a browser that navigates to it, or by another client that fetches it, such as a robot
//! that creates link previews.
//!
//! Browsers send `Sec-Fetch-Dest`, which scripts cannot set. They send it only over https and to the same machine,
//! and only since 2023. If it is absent, the request counts as a fetch, and the page's script requests the start.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header::REFERER;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use url::Url;

use crate::domain::origin::{Framing, Origin};
use crate::http::pages::connect::Host;

#[derive(Debug, PartialEq, Eq)]
pub(in crate::http) enum PageRequest {
    Window,
    /// With the origin of the page that embeds the frame, if the browser sends it.
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

    /// Whether a browser certainly shows the page to a person.
    pub fn is_shown(&self, framing: Framing<'_>) -> bool {
        match self {
            PageRequest::Window => true,
            PageRequest::Frame(host) => framing.allows(host.as_ref()),
            PageRequest::Fetch => false,
        }
    }

    /// The embedding page.
    pub fn host(&self, framing: Framing<'_>) -> Host<'_> {
        match (self, framing) {
            (PageRequest::Frame(Some(host)), Framing::AnyPage) => Host::Unnamed(host),
            (PageRequest::Frame(Some(host)), Framing::Pages(allowed)) if allowed.contains(host) => {
                Host::Named(host)
            }
            _ => Host::Unknown,
        }
    }
}

/// Whether this is a prefetch, of a page that the person may never open.
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
