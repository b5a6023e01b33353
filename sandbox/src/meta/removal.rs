//! A business removes an app: its tokens end, its subscription ends, and a webhook reports it.

use std::sync::Arc;

use super::Meta;
use super::model::{MetaApp, TokenState};
use super::state::State;
use super::webhooks::{bodies, spawn, target_of};

/// Removes every app from a WABA. Returns how many tokens have ended.
pub(crate) fn remove_app(meta: &Arc<Meta>, account_id: &str, event: &str) -> anyhow::Result<usize> {
    let now = meta.now();
    let before = meta.store.read();
    let ended = meta.store.change(|state| {
        if let Some(account) = state.accounts.get_mut(account_id) {
            account.subscriptions.clear();
        }
        anyhow::Ok(state.set_tokens(account_id, TokenState::AppRemoved))
    })?;
    for app in apps_of(&before, account_id) {
        if let (Some(target), Some(account)) = (target_of(app), before.accounts.get(account_id)) {
            spawn(meta, target, bodies::partner(event, app, account, now));
        }
    }
    Ok(ended)
}

/// The apps that have a token for a WABA.
fn apps_of<'a>(state: &'a State, account_id: &str) -> Vec<&'a MetaApp> {
    let has_token = |app: &&MetaApp| {
        let mut tokens = state.tokens.values();
        tokens.any(|token| token.app_id == app.app_id && token.covers(account_id))
    };
    state.apps.values().filter(has_token).collect()
}
