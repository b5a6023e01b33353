//! Domain values as the API's JSON.

use protocol::api;

use crate::domain::session::Session;
use crate::domain::time::Timestamp;
use crate::domain::widget_session::{Outcome, WidgetSession};

pub fn session(session: &Session) -> api::Session {
    let account = session.account.as_ref();
    api::Session {
        name: session.name.to_string(),
        status: session.status.word().to_owned(),
        status_reason: session.status.reason().map(str::to_owned),
        phone_number: account.map(|account| account.phone_number.clone()),
        push_name: account.and_then(|account| account.push_name.clone()),
        business_name: account.and_then(|account| account.business_name.clone()),
        platform: account.map(|account| account.platform.to_owned()),
        lid: account.map(|account| account.lid.clone()),
        method: session.method.map(|method| method.as_str().to_owned()),
        proxy: session.proxy.clone(),
        created_at: session.created_at.to_string(),
        updated_at: session.updated_at.to_string(),
    }
}

pub(super) fn widget_session(
    widget: &WidgetSession,
    session: String,
    now: Timestamp,
) -> api::WidgetSession {
    let over = widget.outcome == Outcome::Open && now >= widget.expires_at;
    api::WidgetSession {
        id: widget.id.clone(),
        session,
        mode: widget.mode.as_str().to_owned(),
        outcome: if over {
            "expired"
        } else {
            widget.outcome.as_str()
        }
        .to_owned(),
        created_at: widget.created_at.to_string(),
        expires_at: widget.expires_at.to_string(),
    }
}
