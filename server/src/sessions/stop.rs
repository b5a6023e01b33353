//! Stopping a session; what is stopped already stays as it is.

use crate::app::App;
use crate::domain::session::Session;
use crate::store::StoreError;

pub async fn stop(app: &App, session: &Session) -> Result<Session, StoreError> {
    app.drivers.stop(&session.id).await;
    Ok(app
        .store
        .session(&session.id)
        .await?
        .unwrap_or_else(|| session.clone()))
}
