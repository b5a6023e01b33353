//! Which sessions are alive in this process, and the way to talk to each.

use std::collections::HashMap;
use std::sync::Mutex;

use tokio::sync::{mpsc, oneshot};

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
    /// A place on the list, with the inbox of the driver that is to be started. `None` where one is alive: it
    /// is asked to start over, should it be about to end. It cannot be gone, because it leaves this list first.
    pub(super) fn claim(&self, session_id: &str) -> Option<mpsc::UnboundedReceiver<Command>> {
        let mut alive = self.lock();
        if let Some(driver) = alive.get(session_id) {
            let _ = driver.send(Command::Start);
            return None;
        }
        let (sender, inbox) = mpsc::unbounded_channel();
        alive.insert(session_id.to_owned(), sender);
        Some(inbox)
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
