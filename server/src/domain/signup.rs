//! One run of Meta's signup for one link, as a value. Each step is written before it is taken, so that a process that
//! starts again continues, and Meta never sees an exchange or a registration twice.

mod problem;

use std::time::Duration;

pub use problem::{Problem, Remedy};
use serde::{Deserialize, Serialize};

use super::cloud_account::Pin;
use super::id::{MetaAppKey, SessionId, WidgetSessionId};
use super::meta_app::{AccessToken, DigitId};
use super::time::Timestamp;

/// How long after its end a link still accepts the result of a signup that was begun in time: the person is in Meta's
/// window and has granted access there.
pub const GRACE: Duration = Duration::from_mins(15);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signup {
    /// The link.
    pub id: WidgetSessionId,
    pub session_id: SessionId,
    pub app: MetaAppKey,
    pub step: Step,
    /// Why it does not continue; `None` while it does, or waits for the person.
    pub problem: Option<Problem>,
    /// A hash of the code, to recognise one that is sent twice.
    pub code_hash: Option<String>,
    /// What the browser reported. Believed only after the token was asked.
    pub claimed: Claimed,
    pub token: Option<AccessToken>,
    pub token_expires_at: Option<Timestamp>,
    /// The numbers of the granted accounts.
    pub numbers: Vec<CloudNumber>,
    /// The number to connect, one of `numbers`.
    pub chosen: Option<DigitId>,
    pub pin: Option<Pin>,
    pub updated_at: Timestamp,
}

/// Ids that the browser got from Meta's window.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Claimed {
    pub waba_ids: Vec<String>,
    pub phone_number_id: Option<String>,
    /// The number stays in the WhatsApp Business app, and must not be registered.
    pub coexistence: bool,
}

/// A number of a WhatsApp Business account.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CloudNumber {
    pub id: String,
    pub waba_id: String,
    /// E.164.
    pub phone_number: String,
    pub verified_name: Option<String>,
    /// It works with the Cloud API already.
    pub is_registered: bool,
    /// It is used in the WhatsApp Business app.
    pub is_on_app: bool,
}

/// Debug output ends in logs: no number, no name.
impl std::fmt::Debug for CloudNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CloudNumber")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The person has opened Meta's window. There is no code yet.
    Begun,
    /// The code is being exchanged. If the process ends now, nobody knows whether the code was used.
    Exchanging,
    /// There is a token; its accounts and numbers are being read.
    Verifying,
    /// The person chooses one of several numbers.
    Choosing,
    /// The account has no number yet.
    NoNumber,
    /// The number is reserved; the app is being subscribed to the account.
    Subscribing,
    /// The number is being registered, with the PIN that was written.
    Registering,
    /// The number has a PIN that only its owner knows.
    NeedsPin,
    /// Everything is done at Meta.
    Connecting,
    Connected,
}

const STEPS: [(Step, &str); 10] = [
    (Step::Begun, "begun"),
    (Step::Exchanging, "exchanging"),
    (Step::Verifying, "verifying"),
    (Step::Choosing, "choosing"),
    (Step::NoNumber, "no_number"),
    (Step::Subscribing, "subscribing"),
    (Step::Registering, "registering"),
    (Step::NeedsPin, "needs_pin"),
    (Step::Connecting, "connecting"),
    (Step::Connected, "connected"),
];

impl Step {
    pub fn as_str(self) -> &'static str {
        let row = STEPS.iter().find(|row| row.0 == self);
        row.expect("the table lists every step").1
    }

    pub fn parse(word: &str) -> Option<Self> {
        STEPS.iter().find(|row| row.1 == word).map(|row| row.0)
    }

    /// Whether the service does something now, without the person.
    pub const fn is_working(self) -> bool {
        matches!(
            self,
            Step::Exchanging
                | Step::Verifying
                | Step::Subscribing
                | Step::Registering
                | Step::Connecting
        )
    }

    /// Whether a new code may replace what there is. A run that is under way, or done, is not replaced.
    pub const fn takes_a_code(self) -> bool {
        matches!(
            self,
            Step::Begun | Step::Choosing | Step::NoNumber | Step::NeedsPin
        )
    }
}

/// What the numbers of the granted accounts allow.
#[derive(Debug, PartialEq, Eq)]
pub enum Choice<'a> {
    One(&'a CloudNumber),
    /// The person chooses.
    Several,
    None,
}

impl Signup {
    pub fn new(id: WidgetSessionId, session_id: SessionId, app: MetaAppKey, at: Timestamp) -> Self {
        Signup {
            id,
            session_id,
            app,
            step: Step::Begun,
            problem: None,
            code_hash: None,
            claimed: Claimed::default(),
            token: None,
            token_expires_at: None,
            numbers: Vec::new(),
            chosen: None,
            pin: None,
            updated_at: at,
        }
    }

    /// The number to connect: the one that the person chose or the browser reported, or the only one.
    pub fn choice(&self) -> Choice<'_> {
        let chosen = self.chosen.as_ref().map(DigitId::as_str);
        let wanted = chosen.or(self.claimed.phone_number_id.as_deref());
        let named = wanted.and_then(|id| self.numbers.iter().find(|number| number.id == id));
        match (named, self.numbers.as_slice()) {
            (Some(number), _) => Choice::One(number),
            (None, []) => Choice::None,
            (None, [number]) => Choice::One(number),
            (None, _) => Choice::Several,
        }
    }

    /// The chosen number.
    pub fn number(&self) -> Option<&CloudNumber> {
        let chosen = self.chosen.as_ref()?.as_str();
        self.numbers.iter().find(|number| number.id == chosen)
    }

    /// Whether the service has something to do.
    pub fn is_working(&self) -> bool {
        self.step.is_working() && self.problem.is_none()
    }

    /// Whether no more than the browser's report differs.
    pub fn is_at_same_step(&self, other: &Signup) -> bool {
        let place = |it: &Signup| (it.step, it.problem, it.code_hash.clone(), it.chosen.clone());
        place(self) == place(other)
    }

    /// Whether a new code may be exchanged: there is none, or the last one led to nothing.
    pub fn takes_a_code(&self) -> bool {
        match self.problem {
            None => self.step.takes_a_code(),
            Some(_) => self.step != Step::Connected,
        }
    }

    /// Starts over with a new code. What the browser has reported stays: the report may come first.
    pub fn with_code(self, code_hash: String, at: Timestamp) -> Self {
        Signup {
            step: Step::Exchanging,
            code_hash: Some(code_hash),
            claimed: self.claimed,
            updated_at: at,
            ..Signup::new(self.id, self.session_id, self.app, at)
        }
    }
}

#[cfg(test)]
mod tests;
