//! The page with the phone. Any site may show it in a frame, since demos and tests put it next to other pages. It
//! loads nothing from other sites.

use axum::http::{HeaderName, header};
use axum::response::Redirect;

type Asset = ([(HeaderName, &'static str); 3], &'static str);

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors *";

pub(super) async fn redirect() -> Redirect {
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
