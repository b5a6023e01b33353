//! The session state machine: (session, input, at) -> session and what happened.
//!
//! Inputs come from people (start, stop) and from the connection, which may be late, early or repeated: an input that
//! does not apply to the state changes nothing.

mod input;
mod restriction;

pub use input::Input;

use super::event::{Event, QrCode};
use super::failure::Failure;
use super::mode::Method;
use super::phone::PhoneNumber;
use super::session::{Account, Cause, Reason, Session, StartedBy, State, Status};
use super::time::Timestamp;

/// The result of an input. Without any change, the input came too late or twice.
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
            status: step.session.status(),
            failure: step.session.failure,
        };
        step.events.insert(0, status);
    }
    if step.session != *before {
        step.session.updated_at = at;
        step.session.scanned_at = scan_time(before, &step.session, at);
    }
    Change {
        session: step.session,
        events: step.events,
        failed: step.failed,
    }
}

/// When the phone accepted the code that the change is about.
fn scan_time(before: &Session, after: &Session, at: Timestamp) -> Option<Timestamp> {
    match (before.status(), after.status()) {
        (Status::Scanning, Status::LoggingIn) => Some(at),
        // The process died between the scan and the write. The scan was not earlier than the last change.
        (Status::Scanning, Status::Connected) if !after.is_cloud() => Some(before.updated_at),
        _ if before.announced || before.account().is_none() => None,
        _ => before.scanned_at,
    }
}

impl Session {
    fn looks_different_from(&self, before: &Session) -> bool {
        let wire = |status: Status| (status.word(), status.reason());
        wire(self.status()) != wire(before.status())
    }
}

struct Step {
    session: Session,
    events: Vec<Event>,
    failed: Option<Failure>,
}

impl Step {
    /// An input that is late, early or repeated changes nothing.
    fn take(&mut self, input: Input) {
        let status = self.session.status();
        match input {
            Input::Start { by, lock } => self.start_as_requested(by, lock),
            Input::Resume => self.resume(),
            Input::Restart { lock } => self.restart(lock),
            Input::Stop => self.stop(),
            Input::CodeShown { qr, expires_at } => self.show_code(qr, expires_at),
            Input::PhoneCodeShown if status == Status::Scanning => self.session.failure = None,
            Input::CodesExhausted if status == Status::Scanning => {
                self.disconnect(Cause::QrTimeout);
            }
            Input::Linked { account, method } => self.link(account, method),
            // Also from Scanning: a process may have died between the scan and the write.
            Input::Connected { account } if status.is_wanted() => self.connect(account),
            Input::SignedUp { account } => self.sign_up(account),
            Input::PushName(name) => self.rename(name),
            Input::Restricted { until } => self.restrict(until),
            Input::RestrictionEnded => self.end_restriction(),
            Input::Dropped => self.reconnect(),
            Input::LoggedOut { reason } => self.log_out(reason),
            Input::Banned { until } if status.is_wanted() => self.ban(until),
            Input::Replaced if status.is_wanted() => {
                self.fail(Failure::Replaced);
                self.disconnect(Cause::StreamError);
            }
            Input::Failed(failure) if status.is_wanted() => self.lose_connection(failure),
            Input::Refused(failure) => self.fail(failure),
            Input::Unreachable if status.is_wanted() => {
                self.session.failure.get_or_insert(Failure::Unreachable);
            }
            Input::Reached if self.session.failure.is_some_and(Failure::is_temporary) => {
                self.session.failure = None;
            }
            _ => {}
        }
    }

    fn start_as_requested(&mut self, by: StartedBy, lock: Option<PhoneNumber>) {
        if matches!(
            self.session.status(),
            Status::Created | Status::Disconnected(_)
        ) {
            self.session.started_by = by;
            self.session.code_lock = lock;
            self.start();
        } else if by == StartedBy::Backend {
            // It runs; from now on the backend waits for it too.
            self.session.started_by = by;
        }
    }

