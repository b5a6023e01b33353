//! When the webhook `PARTNER_ADDED` is sent, compared with what the opener gets.

use std::sync::Arc;
use std::time::Duration;

use super::plan::Action;
use super::scenario::PartnerAdded;
use super::session::Dialog;
use crate::meta::Meta;
use crate::meta::webhooks::{Signing, bodies, target_of};

/// Longer than a browser needs to pass the code on.
const AFTER: Duration = Duration::from_millis(500);

/// A dialog has finished, and the opener has got nothing yet.
pub(super) async fn at_finish(meta: &Arc<Meta>, dialog: &Dialog, actions: &[Action]) {
    let is_code = |action: &Action| matches!(action, Action::Code { .. });
    let has_code = actions.iter().any(is_code);
    match dialog.scenario.partner_added {
        PartnerAdded::Before => send(meta, dialog).await,
        PartnerAdded::Between | PartnerAdded::After if !has_code => send_later(meta, dialog),
        _ => {}
    }
}

/// The code is about to be passed to the opener.
pub(super) async fn at_code(meta: &Arc<Meta>, dialog: &Dialog) {
    match dialog.scenario.partner_added {
        PartnerAdded::Between => send(meta, dialog).await,
        PartnerAdded::After => send_later(meta, dialog),
        PartnerAdded::Before | PartnerAdded::Never => {}
    }
}

fn send_later(meta: &Arc<Meta>, dialog: &Dialog) {
    let (meta, dialog) = (meta.clone(), dialog.clone());
    tokio::spawn(async move {
        tokio::time::sleep(AFTER).await;
        send(&meta, &dialog).await;
    });
}

async fn send(meta: &Meta, dialog: &Dialog) {
    let state = meta.store.read();
    let app = state.apps.get(&dialog.app_id);
    let choice = dialog.choice.as_ref();
    let account = choice.and_then(|choice| state.accounts.get(&choice.account_id));
    if let (Some(app), Some(account)) = (app, account)
        && let Some(target) = target_of(app)
    {
        let body = bodies::partner("PARTNER_ADDED", app, account, meta.now());
        meta.webhooks.deliver(&target, &body, Signing::Right).await;
    }
}
