//! The last step: the address that takes the code to the opener, or to the redirect address.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::calls::{CallError, find, rejected};
use super::session::{Destination, Dialog};
use super::{notify, with_params};
use crate::meta::Meta;
use crate::meta::codes::Grant;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Leave {
    /// Whether the window still knows who opened it.
    has_opener: bool,
    hold_ms: u64,
}

/// Issues a code now, since it lives for 30 seconds only.
pub(super) async fn leave(
    State(meta): State<Arc<Meta>>,
    Path(id): Path<String>,
    Json(request): Json<Leave>,
) -> Result<Json<Value>, CallError> {
    let dialog = find(&meta, &id)?;
    let route = Route::of(&dialog, request.has_opener);
    let code = issue(&meta, &dialog, route.redirect_uri())
        .ok_or_else(|| rejected("Nothing was chosen."))?;
    notify::at_code(&meta, &dialog).await;
    let url = route.url(&code, request.hold_ms);
    Ok(Json(json!({ "url": url })))
}

/// How a code leaves.
enum Route<'a> {
    /// Behind the `#` of the arbiter's address.
    Arbiter(&'a str),
    Redirect(&'a str, Option<&'a str>),
}

impl Route<'_> {
    /// A window that was cut off from its opener goes to the fallback address.
    fn of(dialog: &Dialog, has_opener: bool) -> Route<'_> {
        match &dialog.destination {
            Destination::Popup {
                fallback: Some(fallback),
                ..
            } if !has_opener => Route::Redirect(fallback, None),
            Destination::Popup { arbiter, .. } => Route::Arbiter(arbiter),
            Destination::Redirect { uri, state } => Route::Redirect(uri, state.as_deref()),
        }
    }

    fn redirect_uri(&self) -> Option<String> {
        match self {
            Route::Arbiter(_) => None,
            Route::Redirect(uri, _) => Some((*uri).to_owned()),
        }
    }

    fn url(&self, code: &str, hold_ms: u64) -> String {
        match self {
            Route::Arbiter(arbiter) => format!("{arbiter}&code={code}&hold={hold_ms}"),
            Route::Redirect(uri, state) => {
                let state = state.map(|state| ("state", state));
                let params = [("code", code)].into_iter().chain(state);
                with_params(uri, &params.collect::<Vec<_>>())
            }
        }
    }
}

fn issue(meta: &Meta, dialog: &Dialog, redirect_uri: Option<String>) -> Option<String> {
    let choice = dialog.choice.as_ref()?;
    let own = || vec![choice.account_id.clone()];
    let grant = Grant {
        app_id: dialog.app_id.clone(),
        business_id: choice.business_id.clone(),
        account_ids: dialog.scenario.grant.clone().unwrap_or_else(own),
        redirect_uri,
    };
    Some(meta.codes.issue(grant, meta.now()))
}
