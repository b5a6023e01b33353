//! Limits the rate of requests, counted by API key if it is valid and by address otherwise.
//!
//! The key's signature is verified here, once per request and without a database read, so that no caller can use up
//! the window of another caller's key. The extractors check whether the key is enabled.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Once;

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;

use crate::app::App;
use crate::domain::rate::WindowStatus;
use crate::http::error::{ApiError, ErrorCode};
use crate::http::extract::VerifiedKey;
use crate::http::request_id;
use crate::runtime::limits::RateBucket;

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const FORWARDED_FOR: &str = "x-forwarded-for";

pub(super) async fn layer(State(app): State<App>, mut request: Request, next: Next) -> Response {
    if let Some(key) = VerifiedKey::of(request.headers(), &app) {
        request.extensions_mut().insert(key);
    }
    let Some(bucket) = bucket(&app, &request) else {
        return next.run(request).await;
    };
    let Some(status) = app.limits.count(bucket, app.now()) else {
        return next.run(request).await;
    };
    let mut response = match status.wait {
        None => next.run(request).await,
        Some(wait) => {
            app.metrics.limits.rate_limited(scope(bucket));
            super::reject(
                request.uri(),
                request.headers(),
                ApiError::retry_after(ErrorCode::RateLimited, wait),
                wait,
            )
        }
    };
    add_headers(response.headers_mut(), status);
    response
}

fn add_headers(headers: &mut HeaderMap, status: WindowStatus) {
    headers.insert(LIMIT, HeaderValue::from(status.limit));
    headers.insert(REMAINING, HeaderValue::from(status.remaining));
}

fn scope(bucket: RateBucket) -> &'static str {
    match bucket {
        RateBucket::ApiKey(_) | RateBucket::ApiKeyForToken(_) => "key",
        RateBucket::Address(_)
        | RateBucket::AddressForToken(_)
        | RateBucket::AddressForFiles(_) => "address",
    }
}

/// `None` if the request is not limited.
fn bucket(app: &App, request: &Request) -> Option<RateBucket> {
    let path = request.uri().path();
    if path.starts_with("/api/") {
        return Some(api(app, request));
    }
    if path.starts_with("/health/") {
        return None;
    }
    let caller = caller(app, request);
    Some(
        if path.starts_with("/admin/") || path.starts_with("/widget/connect") {
            RateBucket::AddressForToken(caller)
        } else if path.starts_with("/widget/") && !is_file(path) {
            RateBucket::Address(caller)
        } else {
            RateBucket::AddressForFiles(caller)
        },
    )
}

/// Whether the path is that of a file of the widget or of the loader.
fn is_file(path: &str) -> bool {
    path.starts_with("/widget/assets/") || path.starts_with("/widget/loader.")
}

fn api(app: &App, request: &Request) -> RateBucket {
    match request.extensions().get::<VerifiedKey>() {
        Some(VerifiedKey(Ok(key))) => {
            request_id::record_tenant(&key.tenant.id());
            if makes_token(request) {
                RateBucket::ApiKeyForToken(key.id.0)
            } else {
                RateBucket::ApiKey(key.id.0)
            }
        }
        _ => RateBucket::Address(caller(app, request)),
    }
}

/// Whether the response contains a new credential.
fn makes_token(request: &Request) -> bool {
    const ROUTES: [&str; 3] = [
        "/api/widget/sessions",
        "/api/account/keys",
        "/api/account/signing-secret",
    ];
    let route = request.extensions().get::<MatchedPath>();
    request.method() == Method::POST && route.is_some_and(|route| ROUTES.contains(&route.as_str()))
}

fn caller(app: &App, request: &Request) -> IpAddr {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
    let forwarded: Vec<&str> = request
        .headers()
        .get_all(FORWARDED_FOR)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    let proxies = app.limits.trusted_proxies();
    if !forwarded.is_empty() && !proxies.contains(peer) {
        warn_of_proxy();
    }
    proxies.caller(peer, &forwarded.join(","))
}

/// Warns once. If a proxy is not listed, all clients behind it share one window.
fn warn_of_proxy() {
    static WARNED: Once = Once::new();
    WARNED.call_once(|| {
        tracing::warn!(
            "a request names a forwarded address, but comes from none of TRUSTED_PROXIES: if a \
             proxy of yours stands in front, name its address there, or everybody behind it shares \
             one limit"
        );
    });
}
