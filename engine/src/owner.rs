//! The one task that owns a session, from its opening to `Closed`.
//!
//! It runs one client at a time and is the only one to start or end it, so what the embedder asks
//! and what WhatsApp does never race. A client whose codes have run out is replaced by another on the
//! same keys, when somebody asks for it. One that did not reach WhatsApp is replaced after a pause,
//! again and again until it is reached or the session is stopped.

use std::pin::pin;
use std::sync::Arc;

use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep};
use wacore::types::events as vendor;

use crate::attempt::{self, Attempts, Outcome};
use crate::client::{Client, Means};
use crate::governor::Turn;
use crate::line::Command;
use crate::scan::code_typed;
use crate::shown_code::ShownCode;
use crate::translate::{Known, Next};
use crate::{Event, LogOut};

mod reach;

pub(crate) use self::reach::Reach;

pub(crate) struct Owner {
    pub(crate) means: Means,
    pub(crate) commands: mpsc::UnboundedReceiver<Command>,
    pub(crate) events: mpsc::UnboundedSender<Event>,
    pub(crate) closed: watch::Sender<bool>,
    /// Asked for while no client ran; for the next one.
    pub(crate) postponed: Option<Command>,
    pub(crate) reach: Reach,
    /// What the clients have told of a session that is linked or links.
    pub(crate) known: Option<Known>,
}

/// How the life of a client ended.
#[derive(PartialEq, Eq)]
enum End {
    Exhausted,
    /// WhatsApp has removed the link as it was asked to.
    Removed,
    /// It did not reach WhatsApp; the next one may try at this time.
    Unreachable(Instant),
    Over,
}

impl Owner {
    pub(crate) async fn run(mut self) {
        loop {
            let goes_on = match self.one_client().await {
                End::Exhausted => {
                    self.known = None;
                    self.asked_to_renew().await
                }
                End::Unreachable(next_at) => self.waited_until(next_at).await,
                End::Removed | End::Over => false,
            };
            if !goes_on {
                break;
            }
        }
        self.tell(Event::Closed);
        self.closed.send_replace(true);
    }

    async fn one_client(&mut self) -> End {
        let turn = Arc::new(self.means.governor.turn());
        if !self.waited_for(&turn).await {
            return End::Over;
        }
        if self.means.backend.recall_owed().await.is_err() {
            return self.failed("key_store");
        }
        self.reach.begin();
        let (attempts, mut outcomes) = Attempts::new(self.reach.failures, self.speed());
        let mut client = match Client::start(&self.means, turn, attempts).await {
            Ok(client) => client,
            Err(error) => {
                tracing::error!("a session could not be opened: {error:#}");
                return self.failed("key_store");
            }
        };
        let Ok(profile) = self.means.backend.profile().await else {
            client.shut_down().await;
            return self.failed("key_store");
        };
        let mut known = self.known.take().unwrap_or_else(|| Known::of(profile));
        let linked_before = self.means.backend.linked();
        let end = self.drive(&mut client, &mut known, &mut outcomes).await;
        client.has_left();
        let late = match end {
            End::Unreachable(_) if !self.means.backend.linked() => client.give_up().await,
            _ => client.shut_down().await,
        };
        if end != End::Removed {
            self.tell_late(&late.told, &mut known);
        }
        if !linked_before && self.means.backend.linked() {
            let link = late.me.and_then(|me| known.late_link(&me));
            link.into_iter().for_each(|link| self.tell(link));
        }
        self.known = Some(known);
        // Told only now, because who hears it may ask for the next client at once.
        if end == End::Exhausted {
            self.tell(Event::QrExhausted);
        }
        end
    }

