//! The session state machine: (session, input, at) -> session and what happened.
//!
//! Inputs come from people (start, stop) and from the engine, which may be late, early or repeated: one that
//! makes no sense where the session stands changes nothing. Nothing here knows how the engine works.

use super::event::{Code, Event};
use super::mode::Method;
use super::session::{Account, Reason, Session, Status};
use super::time::Timestamp;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    Start,
    Stop,
    CodeShown {
        qr: Code,
        expires_at: Timestamp,
    },
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
    Failed,
}

/// What an input did. No change at all means the input came too late or twice.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    pub session: Session,
    pub events: Vec<Event>,
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
    };
    step.take(input);
    if step.session.status != before.status
        && (step.session.status.word(), step.session.status.reason())
            != (before.status.word(), before.status.reason())
    {
        step.events.insert(0, Event::Status(step.session.status));
    }
    if step.session != *before {
        step.session.updated_at = at;
    }
    Change {
        session: step.session,
        events: step.events,
    }
}

struct Step {
    session: Session,
    events: Vec<Event>,
}

impl Step {
    fn take(&mut self, input: Input) {
        use Status::{Connected, Created, Disconnected, LoggingIn, Reconnecting, Scanning};
        match (self.session.status, input) {
            (Created | Disconnected(_), Input::Start) => {
                self.to(if self.session.account.is_some() {
                    Reconnecting
                } else {
                    Scanning
                });
            }
            (
                Scanning
                | LoggingIn
                | Connected
                | Reconnecting
                | Disconnected(Reason::TemporaryBan),
                Input::Stop,
            ) => self.to(Disconnected(Reason::ManualStop)),
            (Scanning, Input::CodeShown { qr, expires_at }) => {
                self.events.push(Event::Qr { qr, expires_at })
            }
            (Scanning, Input::CodesExhausted) => self.to(Disconnected(Reason::QrTimeout)),
            (Scanning, Input::Linked { account, method }) => {
                self.session.account = Some(account);
                self.session.method = Some(method);
                self.session.announced = false;
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
                self.to(Disconnected(Reason::LoggedOut));
            }
            (Scanning | LoggingIn | Connected | Reconnecting, Input::Banned { until }) => {
                self.session.resume_at = Some(until);
                self.to(Disconnected(Reason::TemporaryBan));
            }
            (Scanning | LoggingIn | Connected | Reconnecting, Input::Replaced) => {
                self.to(Disconnected(Reason::StreamError));
            }
            (Connected, Input::Failed) => self.to(Reconnecting),
            (Scanning, Input::Failed) => self.to(Disconnected(Reason::Failed)),
            // Late, early or repeated.
            _ => {}
        }
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
            Input::Start,
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
            Input::Failed,
        ]
    }

    /// One row a state, one column an input (in the order of `inputs`): the state after it, `.` for unchanged.
    #[test]
    fn every_state_answers_every_input() {
        let table = [
            ("created", false, "scanning . . . . . . . . . ."),
            (
                "scanning",
                false,
                ". manual_stop . qr_timeout logging_in connected . logged_out temporary_ban stream_error failed",
            ),
            (
                "logging_in",
                true,
                ". manual_stop . . . connected . logged_out temporary_ban stream_error .",
            ),
            (
                "connected",
                true,
                ". manual_stop . . . . reconnecting logged_out temporary_ban stream_error reconnecting",
            ),
            (
                "reconnecting",
                true,
                ". manual_stop . . . connected . logged_out temporary_ban stream_error .",
            ),
            (
                "manual_stop",
                true,
                "reconnecting . . . . . . logged_out . . .",
            ),
            ("manual_stop", false, "scanning . . . . . . . . . ."),
            ("qr_timeout", false, "scanning . . . . . . . . . ."),
            ("logged_out", false, "scanning . . . . . . . . . ."),
            ("failed", true, "reconnecting . . . . . . logged_out . . ."),
            (
                "temporary_ban",
                true,
                "reconnecting manual_stop . . . . . logged_out . . .",
            ),
            (
                "stream_error",
                true,
                "reconnecting . . . . . . logged_out . . .",
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
        assert_eq!(scanned.events, [Event::Status(Status::LoggingIn)]);
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
                Event::Status(Status::Connected),
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
        let again = apply(&banned.session, Input::Start, AT);
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
        assert_eq!(back.events, [Event::Status(Status::Connected)]);
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
}
