//! The session state machine: (session, input, at) -> session and what happened.
//!
//! Inputs come from people (start, stop) and from the engine, which may be late, early or repeated: one that
//! makes no sense where the session stands changes nothing. Nothing here knows how the engine works.

use super::event::{Code, Event};
use super::failure::Failure;
use super::mode::Method;
use super::phone::PhoneNumber;
use super::session::{Account, Reason, Session, StartedBy, Status};
use super::time::Timestamp;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Somebody wants it to run; codes that are issued now are for `lock` alone.
    Start {
        by: StartedBy,
        lock: Option<PhoneNumber>,
    },
    /// It comes back by itself, as it was started before.
    Resume,
    /// Its connection is replaced by another one; new codes are for `lock` alone.
    Restart {
        lock: Option<PhoneNumber>,
    },
    Stop,
    CodeShown {
        qr: Code,
        expires_at: Timestamp,
    },
    PhoneCodeShown,
    CodesExhausted,
    /// The phone accepted the code.
    Linked {
        account: Account,
        method: Method,
    },
    /// Logged in and usable.
    Connected {
        account: Account,
    },
    PushName(String),
    Dropped,
    /// Logged out by WhatsApp for a while.
    Banned {
        until: Timestamp,
    },
    /// The phone, WhatsApp or we ended the link; the credentials are worthless.
    LoggedOut {
        reason: &'static str,
    },
    /// Another client uses the same credentials.
    Replaced,
    /// The connection could not be kept; a linked session is tried again.
    Failed(Failure),
    /// An attempt to link failed; the session stands where it stood.
    Refused(Failure),
    /// WhatsApp cannot be reached; it is tried again.
    Unreachable,
    Reached,
}

/// What an input did. No change at all means the input came too late or twice.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    pub session: Session,
    pub events: Vec<Event>,
    /// An attempt to link, or to stay linked, has failed with this.
    pub failed: Option<Failure>,
}

impl Change {
    pub fn is_nothing(&self, before: &Session) -> bool {
        self.events.is_empty() && self.session == *before
    }
}

/// Applies `input`. Total: every state answers every input.
pub fn apply(before: &Session, input: Input, at: Timestamp) -> Change {
    let mut step = Step {
        session: before.clone(),
        events: Vec::new(),
        failed: None,
    };
    step.take(input);
    if step.failed.is_some()
        || step.session.looks_different_from(before)
        || step.is_new_outage(before)
    {
        let status = Event::Status {
            status: step.session.status,
            failure: step.session.failure,
        };
        step.events.insert(0, status);
    }
    if step.session != *before {
        step.session.updated_at = at;
    }
    Change {
        session: step.session,
        events: step.events,
        failed: step.failed,
    }
}

impl Session {
    fn looks_different_from(&self, before: &Session) -> bool {
        let wire = |status: Status| (status.word(), status.reason());
        wire(self.status) != wire(before.status)
    }
}

struct Step {
    session: Session,
    events: Vec<Event>,
    failed: Option<Failure>,
}

