//! What a report about one session contains: versions, states, times and error codes, so that it can be sent to
//! somebody who looks for the cause of a failure. No number, no name, no key, no code and no message. Text enters it
//! as a [`Code`] only, which has room for none of these.

use serde::Serialize;
use serde_json::Value;

use crate::domain::failure::Failure;
use crate::domain::mode::Method;
use crate::domain::session::{Platform, Session};
use crate::domain::session_history::{Code, StoredEntry};
use crate::domain::time::Timestamp;
use crate::store::{LinkSteps, PastEvent, PublishedVersion, Store, StoreError};

/// How many events are listed.
const MOST_EVENTS: i64 = 100;

/// The parts of an event's payload that are words and codes.
const FIELDS: [&str; 8] = [
    "status",
    "statusReason",
    "failure",
    "reason",
    "method",
    "platform",
    "code",
    "type",
];

/// A report about one session.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    pub written_at: String,
    pub program: Program,
    pub whatsapp_version: Option<Version>,
    pub session: State,
    pub links: Vec<Link>,
    pub history: Vec<Happened>,
    pub events: Vec<Happened>,
}

/// The program that wrote the report.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Program {
    pub version: &'static str,
    pub client: &'static str,
    pub is_sandbox: bool,
    pub system: String,
    pub database: &'static str,
}

/// The version of the web client that WhatsApp published last.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    pub version: String,
    pub since: String,
    pub checked_at: String,
}

/// The session as it is.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    /// Not the name, which may be a phone number.
    pub id: String,
    pub status: &'static str,
    pub status_reason: Option<&'static str>,
    pub failure: Option<&'static str>,
    pub method: Option<&'static str>,
    pub platform: Option<&'static str>,
    pub is_announced: bool,
    pub has_proxy: bool,
    pub has_number_lock: bool,
    pub started_by: &'static str,
    pub created_at: String,
    pub updated_at: String,
}

/// One link of the session; the times are milliseconds since its page was opened.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Link {
    pub method: Option<String>,
    pub outcome: String,
    pub reasons: Vec<String>,
    pub opened_at: Option<String>,
    pub shown_ms: Option<i64>,
    pub scanned_ms: Option<i64>,
    pub linked_ms: Option<i64>,
}

/// Something that happened, with its codes.
#[derive(Serialize)]
pub struct Happened {
    pub at: String,
    pub what: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
}

/// Reads the report about a session.
pub async fn read(
    store: &Store,
    session: &Session,
    program: Program,
    at: Timestamp,
) -> Result<Report, StoreError> {
    let links = store.link_steps(&session.id).await?;
    let history = store.session_history(&session.id).await?;
    let events = store.last_events(session, MOST_EVENTS).await?;
    Ok(Report {
        written_at: at.to_string(),
        program,
        whatsapp_version: store.published_version().await?.map(version),
        session: state(session),
        links: links.iter().map(link).collect(),
        history: history.iter().map(entry).collect(),
        events: events.iter().map(event).collect(),
    })
}

fn version(published: PublishedVersion) -> Version {
    Version {
        version: published.version.to_string(),
        since: published.since.to_string(),
        checked_at: published.checked_at.to_string(),
    }
}

fn state(session: &Session) -> State {
    let status = session.status();
    State {
        id: session.id.as_str().to_owned(),
        status: status.word(),
        status_reason: status.reason(),
        failure: session.failure.map(Failure::as_str),
        method: session.method.map(Method::as_str),
        platform: session
            .account()
            .map(|account| Platform::as_str(account.platform)),
        is_announced: session.announced,
        has_proxy: session.proxy.is_some(),
        has_number_lock: session.code_lock.is_some(),
        started_by: session.started_by.as_str(),
        created_at: session.created_at.to_string(),
        updated_at: session.updated_at.to_string(),
    }
}

fn link(steps: &LinkSteps) -> Link {
    let reasons = steps.reasons.split(',').filter(|reason| !reason.is_empty());
    Link {
        method: steps.method.as_deref().map(code),
        outcome: code(&steps.outcome),
        reasons: reasons.map(code).collect(),
        opened_at: steps.opened_at.map(|at| at.to_string()),
        shown_ms: steps.shown_ms,
        scanned_ms: steps.scanned_ms,
        linked_ms: steps.linked_ms,
    }
}

fn entry(entry: &StoredEntry) -> Happened {
    Happened {
        at: entry.at.to_string(),
        what: entry.what.as_str().to_owned(),
        codes: entry
            .code
            .iter()
            .map(|code| code.as_str().to_owned())
            .collect(),
    }
}

fn event(event: &PastEvent) -> Happened {
    let payload = event.payload.as_ref();
    let field = |name: &&str| payload?.get(name).and_then(Value::as_str);
    Happened {
        at: event.at.to_string(),
        what: code(&event.event),
        codes: FIELDS.iter().filter_map(field).map(code).collect(),
    }
}

fn code(text: &str) -> String {
    Code::new(text).as_str().to_owned()
}
