//! Unlinks at WhatsApp and throws the credentials away. A session that is stopped is started for it, because
//! only a connected device may remove itself; where WhatsApp cannot be reached in time, our half goes anyway.

use std::time::Duration;

use super::{start, watch};
use crate::app::App;
use crate::domain::session::{Session, Status};
use crate::store::StoreError;

/// How long a stopped session gets to log in, to be able to say good-bye.
const PATIENCE: Duration = Duration::from_secs(8);

pub async fn log_out(app: &App, session: &Session) -> Result<Session, StoreError> {
    if session.account.is_some() && !session.status.is_wanted() {
        start::start(app, session).await?;
        let mut live = watch::watch(app, session).await?;
        let connected = live.wait_for(|live| {
            live.session.status == Status::Connected || live.session.account.is_none()
        });
        let _ = tokio::time::timeout(PATIENCE, connected).await;
    }
    app.drivers.log_out(&session.id).await;
    Ok(app
        .store
        .session(&session.id)
        .await?
        .unwrap_or_else(|| session.clone()))
}