    /// Waits before there is a client, because a client takes a long wait for a broken network.
    /// Says whether there shall be one.
    async fn waited_for(&mut self, turn: &Turn) -> bool {
        let mut taken = pin!(turn.take());
        let mut overdue = pin!(sleep(attempt::limit(self.reach.failures, self.speed())));
        let mut told = self.reach.is_told;
        loop {
            tokio::select! {
                biased;
                () = &mut taken => return true,
                () = &mut overdue, if !told => {
                    told = true;
                    self.tell_queued();
                }
                Some(command) = self.commands.recv() => match command {
                    Command::Stop => return false,
                    // Somebody waits for this one, and it takes a client.
                    Command::LogOut { .. } => {
                        self.postponed = Some(command);
                        return true;
                    }
                    Command::PhoneCode { .. } => self.postponed = Some(command),
                    // Dropping the answer says that the session is not connected.
                    Command::Renew | Command::SendText { .. } => {}
                },
            }
        }
    }

    async fn drive(
        &mut self,
        client: &mut Client,
        known: &mut Known,
        outcomes: &mut mpsc::UnboundedReceiver<Outcome>,
    ) -> End {
        let codes = client.codes();
        let mut no_code = pin!(sleep(attempt::FIRST_CODE));
        let mut code_only = false;
        let mut shown = None;
        if let Some(command) = self.postponed.take()
            && let Some(end) = self.obey(command, client).await
        {
            return end;
        }
        loop {
            tokio::select! {
                biased;
                why = self.means.proxy_refused() => return self.proxy_failed(&why),
                told = client.next() => match told {
                    None => return self.failed("ended"),
                    Some(told) => {
                        if let Some(failed) = self.note_reach(&told) {
                            return self.not_reached(failed);
                        }
                        let next = self.pass_on(&told, known, client);
                        self.keep_true(&mut shown, &told, client);
                        match next {
                            Next::Go => {}
                            Next::CodeOnly => code_only = true,
                            Next::Exhausted => return End::Exhausted,
                            Next::Over => return End::Over,
                        }
                    }
                },
                Some(outcome) = outcomes.recv() => match outcome {
                    Outcome::Failed(failed) => return self.not_reached(failed),
                    // A link that logs in is at WhatsApp; for a new one only a code counts.
                    Outcome::Answered if self.means.backend.linked() => self.tell_reached(),
                    Outcome::Answered => {}
                },
                () = &mut no_code, if self.waits_for_code() => return self.no_code(),
                () = self.means.backend.unable() => return self.failed("key_store"),
                () = codes.over() => self.tell(Event::PhoneCodeOver),
                () = codes.idle(), if code_only => return End::Exhausted,
                Some(command) = self.commands.recv() => {
                    if let Some(end) = self.obey(command, client).await {
                        return end;
                    }
                }
            }
        }
    }

    /// What takes long goes on beside the loop, so that it never keeps events waiting.
    async fn obey(&mut self, command: Command, client: &mut Client) -> Option<End> {
        match command {
            Command::Renew => None,
            Command::Stop => Some(End::Over),
            Command::LogOut { answer } => {
                let outcome = self.log_out(client).await;
                // Nobody may be waiting for it any more.
                let _ = answer.send(outcome);
                Some(match outcome {
                    LogOut::Removed | LogOut::Refused => End::Removed,
                    LogOut::NotLinked | LogOut::NotReached => End::Over,
                })
            }
            Command::PhoneCode { number, answer } => {
                client.phone_code(number, answer);
                None
            }
            Command::SendText { message, answer } => {
                client.send_text(message, answer);
                None
            }
        }
    }

    fn pass_on(&self, told: &vendor::Event, known: &mut Known, client: &mut Client) -> Next {
        match told {
            vendor::Event::PairSuccess(_) => {
                client.stop_reading_stanzas();
                client.codes().done();
            }
            vendor::Event::RawNode(stanza) if code_typed(stanza.get()) => client.codes().typed(),
            vendor::Event::PairingQrCode(_) | vendor::Event::Connected(_) => client.has_arrived(),
            vendor::Event::PairingCodeError(_) | vendor::Event::PairingCodeRefresh(_) => {
                client.codes().lost();
            }
            vendor::Event::Disconnected(_) => {
                client.codes().disconnected();
                client.has_left();
            }
            vendor::Event::OfflineSyncCompleted(_) => client.has_all(),
            vendor::Event::ClientOutdated(_) => self.means.route.version.invalidate(),
            _ => {}
        }
        let (events, next) = known.translate(told, client.me(), self.means.route.speed);
        for event in events {
            self.tell(event);
        }
        next
    }