impl Step {
    fn take(&mut self, input: Input) {
        use Status::{Connected, Created, Disconnected, LoggingIn, Reconnecting, Scanning};
        match (self.session.status, input) {
            (Created | Disconnected(_), Input::Start { by, lock }) => {
                self.session.started_by = by;
                self.session.code_lock = lock;
                self.start();
            }
            // It runs; from now on the backend waits for it too.
            (
                _,
                Input::Start {
                    by: StartedBy::Backend,
                    ..
                },
            ) => {
                self.session.started_by = StartedBy::Backend;
            }
            (Disconnected(_), Input::Resume) => self.start(),
            (Scanning, Input::Restart { lock }) => {
                self.session.code_lock = lock;
                self.session.failure = None;
            }
            (Connected | Reconnecting, Input::Restart { .. }) => {
                self.session.failure = None;
                self.to(Reconnecting);
            }
            (LoggingIn, Input::Restart { .. }) => self.session.failure = None,
            (
                Scanning
                | LoggingIn
                | Connected
                | Reconnecting
                | Disconnected(Reason::TemporaryBan),
                Input::Stop,
            ) => {
                self.session.failure = None;
                self.to(Disconnected(Reason::ManualStop));
            }
            (Scanning, Input::CodeShown { qr, expires_at }) => {
                self.session.failure = None;
                self.events.push(Event::Qr { qr, expires_at });
            }
            (Scanning, Input::PhoneCodeShown) => self.session.failure = None,
            (Scanning, Input::CodesExhausted) => self.to(Disconnected(Reason::QrTimeout)),
            (Scanning, Input::Linked { account, method }) => {
                self.session.account = Some(account);
                self.session.method = Some(method);
                self.session.announced = false;
                self.session.failure = None;
                self.to(LoggingIn);
            }
            // Also from Scanning: a process that died between the scan and our row learns it only now.
            (Scanning | LoggingIn | Reconnecting | Connected, Input::Connected { account }) => {
                self.connect(account);
            }
            (_, Input::PushName(name)) => {
                if let Some(account) = &mut self.session.account {
                    account.push_name = Some(name);
                }
            }
            (Connected, Input::Dropped) => self.to(Reconnecting),
            (_, Input::LoggedOut { reason })
                if self.session.account.is_some() || self.session.status.is_wanted() =>
            {
                self.events.push(Event::LoggedOut {
                    account: self.session.account.take(),
                    reason,
                });
                self.session.announced = false;
                // What went before says more: a wrong number, an account that cannot be linked.
                if self.session.failure.is_none_or(Failure::is_temporary) {
                    self.fail(Failure::LoggedOut);
                }
                self.to(Disconnected(Reason::LoggedOut));
            }
            (Scanning | LoggingIn | Connected | Reconnecting, Input::Banned { until }) => {
                self.session.resume_at = Some(until);
                self.fail(Failure::Banned);
                self.to(Disconnected(Reason::TemporaryBan));
            }
            (Scanning | LoggingIn | Connected | Reconnecting, Input::Replaced) => {
                self.fail(Failure::Replaced);
                self.to(Disconnected(Reason::StreamError));
            }
            (
                status @ (Scanning | LoggingIn | Connected | Reconnecting),
                Input::Failed(failure),
            ) => {
                // Tried again and again, it is told once.
                if self.session.failure != Some(failure) {
                    self.fail(failure);
                }
                match status {
                    Connected => self.to(Reconnecting),
                    Scanning => self.to(Disconnected(Reason::Failed)),
                    _ => {}
                }
            }
            (_, Input::Refused(failure)) => self.fail(failure),
            (Scanning | LoggingIn | Connected | Reconnecting, Input::Unreachable)
                if self.session.failure.is_none() =>
            {
                self.session.failure = Some(Failure::Unreachable);
            }
            (_, Input::Reached) if self.session.failure.is_some_and(Failure::is_temporary) => {
                self.session.failure = None;
            }
            // Late, early or repeated.
            _ => {}
        }
    }

    fn is_new_outage(&self, before: &Session) -> bool {
        let is_out = |session: &Session| session.failure.is_some_and(Failure::is_temporary);
        is_out(&self.session) && !is_out(before)
    }

    fn fail(&mut self, failure: Failure) {
        self.session.failure = Some(failure);
        self.failed = Some(failure);
    }

    fn start(&mut self) {
        self.session.failure = None;
        self.to(if self.session.account.is_some() {
            Status::Reconnecting
        } else {
            Status::Scanning
        });
    }

    fn to(&mut self, status: Status) {
        if status != Status::Disconnected(Reason::TemporaryBan) {
            self.session.resume_at = None;
        }
        self.session.status = status;
    }

    /// A link is announced once, however many logins it took to get there.
    fn connect(&mut self, account: Account) {
        let account = self.merge(account);
        let method = *self.session.method.get_or_insert(Method::Qr);
        self.session.account = Some(account.clone());
        self.session.code_lock = None;
        self.session.failure = None;
        self.to(Status::Connected);
        if !std::mem::replace(&mut self.session.announced, true) {
            self.events.push(Event::Connected { account, method });
        }
    }

