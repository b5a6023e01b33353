//! What is shown for each state of a session and of a link.

use super::*;
use crate::domain::appearance::Theme;
use crate::domain::event::QrCode;
use crate::domain::mode::Mode;
use crate::domain::name::SessionName;
use crate::domain::session::{Account, Platform, Session, State};
use crate::domain::signing::SigningSecret;
use crate::sessions::hub::Drawing;

const NOW: Timestamp = Timestamp::from_millis(100_000);

fn widget(outcome: Outcome) -> WidgetSession {
    WidgetSession {
        id: "ws_1".into(),
        tenant_id: "default".into(),
        session_id: "ses_1".into(),
        mode: Mode::Qr,
        callback_url: None,
        allowed_origins: vec![],
        phone_number: None,
        theme: Theme::Auto,
        locale: None,
        state: None,
        meta_app: None,
        outcome,
        method: None,
        reason: None,
        opened: true,
        started: true,
        created_at: Timestamp::from_millis(0),
        expires_at: Timestamp::from_millis(200_000),
    }
}

fn shown(status: Status, outcome: Outcome, failure: Option<Failure>) -> &'static str {
    let tenant = Tenant::new("default".into(), "Acme", SigningSecret::new("s"), NOW);
    let mut session = Session::new(
        "ses_1".into(),
        "default".into(),
        SessionName::parse("a").unwrap(),
        NOW,
    );
    session.failure = failure;
    let is_linked = matches!(
        status,
        Status::Connected | Status::Reconnecting | Status::LoggingIn
    );
    let account = is_linked.then(|| Account {
        phone_number: "+55".into(),
        lid: None,
        push_name: None,
        business_name: None,
        platform: Platform::Consumer,
    });
    session.state = State::from_stored(status, account, Some(NOW)).unwrap();
    let code = ShownCode {
        qr: QrCode::new("2@"),
        expires_at: NOW.plus(Duration::from_secs(20)),
        lasts: Duration::from_secs(20),
    };
    let live = Live {
        seq: 1,
        session,
        code: (status == Status::Scanning && failure != Some(Failure::Unreachable)).then_some(code),
        drawing: Drawing::default(),
        phone_code: None,
        outage: (failure == Some(Failure::Unreachable)).then_some(Outage {
            since: NOW,
            retry_at: NOW.plus(Duration::from_secs(4)),
        }),
    };
    match step(&widget(outcome), &tenant, &live, NOW, &|_| "<svg/>".into()) {
        Step::Preparing => "preparing",
        Step::Qr {
            remaining_ms: 20_000,
            ..
        } => "qr",
        Step::Qr { .. } => "a code with the wrong time",
        Step::Unreachable {
            notice_in_ms: 10_000,
            retry_in_ms: 4_000,
        } => "unreachable",
        Step::Unreachable { .. } => "an outage with the wrong times",
        Step::Scanned => "scanned",
        Step::Connected { .. } => "connected",
        Step::TimedOut => "timed_out",
        Step::Failed { .. } => "failed",
        Step::Expired => "expired",
        Step::Cancelled { .. } => "cancelled",
    }
}

/// A session's status, a link's outcome, a failure, and the step that is shown.
const SHOWN: [(Status, Outcome, Option<Failure>, &str); 20] = [
    (Status::Created, Outcome::Open, None, "preparing"),
    (Status::Scanning, Outcome::Open, None, "qr"),
    (
        Status::Scanning,
        Outcome::Open,
        Some(Failure::Coexistence),
        "failed",
    ),
    (
        Status::Scanning,
        Outcome::Open,
        Some(Failure::Unreachable),
        "unreachable",
    ),
    (
        Status::LoggingIn,
        Outcome::Open,
        Some(Failure::Unreachable),
        "unreachable",
    ),
    (
        Status::Reconnecting,
        Outcome::Connected,
        Some(Failure::Unreachable),
        "connected",
    ),
    (Status::Scanning, Outcome::Cancelled, None, "cancelled"),
    (Status::Scanning, Outcome::Connected, None, "scanned"),
    (Status::Scanning, Outcome::Revoked, None, "expired"),
    (Status::Connected, Outcome::Cancelled, None, "cancelled"),
    (Status::LoggingIn, Outcome::Open, None, "scanned"),
    (Status::Connected, Outcome::Connected, None, "connected"),
    (Status::Connected, Outcome::Open, None, "connected"),
    (Status::Connected, Outcome::Revoked, None, "expired"),
    (Status::Reconnecting, Outcome::Connected, None, "connected"),
    (Status::Reconnecting, Outcome::Open, None, "scanned"),
    (
        Status::Disconnected(Reason::QrTimeout),
        Outcome::Open,
        None,
        "timed_out",
    ),
    (
        Status::Disconnected(Reason::LoggedOut),
        Outcome::Open,
        Some(Failure::WrongNumber),
        "failed",
    ),
    (
        Status::Disconnected(Reason::LoggedOut),
        Outcome::Connected,
        None,
        "expired",
    ),
    (
        Status::Disconnected(Reason::Failed),
        Outcome::Open,
        None,
        "failed",
    ),
];

#[test]
fn every_state_has_something_to_show() {
    for (status, outcome, failure, expected) in SHOWN {
        assert_eq!(
            shown(status, outcome, failure),
            expected,
            "{status:?} {outcome:?} {failure:?}"
        );
    }
}
