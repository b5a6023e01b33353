//! "Show a new code": after the codes have expired, after an attempt has failed, and when the codes that are shown are
//! for another number than the link's.

use super::command::Action;
use super::dispatch;
use super::open_widget::{LoadedLink, OpenLinkError};
use crate::sessions::Sessions;

pub async fn renew(sessions: &Sessions, opened: &mut LoadedLink) -> Result<(), OpenLinkError> {
    if !opened.widget.is_open(sessions.now()) {
        return Err(OpenLinkError::LinkNotFound);
    }
    opened.start(sessions).await?;
    let action = Action::RenewLink(opened.widget.phone_number.clone());
    dispatch::send(sessions, &opened.widget.session_id, action).await?;
    Ok(())
}
