//! What happens to tokens and apps behind the back of the service.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::input::Body;
use super::super::reply::{ApiError, Data, data};
use super::{no_account, no_app};
use crate::meta::{Meta, TokenState, remove_app};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum TokenChange {
    Expire(OneAccount),
    Revoke(OneAccount),
    /// The business removes the partner: webhook `PARTNER_REMOVED`.
    RemovePartner(OneAccount),
    /// The business removes the app: webhook `PARTNER_APP_UNINSTALLED`.
    UninstallApp(OneAccount),
    ChangeSecret(NewSecret),
    DeleteApp(OneApp),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct OneAccount {
    waba_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct OneApp {
    app_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct NewSecret {
    app_id: String,
    app_secret: String,
}

/// Returns how many tokens or apps have changed.
pub(super) async fn change(
    State(meta): State<Arc<Meta>>,
    Body(change): Body<TokenChange>,
) -> Result<Json<Data<Value>>, ApiError> {
    let changed = match change {
        TokenChange::Expire(one) => set(&meta, &one, TokenState::Expired)?,
        TokenChange::Revoke(one) => set(&meta, &one, TokenState::Revoked)?,
        TokenChange::RemovePartner(one) => remove(&meta, &one, "PARTNER_REMOVED")?,
        TokenChange::UninstallApp(one) => remove(&meta, &one, "PARTNER_APP_UNINSTALLED")?,
        TokenChange::ChangeSecret(new) => change_secret(&meta, new)?,
        TokenChange::DeleteApp(app) => delete_app(&meta, &app)?,
    };
    Ok(data(json!({ "changed": changed })))
}

fn set(meta: &Meta, one: &OneAccount, new: TokenState) -> Result<usize, ApiError> {
    meta.store.change(|state| {
        if !state.accounts.contains_key(&one.waba_id) {
            return Err(no_account());
        }
        Ok(state.set_tokens(&one.waba_id, new))
    })
}

fn remove(meta: &Arc<Meta>, one: &OneAccount, event: &str) -> Result<usize, ApiError> {
    if !meta.store.read().accounts.contains_key(&one.waba_id) {
        return Err(no_account());
    }
    Ok(remove_app(meta, &one.waba_id, event)?)
}

fn change_secret(meta: &Meta, new: NewSecret) -> Result<usize, ApiError> {
    meta.store.change(|state| {
        let app = state.apps.get_mut(&new.app_id).ok_or_else(no_app)?;
        app.app_secret = new.app_secret;
        Ok(1)
    })
}

fn delete_app(meta: &Meta, app: &OneApp) -> Result<usize, ApiError> {
    meta.store.change(|state| {
        let removed = state.apps.remove(&app.app_id);
        removed.map(|_| 1).ok_or_else(no_app)
    })
}
