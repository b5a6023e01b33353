//! After a start of the process: everything that was alive comes back, also a code that was just scanned when
//! the process died.

use super::driver;
use crate::app::App;
use crate::store::StoreError;

pub async fn resume(app: &App) -> Result<usize, StoreError> {
    let wanted = app.store.wanted_sessions().await?;
    for session_id in &wanted {
        driver::ensure(app, session_id);
    }
    Ok(wanted.len())
}
