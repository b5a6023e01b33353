//! Domain events as rows: the payload a webhook will carry.

use serde_json::{Value, json};

use crate::domain::event::Event;
use crate::domain::failure::Failure;
use crate::domain::mode::Method;
use crate::domain::session::{Account, Session, Status};
use crate::domain::time::Timestamp;
use crate::domain::transition::Change;
use crate::domain::widget_session::WidgetSession;
use crate::runtime::ids::Ids;
use crate::store::EventRow;

/// The events of a change: of the session itself, and of each link that was waiting for it.
pub(super) fn rows(
    change: &Change,
    links: &[WidgetSession],
    ids: &Ids,
    at: Timestamp,
) -> Vec<EventRow> {
    let row = |event, payload: Value| EventRow {
        id: ids.next(at),
        event,
        payload: payload.to_string(),
        source: None,
        at,
    };
    let mut rows: Vec<EventRow> = change
        .events
        .iter()
        .map(|event| row(event.name(), payload(event)))
        .collect();
    for link in links {
        rows.extend(
            completed(link, &change.session).map(|payload| row("widget.completed", payload)),
        );
        let failed = change
            .failed
            .and_then(|why| failed(link, &change.session, why));
        rows.extend(failed.map(|payload| row("widget.failed", payload)));
    }
    rows
}

fn completed(link: &WidgetSession, session: &Session) -> Option<Value> {
    let account = session.account()?;
    let done = session.status() == Status::Connected && link.admits(account);
    done.then(|| {
        json!({
            "id": link.id, "session": session.name.as_str(), "state": link.state,
            "method": session.method.map_or("qr", Method::as_str), "phoneNumber": account.phone_number,
        })
    })
}

fn failed(link: &WidgetSession, session: &Session, why: Failure) -> Option<Value> {
    link.may_show_codes_of(session).then(|| {
        json!({
            "id": link.id, "session": session.name.as_str(), "state": link.state,
            "reason": why.as_str(),
        })
    })
}

fn payload(event: &Event) -> Value {
    match event {
        Event::Qr { qr, expires_at } => {
            json!({"qr": qr.expose(), "expiresAt": expires_at.to_string()})
        }
        Event::Status { status, failure } => json!({
            "status": status.word(),
            "statusReason": status.reason(),
            "failure": failure.map(Failure::as_str),
        }),
        Event::Connected { account, method } => {
            let Account {
                phone_number,
                lid,
                push_name,
                business_name,
                platform,
            } = account;
            json!({
                "phoneNumber": phone_number, "pushName": push_name, "businessName": business_name,
                "platform": platform.as_str(), "lid": lid, "method": method.as_str(),
            })
        }
        Event::Restricted { until } => json!({"until": until.to_string()}),
        Event::RestrictionEnded => json!({}),
        Event::LoggedOut { account, reason } => {
            json!({"phoneNumber": account.as_ref().map(|account| &account.phone_number), "reason": reason})
        }
    }
}
