//! Starting a session, which waits until its state says so: the caller's next question must not race it.

use std::time::Duration;

use super::driver;
use crate::app::App;
use crate::domain::session::Session;
use crate::sessions::watch;
use crate::store::StoreError;

/// A driver says where its session stands as its first act. Longer than this, the database is in trouble.
const PATIENCE: Duration = Duration::from_secs(5);

/// Starts `session`. Starting what runs changes nothing.
pub async fn start(app: &App, session: &Session) -> Result<Session, StoreError> {
    let mut live = watch::watch(app, session).await?;
    let before = live.borrow().seq;
    driver::ensure(app, &session.id);
    let told = live.wait_for(|live| live.session.status.is_wanted() || live.seq != before);
    match tokio::time::timeout(PATIENCE, told).await {
        Ok(Ok(live)) => Ok(live.session.clone()),
        _ => Ok(session.clone()),
    }
}
