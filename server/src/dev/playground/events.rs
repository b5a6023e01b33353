//! The backend of the playground's events: an endpoint that receives webhooks, and the stream that shows a page what
//! was received and which attempts were made.

mod endpoint;
mod register;
mod stream;
mod summary;
mod verify;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::OnceCell;

use self::endpoint::{Answer, Endpoint, ReceivedEvent};
use crate::app::App;
use crate::domain::id::WebhookId;
use crate::domain::webhook::{HmacKey, Webhook};
use crate::store::StoreError;
use crate::webhooks::{manage, test_delivery};

/// The path of the endpoint on the playground's origin.
const PATH: &str = "/webhook";

/// Deliveries that fail when the page requests it: enough to see longer pauses, fewer than the attempts of a
/// delivery.
const FAILURES: u32 = 3;

#[derive(Clone)]
struct Backend(Arc<Parts>);

struct Parts {
    app: App,
    url: String,
    endpoint: Endpoint,
    /// The webhook's id, once it is registered.
    webhook: OnceCell<WebhookId>,
}

impl std::ops::Deref for Backend {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Backend {
    /// Registers the webhook once.
    async fn webhook_id(&self) -> Result<WebhookId, manage::WebhookChangeError> {
        let register = || register::register(&self.app, &self.url);
        self.webhook.get_or_try_init(register).await.copied()
    }

    async fn webhook(&self) -> Result<Option<Webhook>, manage::WebhookChangeError> {
        let id = self.webhook_id().await?;
        Ok(self.app.store.webhook_by_id(id).await?)
    }
}

pub(super) fn router(app: App, origin: &str) -> Router {
    let backend = Backend(Arc::new(Parts {
        app: app.clone(),
        url: format!("{origin}{PATH}"),
        endpoint: Endpoint::default(),
        webhook: OnceCell::new(),
    }));
    let starting = backend.clone();
    app.tasks.spawn(async move {
        if let Err(error) = starting.webhook_id().await {
            tracing::warn!(%error, "the playground shows no events: its webhook was refused");
        }
    });
    Router::new()
        .route(PATH, post(receive))
        .route("/events", get(stream::get))
        .route("/events/failing", post(fail))
        .route("/events/test", post(test))
        .with_state(backend)
}

/// Receives a delivery as a tenant's backend does: verifies, stores, responds.
async fn receive(State(backend): State<Backend>, headers: HeaderMap, body: Bytes) -> Response {
    let now = backend.app.now();
    let Ok(keys) = keys(&backend).await else {
        return text_response(StatusCode::SERVICE_UNAVAILABLE, "The key is out of reach.");
    };
    if !verify::is_genuine(&keys, &headers, &body, now) {
        return text_response(StatusCode::UNAUTHORIZED, "The signature does not fit.");
    }
    let Some(received) = ReceivedEvent::read(&body, now) else {
        return text_response(StatusCode::BAD_REQUEST, "This is not an event.");
    };
    match backend.endpoint.take(received) {
        Answer::Accepted => StatusCode::NO_CONTENT.into_response(),
        Answer::Failing => text_response(
            StatusCode::INTERNAL_SERVER_ERROR,
            "The playground was asked to fail.",
        ),
    }
}

/// Read for each delivery, so that a changed key is used at once.
async fn keys(backend: &Backend) -> Result<Vec<HmacKey>, manage::WebhookChangeError> {
    let id = backend.webhook_id().await?;
    Ok(backend
        .app
        .store
        .webhook_keys(id, backend.app.now())
        .await?)
}

#[derive(Deserialize)]
struct Switch {
    on: bool,
}

async fn fail(State(backend): State<Backend>, Json(switch): Json<Switch>) -> Json<Value> {
    let left = if switch.on { FAILURES } else { 0 };
    backend.endpoint.fail_next(left);
    Json(json!({"left": left}))
}

/// Sends `webhook.test`, as `POST /api/webhooks/{id}/test` does.
async fn test(State(backend): State<Backend>) -> Response {
    match try_it(&backend).await {
        Ok(Some(_)) => Json(json!({"sent": true})).into_response(),
        Ok(None) => super::error_response(
            "The playground’s webhook was deleted. Start the service again to get another.",
        ),
        Err(error) => super::error_response(&format!("The playground has no webhook: {error}.")),
    }
}

async fn try_it(backend: &Backend) -> Result<Option<()>, manage::WebhookChangeError> {
    let Some(webhook) = backend.webhook().await? else {
        return Ok(None);
    };
    let sent: Result<_, StoreError> = test_delivery::test(&backend.app.webhooks, &webhook).await;
    Ok(sent?.map(drop))
}

fn text_response(status: StatusCode, sentence: &str) -> Response {
    (status, Json(json!({"error": sentence}))).into_response()
}
