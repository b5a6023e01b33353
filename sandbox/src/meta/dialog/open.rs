//! `GET /{version}/dialog/oauth`: checks who opens the dialog, and shows it.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use reqwest::Url;

use super::page;
use super::session::{Destination, Dialog};
use crate::meta::Meta;
use crate::meta::model::MetaApp;

/// The page behind which the SDK waits for the result.
const ARBITER: &str = "/x/connect/xd_arbiter/";
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

type Params = HashMap<String, String>;

/// A title and a text of an error page. The opener gets no message.
pub(super) struct Refusal(&'static str, String);

pub(super) async fn open(State(meta): State<Arc<Meta>>, Query(params): Query<Params>) -> Response {
    let scenario = meta.scenarios.take().unwrap_or_default();
    let (app, destination) = match check(&meta, &params) {
        Ok(checked) => checked,
        Err(Refusal(title, text)) => return page::error(title, &text),
    };
    if let Some(text) = &scenario.error {
        return page::error("Error", text);
    }
    let dialog = Dialog::new(app.app_id, destination, scenario);
    meta.dialogs.put(dialog.clone());
    match &dialog.scenario.message_origin {
        Some(origin) => Redirect::to(&format!("{origin}/dialog/{}", dialog.id)).into_response(),
        None => show(&meta, &dialog).await,
    }
}

/// The same dialog at another origin.
pub(super) async fn reopen(State(meta): State<Arc<Meta>>, Path(id): Path<String>) -> Response {
    match meta.dialogs.get(&id) {
        Some(dialog) => show(&meta, &dialog).await,
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn show(meta: &Arc<Meta>, dialog: &Dialog) -> Response {
    let mut response = page::dialog(meta, dialog).await;
    let policy = dialog.scenario.coop.as_deref();
    if let Some(policy) = policy.and_then(|policy| HeaderValue::from_str(policy).ok()) {
        response.headers_mut().insert(OPENER_POLICY, policy);
    }
    response
}

fn check(meta: &Meta, params: &Params) -> Result<(MetaApp, Destination), Refusal> {
    let param = |name: &str| params.get(name).filter(|value| !value.is_empty());
    let id = param("client_id").or_else(|| param("app_id"));
    let app = id.and_then(|id| meta.store.read().apps.get(id).cloned());
    let app = app.ok_or_else(|| {
        let text = "The provided app ID does not look like a valid app ID.";
        Refusal("Invalid App ID", text.to_owned())
    })?;
    if param("config_id") != Some(&app.config_id) {
        let text = "The configuration is missing or belongs to another app.";
        return Err(Refusal("Invalid parameter", text.to_owned()));
    }
    let uri = param("redirect_uri").and_then(|uri| Url::parse(uri).ok());
    let uri = uri.ok_or_else(|| {
        let text = "The parameter redirect_uri is required.";
        Refusal("Invalid parameter", text.to_owned())
    })?;
    let destination = destination(&app, &uri, params)?;
    Ok((app, destination))
}

fn destination(app: &MetaApp, uri: &Url, params: &Params) -> Result<Destination, Refusal> {
    if uri.path() == ARBITER {
        check_page(app, uri)?;
        return Ok(Destination::Popup {
            arbiter: uri.to_string(),
            fallback: params.get("fallback_redirect_uri").cloned(),
        });
    }
    if !uri.host_str().is_some_and(|host| app.allows_host(host)) {
        let text = "This redirect failed because the redirect URI is not in the app's list of valid redirect URIs.";
        return Err(Refusal("URL Blocked", text.to_owned()));
    }
    Ok(Destination::Redirect {
        uri: params.get("redirect_uri").cloned().unwrap_or_default(),
        state: params.get("state").cloned(),
    })
}

/// The page that opened the dialog is named behind the `#` of the arbiter's address.
fn check_page(app: &MetaApp, arbiter: &Url) -> Result<(), Refusal> {
    let fragment = arbiter.fragment().unwrap_or_default();
    // Any address will do: only its query is read.
    let query = Url::parse(&format!("http://localhost/?{fragment}")).ok();
    let origin = query.and_then(|query| {
        let mut pairs = query.query_pairs();
        pairs
            .find(|(name, _)| name == "origin")
            .map(|(_, value)| value.into_owned())
    });
    let page = origin.and_then(|origin| Url::parse(&origin).ok());
    let host = page.as_ref().and_then(Url::host_str).unwrap_or_default();
    if app.allows_host(host) {
        return Ok(());
    }
    let text = format!(
        "JSSDK Unknown Host domain: {host} is not in your app's Javascript SDK host domain list."
    );
    Err(Refusal("JSSDK Unknown Host domain", text))
}
