//! Every state and every input, and what each change reports.

use super::*;
use crate::domain::name::SessionName;
use crate::domain::session::Platform;

const AT: Timestamp = Timestamp::from_millis(5_000);

fn account() -> Account {
    Account {
        phone_number: "+5511999990001".into(),
        lid: Some("9@lid".into()),
        push_name: None,
        business_name: Some("Pão".into()),
        platform: Platform::Business,
    }
}

fn session(status: Status, account: Option<Account>) -> Session {
    let mut session = Session::new(
        "ses_1".into(),
        "default".into(),
        SessionName::parse("a").unwrap(),
        Timestamp::from_millis(1),
    );
    session.announced = matches!(status, Status::Connected | Status::Reconnecting);
    session.state = State::from_stored(status, account, Some(AT)).unwrap();
    session
}

fn inputs() -> Vec<Input> {
    vec![
        Input::Start {
            by: StartedBy::Backend,
            lock: None,
        },
        Input::Stop,
        Input::CodeShown {
            qr: QrCode::new("2@x"),
            expires_at: AT,
        },
        Input::CodesExhausted,
        Input::Linked {
            account: account(),
            method: Method::Qr,
        },
        Input::Connected { account: account() },
        Input::Dropped,
        Input::LoggedOut { reason: "unlinked" },
        Input::Banned { until: AT },
        Input::Replaced,
        Input::Failed(Failure::Unknown),
        Input::Resume,
        Input::Restart { lock: None },
        Input::Refused(Failure::LinkRefused),
        Input::SignedUp { account: account() },
    ]
}

fn status(status: Status) -> Event {
    Event::Status {
        status,
        failure: None,
    }
}

/// One row a state (and whether an account is linked), one column an input (in the order of `inputs`): the state after
/// it, `.` for unchanged.
const TRANSITIONS: [(&str, bool, &str); 12] = [
    (
        "created",
        false,
        "scanning . . . . . . . . . . . . . connected",
    ),
    (
        "scanning",
        false,
        ". manual_stop . qr_timeout logging_in connected . logged_out temporary_ban stream_error \
         failed . . . connected",
    ),
    (
        "logging_in",
        true,
        ". manual_stop . . . connected . logged_out temporary_ban stream_error . . . . .",
    ),
    (
        "connected",
        true,
        ". manual_stop . . . . reconnecting logged_out temporary_ban stream_error reconnecting . \
         reconnecting . .",
    ),
    (
        "reconnecting",
        true,
        ". manual_stop . . . connected . logged_out temporary_ban stream_error . . . . .",
    ),
    (
        "manual_stop",
        true,
        "reconnecting . . . . . . logged_out . . . reconnecting . . .",
    ),
    (
        "manual_stop",
        false,
        "scanning . . . . . . . . . . scanning . . connected",
    ),
    (
        "qr_timeout",
        false,
        "scanning . . . . . . . . . . scanning . . connected",
    ),
    (
        "logged_out",
        false,
        "scanning . . . . . . . . . . scanning . . connected",
    ),
    (
        "failed",
        true,
        "reconnecting . . . . . . logged_out . . . reconnecting . . .",
    ),
    (
        "temporary_ban",
        true,
        "reconnecting manual_stop . . . . . logged_out . . . reconnecting . . .",
    ),
    (
        "stream_error",
        true,
        "reconnecting . . . . . . logged_out . . . reconnecting . . .",
    ),
];

#[test]
fn every_state_answers_every_input() {
    for (word, linked, row) in TRANSITIONS {
        let before = session(Status::from_stored(word).unwrap(), linked.then(account));
        for (input, expected) in inputs().into_iter().zip(row.split(' ')) {
            let after = apply(&before, input.clone(), AT).session.status().stored();
            assert_eq!(
                after,
                if expected == "." { word } else { expected },
                "{word} + {input:?}"
            );
        }
    }
}

#[test]
fn a_scan_is_announced_once() {
    let scanned = apply(
        &session(Status::Scanning, None),
        Input::Linked {
            account: account(),
            method: Method::Qr,
        },
        AT,
    );
    assert_eq!(scanned.events, [status(Status::LoggingIn)]);
    let login = Account {
        business_name: None,
        push_name: Some("Bia".into()),
        platform: Platform::Consumer,
        ..account()
    };
    let connected = apply(
        &scanned.session,
        Input::Connected {
            account: login.clone(),
        },
        AT,
    );
    let whole = Account {
        push_name: Some("Bia".into()),
        ..account()
    };
    assert_eq!(
        connected.events,
        [
            status(Status::Connected),
            Event::Connected {
                account: whole,
                method: Method::Qr
            }
        ]
    );
    let again = apply(&connected.session, Input::Connected { account: login }, AT);
    assert!(again.is_nothing(&connected.session));
}

#[test]
fn a_link_is_announced_even_if_its_first_login_took_a_restart() {
    let linked = Input::Linked {
        account: account(),
        method: Method::Pairing,
    };
    let scanned = apply(&session(Status::Scanning, None), linked, AT);
    let banned = apply(&scanned.session, Input::Banned { until: AT }, AT);
    assert_eq!(banned.session.state.resume_at(), Some(AT));
    let again = apply(&banned.session, Input::Resume, AT);
    assert_eq!(again.session.state.resume_at(), None);
    let back = apply(&again.session, Input::Connected { account: account() }, AT);
    let announced = Event::Connected {
        account: account(),
        method: Method::Pairing,
    };
    assert_eq!(back.events[1..], [announced]);
}

