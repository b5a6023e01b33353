//! Which sessions have a task in this process, and the one way to ask anything of a session.
//!
//! Whatever changes a session is a command to its task, so two requests about one session never interleave, and a
//! command that was accepted runs to its end also when the request that sent it is gone.

use std::collections::HashMap;
use std::sync::Mutex;

use engine::Line;
use tokio::sync::{mpsc, oneshot};

use super::driver;
use crate::app::App;
use crate::domain::phone::PhoneNumber;
use crate::domain::proxy::ProxyUrl;
use crate::domain::session::Session;
use crate::hub::ShownPhoneCode;
use crate::store::StoreError;

/// What may be asked of a session.
pub(super) enum Action {
    /// Carry on with what the row says, after a start of the process.
    Resume,
    /// Run, because the tenant's backend wants it.
    Start,
    /// Show codes for this number lock, because a link was opened.
    OpenLink(Option<PhoneNumber>),
    /// As `OpenLink`, with new codes where the last attempt failed.
    RenewLink(Option<PhoneNumber>),
    /// A widget session is over, and whoever else waits shall not notice.
    EndLink(LinkEnd),
    Stop,
    Restart,
    SetProxy(Option<ProxyUrl>),
    LogOut,
    Delete,
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
    pub(super) fn send(self, answer: Answer) {
        // Whoever asked may be gone; the command was obeyed all the same.
        let _ = self.0.send(answer);
    }
}

pub(super) type Answer = Result<Outcome, CommandError>;
pub(super) type Inbox = mpsc::UnboundedReceiver<Command>;

/// How a session stands after a command.
#[derive(Debug)]
pub struct Outcome {
    pub session: Session,
    /// WhatsApp still has the link that was to be removed; the service keeps trying.
    pub still_linked: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    #[error("the session is deleted")]
    Gone,
    /// The process is stopping, or the session's task has failed and starts again.
    #[error("the session's task ended before it was done")]
    Interrupted,
    #[error(transparent)]
    Store(#[from] StoreError),
}

struct Driver {
    inbox: mpsc::UnboundedSender<Command>,
    /// The engine's line, while there is one.
    line: Option<Line>,
}

#[derive(Default)]
pub struct Drivers {
    alive: Mutex<HashMap<String, Driver>>,
}

/// Asks something of a session and waits for the outcome. Its task is started if there is none.
pub(super) async fn ask(app: &App, session_id: &str, action: Action) -> Answer {
    let (reply, answer) = oneshot::channel();
    let command = Command {
        action,
        reply: Reply(reply),
    };
    if let Some(inbox) = app.drivers.deliver(session_id, command) {
        app.tasks
            .spawn(driver::supervise(app.clone(), session_id.to_owned(), inbox));
    }
    answer.await.unwrap_or(Err(CommandError::Interrupted))
}

impl Drivers {
    /// Puts the command into the inbox of the session's task. Gives the inbox where the task has yet to be started.
    fn deliver(&self, session_id: &str, command: Command) -> Option<Inbox> {
        let mut alive = self.lock();
        let command = match alive.get(session_id) {
            Some(driver) => match driver.inbox.send(command) {
                Ok(()) => return None,
                // Its task was aborted with the runtime; another one takes its place.
                Err(unsent) => unsent.0,
            },
            None => command,
        };
        let (inbox, commands) = mpsc::unbounded_channel();
        // The receiver is in our hands, so this cannot fail.
        let _ = inbox.send(command);
        alive.insert(session_id.to_owned(), Driver { inbox, line: None });
        Some(commands)
    }

    /// Takes a task that has nothing left to do off the list. False where a command came in meanwhile: commands are
    /// delivered under the same lock, so none is ever lost.
    pub(super) fn retire(&self, session_id: &str, inbox: &Inbox) -> bool {
        let mut alive = self.lock();
        if !inbox.is_empty() {
            return false;
        }
        alive.remove(session_id);
        true
    }

    pub(super) fn remove(&self, session_id: &str) {
        self.lock().remove(session_id);
    }

    pub fn count(&self) -> usize {
        self.lock().len()
    }

    /// The engine's line to a session that is alive.
    pub(super) fn line(&self, session_id: &str) -> Option<Line> {
        self.lock().get(session_id)?.line.clone()
    }

    pub(super) fn set_line(&self, session_id: &str, line: Option<Line>) {
        if let Some(driver) = self.lock().get_mut(session_id) {
            driver.line = line;
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Driver>> {
        self.alive
            .lock()
            .expect("nobody panics while holding the list")
    }
}
