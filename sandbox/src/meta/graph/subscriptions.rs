//! `/{waba}/subscribed_apps`: which apps receive the webhooks of a WABA.

use serde_json::{Value, json};

use super::Reply;
use super::access::Access;
use super::error::GraphError;
use super::request::GraphRequest;
use crate::meta::Meta;
use crate::meta::model::{MetaApp, Subscription};

pub(super) async fn subscribe(meta: &Meta, request: &GraphRequest) -> Reply {
    let access = Access::to_manage(meta, request)?;
    let account_id = access.account(&meta.store.read(), request)?.id.clone();
    let app_id = access.token.app_id;
    let override_callback_uri = request.param("override_callback_uri");
    if let Some(uri) = &override_callback_uri {
        check_override(meta, request, &app_id, uri).await?;
    }
    let subscription = Subscription {
        override_callback_uri,
    };
    meta.store.change(|state| {
        if let Some(account) = state.accounts.get_mut(&account_id) {
            account.subscriptions.insert(app_id, subscription);
        }
        Ok::<_, GraphError>(json!({ "success": true }))
    })
}

/// Meta takes another address only for an app that has one, and verifies it at once.
async fn check_override(
    meta: &Meta,
    request: &GraphRequest,
    app_id: &str,
    uri: &str,
) -> Result<(), GraphError> {
    let has_webhook = |app: &MetaApp| app.webhook_url.is_some();
    if !meta.store.read().apps.get(app_id).is_some_and(has_webhook) {
        let message = "Before override the current callback uri, your app must be subscribed to receive messages \
                       for WhatsApp Business Account";
        return Err(GraphError::numbered(100, message));
    }
    let verify_token = request.required("verify_token")?;
    let challenge = meta.webhooks.challenge(uri, &verify_token).await;
    challenge.map_err(|reason| {
        let message = format!("Callback verification failed with the following errors: {reason}");
        GraphError::numbered(2200, &message)
    })
}

pub(super) fn unsubscribe(meta: &Meta, request: &GraphRequest) -> Reply {
    let access = Access::to_manage(meta, request)?;
    let account_id = access.account(&meta.store.read(), request)?.id.clone();
    meta.store.change(|state| {
        if let Some(account) = state.accounts.get_mut(&account_id) {
            account.subscriptions.remove(&access.token.app_id);
        }
        Ok(json!({ "success": true }))
    })
}

pub(super) fn list(meta: &Meta, request: &GraphRequest) -> Reply {
    let access = Access::to_manage(meta, request)?;
    let state = meta.store.read();
    let account = access.account(&state, request)?;
    let subscriptions = account.subscriptions.iter();
    let data: Vec<Value> = subscriptions
        .map(|(app_id, subscription)| view(app_id, subscription))
        .collect();
    Ok(json!({ "data": data }))
}

fn view(app_id: &str, subscription: &Subscription) -> Value {
    let link = format!("https://www.facebook.com/games/?app_id={app_id}");
    let app = json!({ "link": link, "name": "Sandbox", "id": app_id });
    let mut view = json!({ "whatsapp_business_api_data": app });
    if let Some(uri) = &subscription.override_callback_uri {
        view["override_callback_uri"] = json!(uri);
    }
    view
}
