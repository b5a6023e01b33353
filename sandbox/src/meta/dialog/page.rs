//! The pages: the dialog, an error, and the arbiter.

use std::sync::Arc;

use axum::response::{Html, IntoResponse as _, Response};
use serde_json::{Value, json};

use super::calls;
use super::outcome;
use super::session::Dialog;
use crate::meta::Meta;
use crate::meta::state::State;

const DIALOG: &str = include_str!("../../../static/meta/dialog.html");
const ERROR: &str = include_str!("../../../static/meta/error.html");
const ARBITER: &str = include_str!("../../../static/meta/arbiter.html");

/// The dialog. With a scenario that chooses, its actions are decided already.
pub(super) async fn dialog(meta: &Arc<Meta>, dialog: &Dialog) -> Response {
    let actions = match &dialog.scenario.auto {
        Some(auto) => Some(outcome::of_scenario(meta, dialog, auto).await),
        None => None,
    };
    let state = meta.store.read();
    let data = json!({
        "id": dialog.id,
        "isPopup": dialog.is_popup(),
        "closeAt": dialog.scenario.close_at,
        "businesses": businesses(&state),
        "actions": actions,
    });
    // The data cannot end the script element that holds it.
    let data = data.to_string().replace('<', "\\u003c");
    Html(DIALOG.replace("{{data}}", &data)).into_response()
}

fn businesses(state: &State) -> Vec<Value> {
    let businesses = state.businesses.values();
    businesses
        .map(|business| {
            let accounts = state.accounts_of(&business.id).into_iter();
            let accounts: Vec<Value> = accounts
                .map(|account| {
                    let numbers = state.numbers_of(&account.id).into_iter();
                    let numbers: Vec<Value> = numbers.map(calls::number_view).collect();
                    json!({ "id": account.id, "name": account.name, "numbers": numbers })
                })
                .collect();
            json!({ "id": business.id, "name": business.name, "accounts": accounts })
        })
        .collect()
}

/// An error page, from which nothing reaches the opener.
pub(super) fn error(title: &str, text: &str) -> Response {
    let page = ERROR.replace("{{title}}", &escape(title));
    Html(page.replace("{{text}}", &escape(text))).into_response()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

pub(super) async fn arbiter() -> Html<&'static str> {
    Html(ARBITER)
}