    /// Shows the QR code anew when the one on show would be scanned in vain.
    fn keep_true(&self, shown: &mut Option<ShownCode>, told: &vendor::Event, client: &Client) {
        match told {
            vendor::Event::PairingQrCode(qr) => {
                let lasts = qr.timeout.div_f64(self.means.route.speed);
                *shown = Some(ShownCode::new(&qr.code, lasts, Instant::now()));
            }
            vendor::Event::PairingQrCodesExhausted(_)
            | vendor::Event::PairSuccess(_)
            | vendor::Event::Disconnected(_) => *shown = None,
            vendor::Event::RawNode(_) => {
                let anew = shown
                    .as_mut()
                    .and_then(|it| it.resealed(&client.link_secret(), Instant::now()));
                if let Some(event) = anew {
                    self.tell(event);
                }
            }
            _ => {}
        }
    }

    /// A session that was never linked has nothing to unlink.
    async fn log_out(&self, client: &mut Client) -> LogOut {
        if !self.means.backend.linked() {
            return LogOut::NotLinked;
        }
        let outcome = removal(client).await;
        match outcome {
            LogOut::Removed => self.tell(Event::LoggedOut {
                reason: "requested".to_owned(),
            }),
            LogOut::NotReached => {
                tracing::warn!("WhatsApp was not reached in time to remove the link");
            }
            LogOut::Refused | LogOut::NotLinked => {}
        }
        outcome
    }

    /// What a client told while it was ending is of no use, but for a phone that has accepted, whose
    /// link is stored and has to be known, and for the end of a link.
    fn tell_late(&self, late: &[Arc<vendor::Event>], known: &mut Known) {
        for told in late {
            let (events, _) = known.translate(told, None, self.means.route.speed);
            for event in events {
                if matches!(event, Event::Linked { .. } | Event::LoggedOut { .. }) {
                    self.tell(event);
                }
            }
        }
    }

    /// Waits without a client. A phone code needs one, so asking for it is asking for both.
    async fn asked_to_renew(&mut self) -> bool {
        loop {
            match self.commands.recv().await {
                Some(Command::Renew) => return true,
                Some(code @ Command::PhoneCode { .. }) => {
                    self.postponed = Some(code);
                    return true;
                }
                // Dropping the answer says that the session is not connected.
                Some(Command::SendText { .. }) => {}
                Some(Command::LogOut { answer }) => {
                    // Only a client that is not linked runs out of codes.
                    let _ = answer.send(LogOut::NotLinked);
                    return false;
                }
                Some(Command::Stop) | None => return false,
            }
        }
    }

    fn proxy_failed(&self, why: &str) -> End {
        let session = self.means.backend.session();
        let proxy = self.means.proxy.as_ref().map(|dialer| dialer.proxy());
        tracing::warn!(session, ?proxy, why, "a session cannot use its proxy");
        self.failed("proxy_refused")
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

async fn removal(client: &mut Client) -> LogOut {
    let mut removal = pin!(client.removal());
    loop {
        tokio::select! {
            biased;
            removed = &mut removal => {
                return if removed { LogOut::Removed } else { LogOut::NotReached };
            }
            event = client.next() => match event.as_deref() {
                Some(vendor::Event::LoggedOut(ended)) if ended.on_connect => return LogOut::Refused,
                // WhatsApp ends the link before it confirms.
                Some(vendor::Event::LoggedOut(_)) => return LogOut::Removed,
                Some(_) => {}
                None => return LogOut::NotReached,
            },
        }
    }
}

#[cfg(test)]
mod proxy_tests;
#[cfg(all(test, not(feature = "sandbox")))]
mod tests;