    /// A login says less than the scan did: what it leaves out stays known.
    fn merge(&self, mut account: Account) -> Account {
        if let Some(known) = self
            .session
            .account
            .as_ref()
            .filter(|known| known.phone_number == account.phone_number)
        {
            account.push_name = account.push_name.or_else(|| known.push_name.clone());
            account.business_name = account
                .business_name
                .or_else(|| known.business_name.clone());
            account.platform = known.platform;
        }
        account
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::name::SessionName;
    use crate::domain::session::Platform;

    const AT: Timestamp = Timestamp::from_millis(5_000);

    fn account() -> Account {
        Account {
            phone_number: "+5511999990001".into(),
            lid: "9@lid".into(),
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
        session.status = status;
        session.announced = matches!(status, Status::Connected | Status::Reconnecting);
        session.account = account;
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
                qr: Code("2@x".into()),
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
        ]
    }

    fn status(status: Status) -> Event {
        Event::Status {
            status,
            failure: None,
        }
    }

    /// One row a state, one column an input (in the order of `inputs`): the state after it, `.` for unchanged.
    #[test]
    fn every_state_answers_every_input() {
        let table = [
            ("created", false, "scanning . . . . . . . . . . . . ."),
            (
                "scanning",
                false,
                ". manual_stop . qr_timeout logging_in connected . logged_out temporary_ban stream_error failed . . .",
            ),
            (
                "logging_in",
                true,
                ". manual_stop . . . connected . logged_out temporary_ban stream_error . . . .",
            ),
            (
                "connected",
                true,
                ". manual_stop . . . . reconnecting logged_out temporary_ban stream_error reconnecting . reconnecting .",
            ),
            (
                "reconnecting",
                true,
                ". manual_stop . . . connected . logged_out temporary_ban stream_error . . . .",
            ),
            (
                "manual_stop",
                true,
                "reconnecting . . . . . . logged_out . . . reconnecting . .",
            ),
            (
                "manual_stop",
                false,
                "scanning . . . . . . . . . . scanning . .",
            ),
            (
                "qr_timeout",
                false,
                "scanning . . . . . . . . . . scanning . .",
            ),
            (
                "logged_out",
                false,
                "scanning . . . . . . . . . . scanning . .",
            ),
            (
                "failed",
                true,
                "reconnecting . . . . . . logged_out . . . reconnecting . .",
            ),
            (
                "temporary_ban",
                true,
                "reconnecting manual_stop . . . . . logged_out . . . reconnecting . .",
            ),
            (
                "stream_error",
                true,
                "reconnecting . . . . . . logged_out . . . reconnecting . .",
            ),
        ];
        for (word, linked, row) in table {
            let before = session(Status::from_stored(word).unwrap(), linked.then(account));
            for (input, expected) in inputs().into_iter().zip(row.split(' ')) {
                let after = apply(&before, input.clone(), AT).session.status.stored();
                assert_eq!(
                    after,
                    if expected == "." { word } else { expected },
                    "{word} + {input:?}"
                );
            }
        }
    }

    #[test]
    fn a_scan_tells_the_tenant_once() {
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
        assert_eq!(banned.session.resume_at, Some(AT));
        let again = apply(&banned.session, Input::Resume, AT);
        assert_eq!(again.session.resume_at, None);
        let back = apply(&again.session, Input::Connected { account: account() }, AT);
        let announced = Event::Connected {
            account: account(),
            method: Method::Pairing,
        };
        assert_eq!(back.events[1..], [announced]);
    }

    #[test]
    fn coming_back_is_not_a_new_connection() {
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
    fn a_log_out_takes_the_account_along_and_says_whose() {
        let out = apply(
            &session(Status::Connected, Some(account())),
            Input::LoggedOut { reason: "unlinked" },
            AT,
        );
        assert_eq!(out.session.account, None);
        assert_eq!(
            out.events[1],
            Event::LoggedOut {
                account: Some(account()),
                reason: "unlinked"
            }
        );
        assert!(
            apply(&out.session, Input::LoggedOut { reason: "unlinked" }, AT)
                .is_nothing(&out.session)
        );
    }

    #[test]
    fn only_a_change_moves_the_clock_of_the_session() {
        let waiting = session(Status::Scanning, None);
        let shown = apply(
            &waiting,
            Input::CodeShown {
                qr: Code("2@x".into()),
                expires_at: AT,
            },
            AT,
        );
        assert_eq!(shown.session.updated_at, waiting.updated_at);
        assert_eq!(apply(&waiting, Input::Stop, AT).session.updated_at, AT);
    }

    #[test]
    fn a_lock_holds_until_a_number_is_connected() {
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
    fn a_failure_is_told_though_the_status_stays_and_ends_when_things_go_on() {
        let failed = apply(
            &session(Status::Scanning, None),
            Input::Refused(Failure::PasskeyRequired),
            AT,
        );
        let told = Event::Status {
            status: Status::Scanning,
            failure: Some(Failure::PasskeyRequired),
        };
        assert_eq!(failed.events, std::slice::from_ref(&told));
        let again = Input::Refused(Failure::PasskeyRequired);
        assert_eq!(apply(&failed.session, again, AT).events, [told]);
        let shown = Input::CodeShown {
            qr: Code("2@x".into()),
            expires_at: AT,
        };
        assert_eq!(apply(&failed.session, shown, AT).session.failure, None);
    }

    #[test]
    fn an_outage_is_reported_once_and_is_over_when_whatsapp_is_reached() {
        for status in [Status::Scanning, Status::Connected, Status::Reconnecting] {
            let out = apply(&session(status, None), Input::Unreachable, AT);
            let reported = Event::Status {
                status,
                failure: Some(Failure::Unreachable),
            };
            assert_eq!(out.events, [reported]);
            assert_eq!(out.failed, None, "nobody has given up");
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
}
