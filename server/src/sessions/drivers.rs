//! Which sessions are alive in this process, and the way to talk to each.

use std::collections::HashMap;
use std::sync::Mutex;

use tokio::sync::{mpsc, oneshot};

use super::driver;
use crate::app::App;

/// What a person may ask of a live session. The answer comes when it is done.
pub(super) enum Command {
    Start,
    Stop(oneshot::Sender<()>),
}

#[derive(Default)]
pub struct Drivers {
    alive: Mutex<HashMap<String, mpsc::UnboundedSender<Command>>>,
}

impl Drivers {
    /// Starts the session's driver unless it is running.
    pub fn ensure(&self, app: &App, session_id: &str) {
        let mut alive = self.lock();
        if let Some(driver) = alive.get(session_id) {
            // It may be about to end; then it starts over. It cannot be gone: it leaves this list first.
            let _ = driver.send(Command::Start);
            return;
        }
        let (sender, receiver) = mpsc::unbounded_channel();
        alive.insert(session_id.to_owned(), sender);
        app.tasks
            .spawn(driver::run(app.clone(), session_id.to_owned(), receiver));
    }

    /// Stops the session's driver and waits until nothing of it runs. False where none was running.
    pub async fn stop(&self, session_id: &str) -> bool {
        let (done, wait) = oneshot::channel();
        let Some(sender) = self.lock().get(session_id).cloned() else {
            return false;
        };
        // Both errors mean that the driver has ended by itself meanwhile.
        sender.send(Command::Stop(done)).is_ok() && wait.await.is_ok()
    }

    pub fn count(&self) -> usize {
        self.lock().len()
    }

    pub(super) fn remove(&self, session_id: &str) {
        self.lock().remove(session_id);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, mpsc::UnboundedSender<Command>>> {
        self.alive
            .lock()
            .expect("nobody panics while holding the list")
    }
}
