//! Stop and start, as one act.

use super::{start, stop};
use crate::app::App;
use crate::domain::session::Session;
use crate::store::StoreError;

pub async fn restart(app: &App, session: &Session) -> Result<Session, StoreError> {
    let stopped = stop::stop(app, session).await?;
    start::start(app, &stopped).await
}
