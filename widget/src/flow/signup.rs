//! Connecting a number through Meta's window: what this page knows of the window, and what the service says about the
//! rest.
//!
//! Two signals come from the window, in any order, and either may be missing: a code, which the service exchanges, and
//! a report of what was chosen. Both are sent on at once, and neither waits for the other. Everything after the code
//! is the service's and survives a reload.

use protocol::view::{Signup, signup as state};

pub(crate) use self::messages::{
    MetaOutcome, SignupFailure, SignupInput, SignupReport, SignupRequest,
};
pub(crate) use self::stage::{SignupAction, SignupNote, SignupStage};

mod messages;
mod stage;

/// How long Meta's SDK may take to load before the tab offers the way without it.
const SDK_TIMEOUT_MS: f64 = 10_000.0;
/// How long a closed window may still send something. It may also only seem closed: some pages cut the connection.
const GRACE_MS: f64 = 3_000.0;

#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) enum Sdk {
    #[default]
    NotLoaded,
    Loading {
        since: f64,
    },
    Ready,
    Failed,
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) enum MetaWindow {
    #[default]
    None,
    Open,
    /// It is closed, or only seems so.
    Lost {
        at: f64,
    },
    Blocked,
}

#[derive(Default)]
pub(crate) struct SignupTab {
    /// As the service sees it.
    pub(crate) served: Option<Signup>,
    pub(crate) note: Option<SignupNote>,
    /// The PIN field's text.
    pub(super) pin: String,
    pub(super) sdk: Sdk,
    pub(super) window: MetaWindow,
    /// The window has reported success since it was opened.
    pub(super) has_finished: bool,
    /// A request is under way after which the service continues.
    pub(super) is_sending: bool,
    pub(super) has_sent_pin: bool,
}

impl SignupTab {
    pub(crate) fn state(&self) -> &str {
        self.served.as_ref().map_or("", |served| &served.state)
    }

    pub(crate) fn problem(&self) -> &str {
        let served = self.served.as_ref();
        let problem = served.and_then(|served| served.problem.as_deref());
        problem.unwrap_or_default()
    }

    pub(crate) fn remedy(&self) -> &str {
        let served = self.served.as_ref();
        let remedy = served.and_then(|served| served.remedy.as_deref());
        remedy.unwrap_or_default()
    }

    pub(crate) fn stage(&self) -> SignupStage {
        match (self.window, self.state()) {
            _ if self.is_sending => SignupStage::Working,
            (_, state::WORKING | state::CONNECTED) => SignupStage::Working,
            (MetaWindow::Open | MetaWindow::Lost { .. }, _) => SignupStage::Waiting,
            (MetaWindow::Blocked, _) => SignupStage::Blocked,
            (_, state::CHOOSING) => SignupStage::Choosing,
            (_, state::NO_NUMBER) => SignupStage::NoNumber,
            (_, state::NEEDS_PIN) => SignupStage::NeedsPin,
            (_, state::STOPPED) => SignupStage::Stopped,
            _ if self.sdk == Sdk::Failed => SignupStage::NoSdk,
            _ => SignupStage::Start,
        }
    }

    /// True until Meta's window has given access.
    pub(crate) fn is_before_access(&self) -> bool {
        matches!(
            self.stage(),
            SignupStage::Start | SignupStage::Blocked | SignupStage::NoSdk | SignupStage::Waiting
        )
    }

    /// The first button.
    pub(crate) fn action(&self) -> Option<SignupAction> {
        Some(match (self.stage(), self.remedy()) {
            (SignupStage::Blocked, _) => SignupAction::FollowLink,
            (SignupStage::Start | SignupStage::NoSdk, _)
            | (SignupStage::Stopped, "sign_up_again") => self.way_to_meta(),
            (SignupStage::Stopped, "try_again") | (SignupStage::NoNumber, _) => SignupAction::Retry,
            (SignupStage::NeedsPin, _) => SignupAction::SendPin,
            _ => return None,
        })
    }

    /// The second button, which is less prominent.
    pub(crate) fn other_action(&self) -> Option<SignupAction> {
        let was_lost = matches!(self.note, Some(SignupNote::Closed | SignupNote::Incomplete));
        Some(match self.stage() {
            SignupStage::Waiting => SignupAction::GoBack,
            SignupStage::Blocked => SignupAction::OpenWindow,
            SignupStage::NoNumber => self.way_to_meta(),
            // A window that the page cannot hear works as a page.
            SignupStage::Start if was_lost && self.sdk != Sdk::Failed => SignupAction::FollowLink,
            _ => return None,
        })
    }

    fn way_to_meta(&self) -> SignupAction {
        match self.sdk {
            Sdk::Failed => SignupAction::FollowLink,
            _ => SignupAction::OpenWindow,
        }
    }

    /// True while a window cannot be opened yet.
    pub(crate) fn is_loading(&self) -> bool {
        !matches!(self.sdk, Sdk::Ready | Sdk::Failed)
    }

    /// What the service says now. A change ends what this page was waiting for. Returns true for a new problem.
    pub(super) fn show(&mut self, served: Option<Signup>) -> bool {
        if served == self.served {
            return false;
        }
        let was_begun = matches!(self.state(), "" | state::BEGUN);
        self.served = served;
        let is_begun = matches!(self.state(), "" | state::BEGUN);
        if !(was_begun && is_begun) {
            self.window = MetaWindow::None;
            self.is_sending = false;
            let is_wrong = self.state() == state::NEEDS_PIN && self.has_sent_pin;
            self.has_sent_pin &= self.state() == state::WORKING;
            self.note = is_wrong.then_some(SignupNote::WrongPin);
        }
        self.state() == state::STOPPED
    }

    pub(super) fn tick(&mut self, at: f64) {
        if let Sdk::Loading { since } = self.sdk
            && at - since >= SDK_TIMEOUT_MS
        {
            self.sdk = Sdk::Failed;
        }
        if let MetaWindow::Lost { at: lost_at } = self.window
            && at - lost_at >= GRACE_MS
        {
            self.give_up_window();
        }
    }

    /// The window is closed and sends nothing any more.
    fn give_up_window(&mut self) {
        self.window = MetaWindow::None;
        let note = if self.has_finished {
            SignupNote::Incomplete
        } else {
            SignupNote::Closed
        };
        self.note.get_or_insert(note);
    }
}
