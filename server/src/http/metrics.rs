//! `GET /metrics` on a separate listener, so that metrics are not public.

use std::time::Instant;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use crate::app::App;
use crate::runtime::metrics;

pub fn router(app: App) -> Router {
    Router::new()
        .route("/metrics", get(figures))
        .with_state(app)
}

async fn figures(State(app): State<App>) -> Response {
    measure(&app).await;
    match app.metrics.write() {
        Ok(text) => ([(CONTENT_TYPE, metrics::CONTENT_TYPE)], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "the figures cannot be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Updates the metrics that are measured now. Those from the database are absent if it does not respond.
async fn measure(app: &App) {
    let begun = Instant::now();
    let counts = app.store.session_counts().await.ok();
    let took = counts.as_ref().map(|_| begun.elapsed());
    app.metrics.sessions.set_counts(counts.as_deref());
    let (tasks, views) = (app.sessions.drivers.count(), app.sessions.hub.len());
    app.metrics.sessions.set_kept(tasks, views);
    let (idle, all) = app.store.connections();
    app.metrics.database.record(took, idle, all);
}
