//! "Show a new code": starts the session again after its codes ran out or an attempt failed.

use super::open_widget::{Opened, Refused};
use super::{start, stop};
use crate::app::App;
use crate::domain::session::Status;

pub async fn renew(app: &App, opened: &Opened) -> Result<(), Refused> {
    if !opened.widget.is_open(app.now()) {
        return Err(Refused::Gone);
    }
    let (session, failure) = {
        let live = opened.live.borrow();
        (live.session.clone(), live.failure)
    };
    match session.status {
        Status::Created | Status::Disconnected(_) => start::start(app, &session).await?,
        // Refused by the phone while the code is still shown: begin with a new one.
        Status::Scanning if failure.is_some() => {
            let stopped = stop::stop(app, &session).await?;
            start::start(app, &stopped).await?
        }
        _ => {
            // Should it wait to try again: now is better.
            if let Some(line) = app.drivers.line(&session.id) {
                line.renew();
            }
            session
        }
    };
    Ok(())
}
