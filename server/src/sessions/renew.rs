//! "Show a new code": after the codes ran out, after an attempt failed, and where the codes on show are for another
//! number than the link's.

use super::command::Action;
use super::dispatch;
use super::open_widget::{self, LoadedLink, OpenLinkError};
use crate::sessions::Sessions;

pub async fn renew(sessions: &Sessions, opened: &LoadedLink) -> Result<(), OpenLinkError> {
    if !opened.widget.is_open(sessions.now()) {
        return Err(OpenLinkError::Gone);
    }
    open_widget::start(sessions, opened).await?;
    let action = Action::RenewLink(opened.widget.phone_number.clone());
    dispatch::send(sessions, &opened.widget.session_id, action).await?;
    Ok(())
}
