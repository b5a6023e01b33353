//! Everything that exists at Meta, without secrets, tokens and PINs.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use super::super::reply::{Data, data};
use crate::meta::{Account, Meta, MetaApp, Number, State as MetaState};

pub(super) async fn show(State(meta): State<Arc<Meta>>) -> Json<Data<Value>> {
    let state = meta.store.read();
    let businesses: Vec<Value> = state
        .businesses
        .keys()
        .map(|id| business(&state, id))
        .collect();
    data(json!({
        "now": meta.now(),
        "apps": state.apps.values().map(app).collect::<Vec<_>>(),
        "businesses": businesses,
    }))
}

pub(super) fn app(app: &MetaApp) -> Value {
    json!({
        "appId": app.app_id,
        "configId": app.config_id,
        "webhookUrl": app.webhook_url,
        "requireProof": app.require_proof,
        "domains": app.domains,
        "tokenDays": app.token_days,
        "permissions": app.permissions,
        "targetIds": app.target_ids,
    })
}

pub(super) fn business(state: &MetaState, id: &str) -> Value {
    let name = state.businesses.get(id).map(|business| &business.name);
    let accounts = state.accounts_of(id).into_iter();
    let accounts: Vec<Value> = accounts.map(|own| account(state, own)).collect();
    json!({ "id": id, "name": name, "wabas": accounts })
}

pub(super) fn account(state: &MetaState, account: &Account) -> Value {
    let numbers = state.numbers_of(&account.id).into_iter();
    let tokens = state.tokens.values();
    let tokens = tokens.filter(|token| token.covers(&account.id));
    json!({
        "id": account.id,
        "name": account.name,
        "templates": account.templates,
        "subscriptions": account.subscriptions,
        "tokens": tokens.count(),
        "numbers": numbers.map(number).collect::<Vec<_>>(),
    })
}

pub(super) fn number(number: &Number) -> Value {
    json!({
        "id": number.id,
        "wabaId": number.account_id,
        "phoneNumber": format!("+{}", number.digits),
        "displayPhoneNumber": number.display(),
        "verifiedName": number.verified_name,
        "verified": number.verified,
        "hosting": number.hosting,
        "hasPin": number.pin.is_some(),
        "registrations": number.registrations,
        "onboardedAt": number.onboarded_at,
        "synced": number.synced,
    })
}
