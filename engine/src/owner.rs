//! The task that owns a session, from its opening to `Closed`.
//!
//! It runs one client at a time, and nothing else starts or ends a client, so commands and events do not race. A client
//! whose QR codes have run out is replaced by another one with the same keys when the embedder requests it. One that
//! does not reach WhatsApp is replaced after a pause, until WhatsApp is reached or the session is stopped.

use std::pin::pin;
use std::sync::Arc;

use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep};

use crate::attempt::{self, Attempts, Outcome};
use crate::client::{Client, ClientContext};
use crate::displayed_qr::DisplayedQr;
use crate::line::Command;
use crate::translate::Translator;
use crate::{Event, Version};

mod commands;
mod events;
mod reach;

use self::events::{reached, settings_missing};
use self::reach::Reach;

pub(crate) struct Owner {
    context: ClientContext,
    commands: mpsc::UnboundedReceiver<Command>,
    events: mpsc::UnboundedSender<Event>,
    closed: watch::Sender<bool>,
    /// A command that came while no client was running. The next client executes it.
    postponed: Option<Command>,
    reach: Reach,
    /// Kept between the clients of a session that is linked or being linked.
    translator: Option<Translator>,
}

/// A running client and what belongs to it.
struct Run {
    client: Client,
    translator: Translator,
    outcomes: mpsc::UnboundedReceiver<Outcome>,
    displayed: Option<DisplayedQr>,
    /// When the session is connected, if the client does not report it before.
    connected_at: Option<Instant>,
    /// When a phone that has to give a passkey has not given it.
    passkey_until: Option<Instant>,
    /// The version that the client claims.
    version: Version,
    /// The client has no more QR codes, and runs as long as it has a phone code.
    phone_code_only: bool,
}

/// How a client ended.
#[derive(PartialEq, Eq)]
enum End {
    /// Its QR codes have run out.
    Exhausted,
    /// WhatsApp has removed the link on request.
    Removed,
    /// It did not reach WhatsApp; the next one may try at this time.
    Unreachable(Instant),
    /// WhatsApp has refused the version that it claimed.
    Outdated(Version),
    /// The session is over.
    Over,
}

impl Owner {
    pub(crate) fn new(
        context: ClientContext,
        commands: mpsc::UnboundedReceiver<Command>,
        events: mpsc::UnboundedSender<Event>,
        closed: watch::Sender<bool>,
    ) -> Owner {
        Owner {
            context,
            commands,
            events,
            closed,
            postponed: None,
            reach: Reach::default(),
            translator: None,
        }
    }

    pub(crate) async fn run(mut self) {
        loop {
            let continues = match self.run_client().await {
                End::Exhausted => {
                    self.translator = None;
                    self.wait_for_renewal().await
                }
                End::Unreachable(next_at) => self.wait_for_retry(next_at).await,
                End::Outdated(version) => self.finds_newer_version(version).await,
                End::Removed | End::Over => false,
            };
            if !continues {
                break;
            }
        }
        self.emit(Event::Closed);
        self.closed.send_replace(true);
    }

    async fn run_client(&mut self) -> End {
        let turn = Arc::new(self.context.governor.turn());
        if !self.wait_for_turn(&turn).await {
            return End::Over;
        }
        if self.context.backend.load_missing().await.is_err() {
            return self.failed("key_store");
        }
        let version = match self.find_version().await {
            Ok(version) => version,
            Err(end) => return end,
        };
        self.reach.client_starts();
        let (attempts, outcomes) = Attempts::new(self.reach.failures, self.speed());
        let events = self.events.clone();
        let client = match Client::start(&self.context, turn, attempts, version, events).await {
            Ok(client) => client,
            Err(error) => {
                tracing::error!("a session could not be opened: {error:#}");
                return self.failed("key_store");
            }
        };
        let session = self.context.backend.session();
        tracing::debug!(session, ?version, "a client has started");
        let Ok(profile) = self.context.backend.profile().await else {
            client.shut_down().await;
            return self.failed("key_store");
        };
        let translator = self.translator.take();
        let mut translator = translator.unwrap_or_else(|| Translator::new(profile));
        translator.client_starts();
        let mut run = Run {
            client,
            translator,
            outcomes,
            displayed: None,
            connected_at: None,
            passkey_until: None,
            version,
            phone_code_only: false,
        };
        let was_linked = self.context.backend.is_linked();
        let end = self.drive(&mut run).await;
        self.finish(run, end, was_linked).await
    }

