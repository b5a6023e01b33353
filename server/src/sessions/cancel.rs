//! The person gives up: the widget session ends, and a session nobody has scanned is stopped with it.

use super::drivers::LinkEnd;
use super::end_link;
use super::open_widget::{Opened, Refused};
use crate::app::App;
use crate::domain::callback::Outcome as Told;
use crate::domain::widget_session::Outcome;

/// Ends it and says where the person goes, if the tenant named a place.
pub async fn cancel(app: &App, opened: &Opened) -> Result<Option<String>, Refused> {
    let session = opened.live.borrow().session.clone();
    if app
        .store
        .end_widget_session(&opened.widget.id, Outcome::Cancelled)
        .await?
    {
        end_link::end_link(app, &session.id, LinkEnd::Withdrawn).await?;
    }
    app.hub.touch(&session.id);
    let told = Told {
        session: session.name.as_str(),
        status: "cancelled",
        method: None,
        reason: None,
        state: opened.widget.state.as_deref(),
    };
    Ok(opened
        .widget
        .callback_url
        .as_ref()
        .map(|url| url.signed(&told, opened.tenant.signing.at(app.now()), app.now())))
}