/// Links are judged by the time of the scan, and not of the login.
#[test]
fn the_time_of_a_scan_is_kept_until_its_link_is_announced() {
    let at = |seconds: u64| AT.plus(std::time::Duration::from_secs(seconds));
    let linked = Input::Linked {
        account: account(),
        method: Method::Qr,
    };
    let connected = || Input::Connected { account: account() };
    let mut session = session(Status::Scanning, None);
    for (input, seconds, expected) in [
        (linked, 1, Some(at(1))),
        (Input::Unreachable, 2, Some(at(1))),
        (Input::Banned { until: at(4) }, 3, Some(at(1))),
        (Input::Resume, 4, Some(at(1))),
        (connected(), 5, Some(at(1))),
        (Input::PushName("Bia".into()), 6, None),
        (Input::Dropped, 7, None),
        (connected(), 8, None),
    ] {
        session = apply(&session, input.clone(), at(seconds)).session;
        assert_eq!(session.scanned_at, expected, "{input:?}");
    }
}

/// The process died between a scan and its record.
#[test]
fn a_scan_that_was_not_recorded_is_not_later_than_the_last_change() {
    let scanning = session(Status::Scanning, None);
    let connected = apply(&scanning, Input::Connected { account: account() }, AT);
    assert_eq!(connected.session.scanned_at, Some(scanning.updated_at));
}

#[test]
fn a_signup_connects_and_is_announced() {
    let signed_up = apply(
        &session(Status::Created, None),
        Input::SignedUp { account: account() },
        AT,
    );
    let announced = Event::Connected {
        account: account(),
        method: Method::CloudApi,
    };
    assert_eq!(signed_up.events, [status(Status::Connected), announced]);
    assert_eq!(signed_up.session.method, Some(Method::CloudApi));
}

#[test]
fn a_reconnect_is_not_announced() {
    let dropped = apply(
        &session(Status::Connected, Some(account())),
        Input::Dropped,
        AT,
    );
    let back = apply(
        &dropped.session,
        Input::Connected { account: account() },
        AT,
    );
    assert_eq!(back.events, [status(Status::Connected)]);
}

#[test]
fn a_log_out_removes_the_account_and_reports_it() {
    let out = apply(
        &session(Status::Connected, Some(account())),
        Input::LoggedOut { reason: "unlinked" },
        AT,
    );
    assert_eq!(out.session.account(), None);
    assert_eq!(
        out.events[1],
        Event::LoggedOut {
            account: Some(account()),
            reason: "unlinked"
        }
    );
    assert!(
        apply(&out.session, Input::LoggedOut { reason: "unlinked" }, AT).is_nothing(&out.session)
    );
}

#[test]
fn updated_at_changes_only_with_the_session() {
    let waiting = session(Status::Scanning, None);
    let shown = apply(
        &waiting,
        Input::CodeShown {
            qr: QrCode::new("2@x"),
            expires_at: AT,
        },
        AT,
    );
    assert_eq!(shown.session.updated_at, waiting.updated_at);
    assert_eq!(apply(&waiting, Input::Stop, AT).session.updated_at, AT);
}

#[test]
fn a_lock_applies_until_a_number_is_connected() {
    let lock = PhoneNumber::parse("+5511999990001").unwrap();
    let started = Input::Start {
        by: StartedBy::Link,
        lock: Some(lock.clone()),
    };
    let scanning = apply(&session(Status::Created, None), started, AT).session;
    assert_eq!(scanning.code_lock, Some(lock.clone()));
    let linked = Input::Linked {
        account: account(),
        method: Method::Qr,
    };
    for input in [Input::Stop, Input::CodesExhausted, linked] {
        let after = apply(&scanning, input, AT).session;
        assert_eq!(after.code_lock, Some(lock.clone()));
    }
    let connected = apply(&scanning, Input::Connected { account: account() }, AT);
    assert_eq!(connected.session.code_lock, None);
}

#[test]
fn a_failure_is_reported_without_a_change_of_status_and_ends_with_the_next_code() {
    let failed = apply(
        &session(Status::Scanning, None),
        Input::Refused(Failure::PasskeyRequired),
        AT,
    );
    let reported = Event::Status {
        status: Status::Scanning,
        failure: Some(Failure::PasskeyRequired),
    };
    assert_eq!(failed.events, std::slice::from_ref(&reported));
    let again = Input::Refused(Failure::PasskeyRequired);
    assert_eq!(apply(&failed.session, again, AT).events, [reported]);
    let shown = Input::CodeShown {
        qr: QrCode::new("2@x"),
        expires_at: AT,
    };
    assert_eq!(apply(&failed.session, shown, AT).session.failure, None);
}

#[test]
fn an_outage_is_reported_once_and_is_over_when_whatsapp_is_reached() {
    for status in [Status::Scanning, Status::Connected, Status::Reconnecting] {
        let linked = (status != Status::Scanning).then(account);
        let out = apply(&session(status, linked), Input::Unreachable, AT);
        let reported = Event::Status {
            status,
            failure: Some(Failure::Unreachable),
        };
        assert_eq!(out.events, [reported]);
        assert_eq!(out.failed, None, "it is tried again");
        let again = apply(&out.session, Input::Unreachable, AT);
        assert!(again.is_nothing(&out.session));
        let reached = apply(&out.session, Input::Reached, AT);
        assert_eq!(
            (reached.session.failure, reached.events),
            (None, Vec::new())
        );
    }
    let refused = Input::Refused(Failure::PasskeyRequired);
    let refused = apply(&session(Status::Scanning, None), refused, AT).session;
    for input in [Input::Unreachable, Input::Reached] {
        assert!(apply(&refused, input, AT).is_nothing(&refused));
    }
    let stopped = session(Status::Disconnected(Reason::ManualStop), None);
    assert!(apply(&stopped, Input::Unreachable, AT).is_nothing(&stopped));
}