    async fn drive(&mut self, run: &mut Run) -> End {
        let phone_codes = run.client.phone_codes();
        let phone_signs = run.client.phone_signs();
        let mut first_code_timeout = pin!(sleep(attempt::FIRST_CODE));
        if let Some(command) = self.postponed.take()
            && let Some(end) = self.handle_command(command, &mut run.client).await
        {
            return end;
        }
        loop {
            let end = tokio::select! {
                biased;
                why = self.context.proxy_refused() => Some(self.proxy_refused(&why)),
                event = run.client.next() => match event {
                    Some(event) => self.handle_event(&event, run),
                    None => Some(self.failed("ended")),
                },
                Some(outcome) = run.outcomes.recv() => self.handle_outcome(outcome),
                () = &mut first_code_timeout, if self.waits_for_code() => Some(self.no_code()),
                () = reached(run.passkey_until) => Some(End::Exhausted),
                () = reached(run.connected_at) => self.handle_event(&settings_missing(), run),
                () = self.context.backend.storage_failed() => Some(self.failed("key_store")),
                () = phone_codes.ended() => {
                    self.emit(Event::PhoneCodeOver);
                    None
                }
                ago = phone_signs.next() => {
                    self.emit(Event::PhoneSeen { ago });
                    None
                }
                () = phone_codes.idle(), if run.phone_code_only => Some(End::Exhausted),
                Some(command) = self.commands.recv() => {
                    self.handle_command(command, &mut run.client).await
                }
            };
            if let Some(end) = end {
                return end;
            }
        }
    }

    /// Shuts the client down, and emits what that brings to light.
    async fn finish(&mut self, run: Run, end: End, was_linked: bool) -> End {
        let Run {
            client,
            mut translator,
            ..
        } = run;
        client.disconnected();
        let remains = match end {
            End::Unreachable(_) if !self.context.backend.is_linked() => client.give_up().await,
            _ => client.shut_down().await,
        };
        // What still sleeps until its end keeps the client in memory.
        self.context.ceremony.end();
        if end != End::Removed {
            self.emit_late(&remains.events, &mut translator);
        }
        if !was_linked && self.context.backend.is_linked() {
            let identity = remains.identity;
            let link = identity.and_then(|identity| translator.late_link(&identity));
            link.into_iter().for_each(|link| self.emit(link));
        }
        self.translator = Some(translator);
        // Emitted only now, because the embedder may request the next client at once.
        if end == End::Exhausted {
            self.emit(Event::QrExhausted);
        }
        end
    }

    fn proxy_refused(&self, why: &str) -> End {
        let session = self.context.backend.session();
        let proxy = self.context.proxy.as_ref().map(|dialer| dialer.proxy());
        tracing::warn!(session, ?proxy, why, "a session cannot use its proxy");
        self.failed("proxy_refused")
    }

    fn failed(&self, reason: &str) -> End {
        self.emit(Event::Failed {
            reason: reason.to_owned(),
        });
        End::Over
    }

    fn emit(&self, event: Event) {
        // The session continues when the embedder has dropped the receiver.
        let _ = self.events.send(event);
    }

    /// How fast time runs. For a linked session it is real time.
    fn speed(&self) -> f64 {
        if self.context.backend.is_linked() {
            1.0
        } else {
            self.context.route.speed
        }
    }
}

#[cfg(all(test, target_os = "linux", not(feature = "sandbox")))]
mod certificate_tests;
#[cfg(test)]
mod proxy_tests;
#[cfg(all(test, not(feature = "sandbox")))]
mod tests;
