//! Which sessions have a task in this process.

use std::collections::HashMap;
use std::sync::Mutex;

use engine::Line;
use tokio::sync::mpsc;

use super::command::{Command, Inbox};

struct Driver {
    inbox: mpsc::UnboundedSender<Command>,
    /// The engine's line, while there is one.
    line: Option<Line>,
}

#[derive(Default)]
pub struct Drivers {
    alive: Mutex<HashMap<String, Driver>>,
}

impl Drivers {
    /// Puts the command into the inbox of the session's task. Gives the inbox where the task has yet to be started.
    pub(super) fn deliver(&self, session_id: &str, command: Command) -> Option<Inbox> {
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
