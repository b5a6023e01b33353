//! The signup dialog: a page that a person clicks through, or that does by itself what a scenario says.
//!
//! The page knows no rules. It asks for the result of what a person did, and gets a list of actions: post a message to
//! the opener, leave with a code, close.

mod calls;
mod choice;
mod code;
mod message;
mod notify;
mod open;
mod outcome;
mod page;
mod plan;
mod scenario;
mod session;

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use reqwest::Url;

use super::Meta;
pub(crate) use scenario::{Scenario, Scenarios};
pub(crate) use session::Dialogs;

pub(crate) fn routes() -> Router<Arc<Meta>> {
    Router::new()
        .route("/{version}/dialog/oauth", get(open::open))
        .route("/dialog/{id}", get(open::reopen))
        .route("/dialog/{id}/numbers", post(calls::add_number))
        .route("/dialog/{id}/verify", post(calls::verify_number))
        .route("/dialog/{id}/finish", post(outcome::finish))
        .route("/dialog/{id}/cancel", post(outcome::cancel))
        .route("/dialog/{id}/report", post(outcome::report))
        .route("/dialog/{id}/code", post(code::leave))
        .route("/dialog/dialog.css", get(style))
        .route("/dialog/dialog.js", get(script))
        .route("/x/connect/xd_arbiter/", get(page::arbiter))
}

async fn style() -> impl IntoResponse {
    let text = include_str!("../../static/meta/dialog.css");
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], text)
}

async fn script() -> impl IntoResponse {
    let text = include_str!("../../static/meta/dialog.js");
    let kind = "text/javascript; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], text)
}

/// An address with more parameters.
fn with_params(uri: &str, params: &[(&str, &str)]) -> String {
    let Ok(mut url) = Url::parse(uri) else {
        return uri.to_owned();
    };
    url.query_pairs_mut().extend_pairs(params);
    url.into()
}
