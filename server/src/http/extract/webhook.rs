//! The webhook an address names, if it is the caller's. Another tenant's webhook does not exist.

use std::collections::HashMap;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;

use super::ManagesWebhooks;
use crate::app::App;
use crate::domain::webhook::Webhook;
use crate::http::error::ApiError;
use crate::webhooks::manage;

/// A webhook the caller may look at, change and delete.
pub(in crate::http) struct ManagedWebhook(pub Webhook);

impl FromRequestParts<App> for ManagedWebhook {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let caller = ManagesWebhooks::from_request_parts(parts, app).await?;
        let path = Path::<HashMap<String, String>>::from_request_parts(parts, app).await;
        let id = path
            .ok()
            .and_then(|Path(named)| named.get("id")?.parse().ok())
            .ok_or(ApiError::NoSuchWebhook)?;
        let found = manage::find(app, &caller.tenant_id, id).await?;
        found.map(ManagedWebhook).ok_or(ApiError::NoSuchWebhook)
    }
}
