//! The commands to a session's task, and what comes back.

use tokio::sync::{mpsc, oneshot};

use crate::domain::phone::PhoneNumber;
use crate::domain::presence::Presence;
use crate::domain::proxy::ProxyUrl;
use crate::domain::session::Session;
use crate::domain::signup::Signup;
use crate::sessions::hub::ShownPhoneCode;
use crate::store::StoreError;

/// What a session's task is to do.
pub(super) enum Action {
    /// Carry on with what the row says, after a start of the process.
    Resume,
    /// Run, because the tenant's backend wants it.
    Start,
    /// Show codes for this number lock, because a link was opened.
    OpenLink(Option<PhoneNumber>),
    /// As `OpenLink`, with new codes where the last attempt failed.
    RenewLink(Option<PhoneNumber>),
    /// A widget session has ended; the session continues if anything else waits for it.
    EndLink(LinkEnd),
    Stop,
    Restart,
    SetProxy(Option<ProxyUrl>),
    SetPresence(Presence),
    LogOut,
    Delete,
    /// Connect the number of a signup that is done at Meta.
    SignUp(Box<Signup>),
    /// Meta has ended the access to a Cloud API number.
    AccessEnded(&'static str),
    /// A phone code was issued, and is to be shown.
    Show(ShownPhoneCode),
}

/// How a widget session ended without a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkEnd {
    /// By the tenant or by the person.
    Withdrawn,
    Expired,
}

/// An action, and where its outcome goes.
pub(super) struct Command {
    pub(super) action: Action,
    pub(super) reply: Reply,
}

pub(super) struct Reply(oneshot::Sender<Answer>);

impl Reply {
    pub(super) fn channel() -> (Self, oneshot::Receiver<Answer>) {
        let (sender, answer) = oneshot::channel();
        (Reply(sender), answer)
    }

    pub(super) fn send(self, answer: Answer) {
        // The caller may be gone; the command was executed all the same.
        let _ = self.0.send(answer);
    }
}

pub(super) type Answer = Result<CommandOutcome, CommandError>;
pub(super) type Inbox = mpsc::UnboundedReceiver<Command>;

/// How a session stands after a command.
#[derive(Debug)]
pub struct CommandOutcome {
    pub session: Session,
    /// WhatsApp still has the link that was to be removed; the service keeps trying.
    pub still_linked: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    #[error("the session is deleted")]
    SessionDeleted,
    /// The process is stopping, or the session's task has failed and starts again.
    #[error("the session's task ended before it was done")]
    Interrupted,
    #[error(transparent)]
    Store(#[from] StoreError),
}
