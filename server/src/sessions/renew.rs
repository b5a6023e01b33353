//! "Show a new code": after the codes ran out, after an attempt failed, and where the codes on show are for another
//! number than the link's.

use super::drivers::{self, Action};
use super::open_widget::{self, Opened, Refused};
use crate::app::App;

pub async fn renew(app: &App, opened: &Opened) -> Result<(), Refused> {
    if !opened.widget.is_open(app.now()) {
        return Err(Refused::Gone);
    }
    open_widget::start(app, opened).await?;
    let action = Action::RenewLink(opened.widget.phone_number.clone());
    drivers::ask(app, &opened.widget.session_id, action).await?;
    Ok(())
}
