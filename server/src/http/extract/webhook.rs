//! The webhook in the path, if it belongs to the caller's tenant. Otherwise it is not found.

use std::collections::HashMap;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;

use super::ManagesWebhooks;
use crate::app::App;
use crate::domain::id::WebhookId;
use crate::domain::webhook::Webhook;
use crate::http::error::{ApiError, ErrorCode};
use crate::webhooks::manage;

/// A webhook that the caller may read, change and delete.
pub(in crate::http) struct ManagedWebhook(pub Webhook);

impl FromRequestParts<App> for ManagedWebhook {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let caller = ManagesWebhooks::from_request_parts(parts, app).await?;
        let id = path_value(parts, app, "id").await?;
        let id = id.parse().map_err(|_| ErrorCode::WebhookNotFound)?;
        let id = WebhookId(id);
        let found = manage::find(&app.webhooks, &caller.tenant_id, id).await?;
        found
            .map(ManagedWebhook)
            .ok_or(ErrorCode::WebhookNotFound.into())
    }
}

/// The id of a delivery of the webhook.
pub(in crate::http) struct DeliveryId(pub String);

impl FromRequestParts<App> for DeliveryId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        path_value(parts, app, "delivery").await.map(DeliveryId)
    }
}

/// A value in the path. A path that is not valid UTF-8, or has a NUL, is not found.
async fn path_value(parts: &mut Parts, app: &App, name: &str) -> Result<String, ApiError> {
    let path = Path::<HashMap<String, String>>::from_request_parts(parts, app).await;
    let Path(mut parts) = path.map_err(|_| ErrorCode::NoSuchRoute)?;
    let value = parts.remove(name).filter(|value| !value.contains('\0'));
    value.ok_or(ErrorCode::NoSuchRoute.into())
}
