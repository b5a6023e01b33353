//! The one task that owns a session, from its opening to `Closed`.
//!
//! It runs one client at a time and is the only one to start or end it, so what the embedder asks
//! and what WhatsApp does never race. A client whose codes have run out is replaced by another on the
//! same keys, when somebody asks for it.

use std::sync::Arc;

use tokio::sync::{mpsc, watch};
use wacore::types::events as vendor;

use crate::Event;
use crate::backend::Backend;
use crate::client::Client;
use crate::line::Command;
use crate::network::Route;
use crate::translate::{Known, Next};

pub(crate) struct Owner {
    pub(crate) route: Arc<Route>,
    pub(crate) backend: Arc<Backend>,
    pub(crate) commands: mpsc::UnboundedReceiver<Command>,
    pub(crate) events: mpsc::UnboundedSender<Event>,
    pub(crate) closed: watch::Sender<bool>,
}

/// How the life of a client ended.
#[derive(PartialEq, Eq)]
enum End {
    Exhausted,
    Over,
}

impl Owner {
    pub(crate) async fn run(mut self) {
        while self.one_client().await == End::Exhausted && self.asked_to_renew().await {}
        self.tell(Event::Closed);
        self.closed.send_replace(true);
    }

    async fn one_client(&mut self) -> End {
        let mut client = match Client::start(&self.route, self.backend.clone()).await {
            Ok(client) => client,
            Err(error) => {
                tracing::error!("a session could not be opened: {error:#}");
                return self.failed("key_store");
            }
        };
        let end = self.drive(&mut client).await;
        client.shut_down().await;
        // Told only now, because who hears it may ask for the next client at once.
        if end == End::Exhausted {
            self.tell(Event::QrExhausted);
        }
        end
    }

    async fn drive(&mut self, client: &mut Client) -> End {
        let Ok(profile) = self.backend.profile().await else {
            return self.failed("key_store");
        };
        let mut known = Known::of(profile);
        loop {
            tokio::select! {
                biased;
                told = client.next() => match told {
                    None => return self.failed("ended"),
                    Some(told) => match self.pass_on(&told, &mut known, client) {
                        Next::Go => {}
                        Next::Exhausted => return End::Exhausted,
                        Next::Over => return End::Over,
                    },
                },
                () = self.backend.unable() => return self.failed("key_store"),
                Some(command) = self.commands.recv() => match command {
                    Command::Renew => {}
                    Command::Stop => return End::Over,
                    Command::LogOut => return self.log_out(client).await,
                },
            }
        }
    }

    fn pass_on(&self, told: &vendor::Event, known: &mut Known, client: &mut Client) -> Next {
        if matches!(told, vendor::Event::PairSuccess(_)) {
            client.stop_reading_stanzas();
        }
        let (events, next) = known.translate(told, client.me(), self.route.speed);
        for event in events {
            self.tell(event);
        }
        next
    }

    /// A session that was never linked has nothing to unlink.
    async fn log_out(&self, client: &Client) -> End {
        if self.backend.linked() {
            client.log_out().await;
            self.tell(Event::LoggedOut {
                reason: "requested".to_owned(),
            });
        }
        End::Over
    }

    async fn asked_to_renew(&mut self) -> bool {
        match self.commands.recv().await {
            Some(Command::Renew) => true,
            Some(Command::Stop | Command::LogOut) | None => false,
        }
    }

    fn failed(&self, reason: &str) -> End {
        self.tell(Event::Failed {
            reason: reason.to_owned(),
        });
        End::Over
    }

    /// The embedder may have stopped listening; the session goes on all the same.
    fn tell(&self, event: Event) {
        let _ = self.events.send(event);
    }
}

#[cfg(all(test, not(feature = "sandbox")))]
mod tests;
