//! Which sessions have a task in this process.

use std::collections::HashMap;
use std::sync::Mutex;

use tokio::sync::mpsc;

use super::command::{Command, Inbox};
use super::connection::Connection;
use crate::domain::id::SessionId;

struct RunningDriver {
    inbox: mpsc::UnboundedSender<Command>,
    /// While the session is connected or connecting.
    connection: Option<Connection>,
}

#[derive(Default)]
pub struct Drivers {
    running: Mutex<HashMap<SessionId, RunningDriver>>,
}

impl Drivers {
    /// Sends the command to the session's task. Returns the task's inbox if the caller has to start the task.
    pub(super) fn deliver(&self, session_id: &SessionId, command: Command) -> Option<Inbox> {
        let mut running = self.lock();
        let command = match running.get(session_id) {
            Some(driver) => match driver.inbox.send(command) {
                Ok(()) => return None,
                // Its task was aborted with the runtime; another one replaces it.
                Err(unsent) => unsent.0,
            },
            None => command,
        };
        let (inbox, commands) = mpsc::unbounded_channel();
        // The receiver exists, so this cannot fail.
        let _ = inbox.send(command);
        running.insert(
            session_id.clone(),
            RunningDriver {
                inbox,
                connection: None,
            },
        );
        Some(commands)
    }

    /// Removes a task that has nothing left to do. False if a command has come in the meantime: commands are
    /// delivered under the same lock, so none is lost.
    pub(super) fn retire(&self, session_id: &SessionId, inbox: &Inbox) -> bool {
        let mut running = self.lock();
        if !inbox.is_empty() {
            return false;
        }
        running.remove(session_id);
        true
    }

    pub(super) fn remove(&self, session_id: &SessionId) {
        self.lock().remove(session_id);
    }

    pub fn count(&self) -> usize {
        self.lock().len()
    }

    pub(super) fn connection(&self, session_id: &SessionId) -> Option<Connection> {
        self.lock().get(session_id)?.connection.clone()
    }

    pub(super) fn set_connection(&self, session_id: &SessionId, connection: Option<Connection>) {
        if let Some(driver) = self.lock().get_mut(session_id) {
            driver.connection = connection;
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<SessionId, RunningDriver>> {
        self.running.lock().expect("no holder of this lock panics")
    }
}
