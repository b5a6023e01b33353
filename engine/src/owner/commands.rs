//! How the owner of a session handles commands, with a running client and without one.

use std::pin::pin;

use tokio::time::{Instant, sleep, sleep_until};

use super::{End, Owner};
use crate::attempt;
use crate::client::Client;
use crate::governor::Turn;
use crate::line::Command;
use crate::{Event, LogOut};

impl Owner {
    /// Executes a command. What takes long runs in the background, so that events do not wait for it.
    pub(super) async fn handle_command(
        &mut self,
        command: Command,
        client: &mut Client,
    ) -> Option<End> {
        match command {
            Command::Renew => None,
            Command::Presence(presence) => {
                client.set_presence(presence);
                None
            }
            Command::Stop => Some(End::Over),
            Command::LogOut { reply } => {
                let outcome = self.log_out(client).await;
                // The caller may have stopped waiting.
                let _ = reply.send(outcome);
                Some(match outcome {
                    LogOut::Removed | LogOut::Refused => End::Removed,
                    LogOut::NotLinked | LogOut::NotReached => End::Over,
                })
            }
            Command::PhoneCode { number, reply } => {
                client.request_phone_code(number, reply);
                None
            }
            Command::SendText { message, reply } => {
                client.send_text(message, reply);
                None
            }
            Command::CheckRecipient { recipient, reply } => {
                client.check_recipient(recipient, reply);
                None
            }
        }
    }

    async fn log_out(&self, client: &mut Client) -> LogOut {
        if !self.context.backend.is_linked() {
            return LogOut::NotLinked;
        }
        let outcome = client.unlink().await;
        match outcome {
            LogOut::Removed => self.emit(Event::LoggedOut {
                reason: "requested".to_owned(),
            }),
            LogOut::NotReached => {
                tracing::warn!("WhatsApp was not reached in time to remove the link");
            }
            LogOut::Refused | LogOut::NotLinked => {}
        }
        outcome
    }

    /// Waits for the turn to connect before there is a client, because the client treats a long wait as a broken
    /// network. Returns whether to start one.
    pub(super) async fn wait_for_turn(&mut self, turn: &Turn) -> bool {
        let mut acquired = pin!(turn.acquire());
        let mut overdue = pin!(sleep(attempt::limit(self.reach.failures, self.speed())));
        let mut is_reported = self.reach.is_reported;
        loop {
            tokio::select! {
                biased;
                () = &mut acquired => return true,
                () = &mut overdue, if !is_reported => {
                    is_reported = true;
                    self.emit_queued();
                }
                Some(command) = self.commands.recv() => match command {
                    Command::Stop => return false,
                    // The caller waits, and this command needs a client.
                    Command::LogOut { .. } => {
                        self.postponed = Some(command);
                        return true;
                    }
                    Command::PhoneCode { .. } => self.postponed = Some(command),
                    Command::Presence(presence) => self.context.presence.set(presence),
                    // Dropping the reply means that the session is not connected.
                    Command::Renew | Command::SendText { .. } | Command::CheckRecipient { .. } => {}
                },
            }
        }
    }

    /// Waits without a client until another one is requested. A phone code needs a client, so it requests one too.
    pub(super) async fn wait_for_renewal(&mut self) -> bool {
        loop {
            match self.commands.recv().await {
                Some(Command::Renew) => return true,
                Some(code @ Command::PhoneCode { .. }) => {
                    self.postponed = Some(code);
                    return true;
                }
                Some(Command::Presence(presence)) => self.context.presence.set(presence),
                // Dropping the reply means that the session is not connected.
                Some(Command::SendText { .. } | Command::CheckRecipient { .. }) => {}
                Some(Command::LogOut { reply }) => {
                    // Only a client that is not linked runs out of codes.
                    let _ = reply.send(LogOut::NotLinked);
                    return false;
                }
                Some(Command::Stop) | None => return false,
            }
        }
    }

    /// Waits between two attempts to reach WhatsApp. A command that needs a connection ends the wait. Returns whether
    /// to make another attempt.
    pub(super) async fn wait_for_retry(&mut self, next_at: Instant) -> bool {
        loop {
            tokio::select! {
                () = sleep_until(next_at) => return true,
                Some(command) = self.commands.recv() => match command {
                    Command::Stop => return false,
                    Command::Renew => return true,
                    Command::Presence(presence) => self.context.presence.set(presence),
                    Command::LogOut { .. } | Command::PhoneCode { .. } => {
                        self.postponed = Some(command);
                        return true;
                    }
                    // Dropping the reply means that the session is not connected.
                    Command::SendText { .. } | Command::CheckRecipient { .. } => {}
                },
            }
        }
    }
}
