//! The embedder's end of the connection to a session's owner task.

use tokio::sync::{mpsc, oneshot, watch};

use crate::phone_code::international;
use crate::{CodeRefused, LogOut, NotSent, Outgoing, PhoneCode, Sent};

/// What the embedder can ask of a session.
pub(crate) enum Command {
    Renew,
    Stop,
    LogOut {
        answer: oneshot::Sender<LogOut>,
    },
    PhoneCode {
        number: String,
        answer: Answer<PhoneCode, CodeRefused>,
    },
    SendText {
        message: Outgoing,
        answer: Answer<Sent, NotSent>,
    },
}

/// Where the outcome of a command goes. Dropped, it says that the session ended first.
pub(crate) type Answer<T, E> = oneshot::Sender<Result<T, E>>;

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

    /// Removes the link at WhatsApp, then does what [`Line::stop`] does, and says what became of
    /// the link. If WhatsApp does not answer within ten seconds, the session ends all the same.
    pub async fn log_out(&self) -> LogOut {
        let (answer, outcome) = oneshot::channel();
        self.ask(Command::LogOut { answer });
        self.until_closed().await;
        outcome.await.unwrap_or(LogOut::NotReached)
    }

    /// Asks WhatsApp for a code to type on the phone with this number, which is international, with
    /// or without the plus. It runs beside the QR codes. There is one live code a session: the same
    /// number again gets the live one with what is left of its life, another number replaces it.
    /// After [`crate::Event::QrExhausted`] it also does what [`Line::renew`] does.
    pub async fn phone_code(&self, number: &str) -> Result<PhoneCode, CodeRefused> {
        let number = international(number)?;
        let (answer, outcome) = oneshot::channel();
        self.ask(Command::PhoneCode { number, answer });
        outcome.await.unwrap_or(Err(CodeRefused::NotWaiting))
    }

    /// Sends a text and returns when WhatsApp has taken it.
    pub async fn send_text(&self, message: Outgoing) -> Result<Sent, NotSent> {
        let (answer, outcome) = oneshot::channel();
        self.ask(Command::SendText { message, answer });
        outcome.await.unwrap_or(Err(NotSent::NotConnected))
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
