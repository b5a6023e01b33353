//! Deleting a session leaves nothing of it: it is logged out first, then every row of it goes.

use super::log_out;
use crate::app::App;
use crate::domain::session::Session;
use crate::store::StoreError;

pub async fn delete(app: &App, session: &Session) -> Result<(), StoreError> {
    let session = log_out::log_out(app, session).await?;
    app.drivers.stop(&session.id).await;
    app.store.delete_session(&session).await?;
    app.hub.touch(&session.id);
    Ok(())
}
