//! The embedder's end of the connection to a session's owner task.

use tokio::sync::{mpsc, watch};

/// What the embedder can ask of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Command {
    Renew,
    Stop,
    LogOut,
}

/// The way to talk to one live session.
///
/// Cloning is cheap. Dropping every line does not stop the session; [`Line::stop`] does.
#[derive(Debug, Clone)]
pub struct Line {
    commands: mpsc::UnboundedSender<Command>,
    closed: watch::Receiver<bool>,
}

impl Line {
    pub(crate) fn new(
        commands: mpsc::UnboundedSender<Command>,
        closed: watch::Receiver<bool>,
    ) -> Line {
        Line { commands, closed }
    }

    /// Asks for new QR codes after [`crate::Event::QrExhausted`]; otherwise changes nothing.
    pub fn renew(&self) {
        self.ask(Command::Renew);
    }

    /// Ends the session and returns when nothing of it runs any more and all its keys are stored.
    /// The link at WhatsApp stays.
    pub async fn stop(&self) {
        self.ask(Command::Stop);
        self.until_closed().await;
    }

    /// Removes the link at WhatsApp, then does what [`Line::stop`] does. If WhatsApp does not
    /// answer within ten seconds, the session ends all the same.
    pub async fn log_out(&self) {
        self.ask(Command::LogOut);
        self.until_closed().await;
    }

    /// An owner that has already closed takes no commands, and needs none.
    fn ask(&self, command: Command) {
        let _ = self.commands.send(command);
    }

    async fn until_closed(&self) {
        // An error means that the owner task is gone, which is what we wait for.
        let _ = self.closed.clone().wait_for(|closed| *closed).await;
    }
}
