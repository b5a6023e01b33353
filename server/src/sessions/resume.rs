//! After a start of the process: everything that was alive comes back, also a code that was just scanned when
//! the process died.
//!
//! What the row says of a connected session was true of the process before; until this one has logged in, the
//! session is on its way back, and nobody shall read otherwise.

use super::{driver, envelope};
use crate::app::App;
use crate::domain::transition::{self, Input};
use crate::store::StoreError;

pub async fn resume(app: &App) -> Result<usize, StoreError> {
    let wanted = app.store.wanted_sessions().await?;
    for session_id in &wanted {
        forget_connection(app, session_id).await?;
    }
    for session_id in &wanted {
        driver::ensure(app, session_id);
    }
    Ok(wanted.len())
}

async fn forget_connection(app: &App, session_id: &str) -> Result<(), StoreError> {
    let Some(session) = app.store.session(session_id).await? else {
        return Ok(());
    };
    let at = app.now();
    let change = transition::apply(&session, Input::Dropped, at);
    if change.is_nothing(&session) {
        return Ok(());
    }
    let rows = envelope::rows(&change.events, &app.ids, at);
    app.store.commit(&change.session, &rows).await
}