    fn resume(&mut self) {
        if let Status::Disconnected(_) = self.session.status() {
            self.start();
        }
    }

    fn restart(&mut self, lock: Option<PhoneNumber>) {
        match self.session.status() {
            Status::Scanning => self.session.code_lock = lock,
            Status::Connected => self.reconnect(),
            Status::LoggingIn | Status::Reconnecting => {}
            Status::Created | Status::Disconnected(_) => return,
        }
        self.session.failure = None;
    }

    fn stop(&mut self) {
        let status = self.session.status();
        if status.is_wanted() || status == Status::Disconnected(Reason::TemporaryBan) {
            self.session.failure = None;
            self.disconnect(Cause::ManualStop);
        }
    }

    fn show_code(&mut self, qr: QrCode, expires_at: Timestamp) {
        if self.session.status() == Status::Scanning {
            self.session.failure = None;
            self.events.push(Event::Qr { qr, expires_at });
        }
    }

    fn link(&mut self, account: Account, method: Method) {
        if self.session.status() == Status::Scanning {
            self.session.state = State::LoggingIn(account);
            self.session.method = Some(method);
            self.session.announced = false;
            self.session.failure = None;
        }
    }

    fn rename(&mut self, name: String) {
        if let Some(account) = self.session.state.account_mut() {
            account.push_name = Some(name);
        }
    }

    fn log_out(&mut self, reason: &'static str) {
        if self.session.account().is_none() && !self.session.status().is_wanted() {
            return;
        }
        self.events.push(Event::LoggedOut {
            account: self.session.account().cloned(),
            reason,
        });
        self.session.announced = false;
        // It is the account's restriction.
        self.session.restricted_until = None;
        // An earlier failure is more exact: a wrong number, an account that cannot be linked.
        if self.session.failure.is_none_or(Failure::is_temporary) {
            self.fail(Failure::LoggedOut);
        }
        self.session.state = State::Disconnected {
            cause: Cause::LoggedOut,
            account: None,
        };
    }

    fn ban(&mut self, until: Timestamp) {
        self.fail(Failure::Banned);
        self.disconnect(Cause::TemporaryBan { until });
    }

    fn lose_connection(&mut self, failure: Failure) {
        // Retried many times, it is reported once.
        if self.session.failure != Some(failure) {
            self.fail(failure);
        }
        match self.session.status() {
            Status::Connected => self.reconnect(),
            Status::Scanning => self.disconnect(Cause::Failed),
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
        self.session.state = match self.session.account().cloned() {
            Some(account) => State::Reconnecting(account),
            None => State::Scanning,
        };
    }

    fn reconnect(&mut self) {
        if let State::Connected(account) = &self.session.state {
            self.session.state = State::Reconnecting(account.clone());
        }
    }

    /// A number that is linked stays linked.
    fn disconnect(&mut self, cause: Cause) {
        let account = self.session.account().cloned();
        self.session.state = State::Disconnected { cause, account };
    }

    /// A link is announced once, however many logins it took to get there.
    fn connect(&mut self, account: Account) {
        let account = self.merge(account);
        let method = *self.session.method.get_or_insert(Method::Qr);
        self.session.state = State::Connected(account.clone());
        self.session.code_lock = None;
        self.session.failure = None;
        if !std::mem::replace(&mut self.session.announced, true) {
            self.events.push(Event::Connected { account, method });
        }
    }

    /// A number that is linked, or logs in, stays: a signup for another one has come too late.
    fn sign_up(&mut self, account: Account) {
        if self.session.account().is_none() {
            self.session.method = Some(Method::CloudApi);
            self.session.announced = false;
            self.connect(account);
        }
    }

    /// A login says less than the scan did: what it leaves out stays known.
    fn merge(&self, mut account: Account) -> Account {
        if let Some(known) = self
            .session
            .account()
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
mod tests;
