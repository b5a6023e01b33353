//! Which sessions are alive in this process, and the way to talk to each.

use std::collections::HashMap;
use std::sync::Mutex;

use engine::Line;
use tokio::sync::{mpsc, oneshot};

use crate::hub::ShownPhoneCode;

/// What may be asked of a live session. The answers come when it is done.
pub(super) enum Command {
    Start,
    Stop(oneshot::Sender<()>),
    LogOut(oneshot::Sender<()>),
    /// A phone code was issued, and is to be shown.
    Show(ShownPhoneCode),
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

impl Drivers {
    /// A place on the list, with the inbox of the driver that is to be started. `None` where one is alive: it
    /// is asked to start over, should it be about to end. It cannot be gone, because it leaves this list first.
    pub(super) fn claim(&self, session_id: &str) -> Option<mpsc::UnboundedReceiver<Command>> {
        let mut alive = self.lock();
        if let Some(driver) = alive.get(session_id) {
            let _ = driver.inbox.send(Command::Start);
            return None;
        }
        let (inbox, commands) = mpsc::unbounded_channel();
        alive.insert(session_id.to_owned(), Driver { inbox, line: None });
        Some(commands)
    }

    /// Stops the session's driver and waits until nothing of it runs. False where none was running.
    pub async fn stop(&self, session_id: &str) -> bool {
        self.ask(session_id, Command::Stop).await
    }

    /// Unlinks at WhatsApp, and then as `stop`.
    pub async fn log_out(&self, session_id: &str) -> bool {
        self.ask(session_id, Command::LogOut).await
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

    pub(super) fn show(&self, session_id: &str, code: ShownPhoneCode) {
        if let Some(driver) = self.lock().get(session_id) {
            let _ = driver.inbox.send(Command::Show(code));
        }
    }

    pub(super) fn remove(&self, session_id: &str) {
        self.lock().remove(session_id);
    }

    async fn ask(&self, session_id: &str, command: fn(oneshot::Sender<()>) -> Command) -> bool {
        let (done, wait) = oneshot::channel();
        let Some(inbox) = self
            .lock()
            .get(session_id)
            .map(|driver| driver.inbox.clone())
        else {
            return false;
        };
        // Both errors mean that the driver has ended by itself meanwhile.
        inbox.send(command(done)).is_ok() && wait.await.is_ok()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Driver>> {
        self.alive
            .lock()
            .expect("nobody panics while holding the list")
    }
}
