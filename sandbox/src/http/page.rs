//! The phone to click. It may be shown in a frame anywhere, since it stands beside other people's pages in
//! demos and tests, and it loads nothing from anywhere else.

use axum::http::{HeaderName, header};
use axum::response::Redirect;

type Asset = ([(HeaderName, &'static str); 3], &'static str);

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors *";

pub(super) async fn moved() -> Redirect {
    Redirect::permanent("/sandbox/")
}

pub(super) async fn phone() -> Asset {
    asset(
        "text/html; charset=utf-8",
        include_str!("../../static/phone.html"),
    )
}

pub(super) async fn style() -> Asset {
    asset(
        "text/css; charset=utf-8",
        include_str!("../../static/phone.css"),
    )
}

pub(super) async fn script() -> Asset {
    asset(
        "text/javascript; charset=utf-8",
        include_str!("../../static/phone.js"),
    )
}

fn asset(kind: &'static str, text: &'static str) -> Asset {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, text)
}
