//! The embedder's handle on a live session. It sends commands to the session's owner task.

use tokio::sync::{mpsc, oneshot, watch};
use wacore_binary::Jid;

use crate::message;
use crate::phone_code::international;
use crate::{
    LogOut, Outgoing, PhoneCode, Presence, Recipient, RequestCodeError, SendTextError, Sent,
};

/// A command to a session's owner task.
pub(crate) enum Command {
    Renew,
    Stop,
    Presence(Presence),
    LogOut {
        reply: oneshot::Sender<LogOut>,
    },
    PhoneCode {
        number: String,
        reply: Reply<PhoneCode, RequestCodeError>,
    },
    SendText {
        message: Outgoing,
        reply: Reply<Sent, SendTextError>,
    },
    CheckRecipient {
        recipient: Jid,
        reply: Reply<Recipient, SendTextError>,
    },
}

/// Sends the result of a command. Dropped without a result, it means that the session is not in a state to execute it.
pub(crate) type Reply<T, E> = oneshot::Sender<Result<T, E>>;

/// The handle on one live session.
///
/// Cloning is cheap. Dropping every handle does not stop the session; [`Line::stop`] does.
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

    /// Requests new QR codes after [`crate::Event::QrExhausted`]; at any other time it does nothing.
    pub fn renew(&self) {
        self.send(Command::Renew);
    }

    /// Whether the session tells WhatsApp that somebody uses it, now and after each login. Until this is called, it is
    /// unavailable.
    pub fn set_presence(&self, presence: Presence) {
        self.send(Command::Presence(presence));
    }

    /// Ends the session. Returns when all of its tasks have ended and all keys are stored. The link at WhatsApp stays.
    pub async fn stop(&self) {
        self.send(Command::Stop);
        self.closed().await;
    }

    /// Removes the link at WhatsApp, ends the session as [`Line::stop`] does, and returns the outcome of the removal.
    /// If WhatsApp does not answer within ten seconds, the session ends all the same.
    pub async fn log_out(&self) -> LogOut {
        let (reply, outcome) = oneshot::channel();
        self.send(Command::LogOut { reply });
        self.closed().await;
        outcome.await.unwrap_or(LogOut::NotReached)
    }

    /// Requests a code to enter on the phone with this number, in international format with or without the plus. The
    /// QR codes stay valid. A session has one active code: the same number gets the active one again, with its
    /// remaining lifetime, and another number replaces it. After [`crate::Event::QrExhausted`] this also does what
    /// [`Line::renew`] does.
    pub async fn phone_code(&self, number: &str) -> Result<PhoneCode, RequestCodeError> {
        let number = international(number)?;
        let (reply, outcome) = oneshot::channel();
        self.send(Command::PhoneCode { number, reply });
        outcome.await.unwrap_or(Err(RequestCodeError::NotWaiting))
    }

    /// Sends a text. Returns when WhatsApp has acknowledged or refused it, or has not answered for five seconds.
    pub async fn send_text(&self, message: Outgoing) -> Result<Sent, SendTextError> {
        let (reply, outcome) = oneshot::channel();
        self.send(Command::SendText { message, reply });
        outcome.await.unwrap_or(Err(SendTextError::NotConnected))
    }

    /// Whether a message to this chat would be a first one. It is refused as [`Line::send_text`] refuses it, before
    /// anything is sent.
    pub async fn check_recipient(&self, chat: &str) -> Result<Recipient, SendTextError> {
        let recipient = message::recipient(chat)?;
        let (reply, outcome) = oneshot::channel();
        self.send(Command::CheckRecipient { recipient, reply });
        outcome.await.unwrap_or(Err(SendTextError::NotConnected))
    }

    fn send(&self, command: Command) {
        // An owner task that has ended needs no commands.
        let _ = self.commands.send(command);
    }

    async fn closed(&self) {
        // An error means that the owner task has ended, which is what this waits for.
        let _ = self.closed.clone().wait_for(|closed| *closed).await;
    }
}
