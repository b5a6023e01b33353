//! Translates the client's events into the engine's.
//!
//! A function of the state and the event; it uses no task, clock or store. Its rules: `Dropped` is emitted only after
//! `Connected`, and `Connected` once for each connection; there is one terminal event and none after it; and a hosted
//! account, whose link WhatsApp may refuse without an event, is `Linked` only when it has logged in.

mod messages;

use wacore::types::events::{self as vendor, ConnectFailureReason};
use wacore_binary::{Jid, NodeRef};

use crate::account::Profile;
use crate::scan::{Scan, is_code_entry};
use crate::{Account, Event, QrCode, Refusal, Via};

/// The addresses and the name of the client's account.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    pub(crate) pn: Jid,
    pub(crate) lid: Jid,
    pub(crate) push_name: String,
}

/// The state that the translation depends on.
#[derive(Default)]
pub(crate) struct Translator {
    profile: Profile,
    is_hosted: bool,
    /// The link of a hosted account is not emitted yet, because it has not logged in.
    link_is_pending: bool,
    is_connected: bool,
    /// `Connected` was emitted for the present connection of the present client.
    login_is_emitted: bool,
    link_is_emitted: bool,
    /// A phone code was entered, and the client has not reported that it failed.
    code_was_entered: bool,
    /// The account's name as it was emitted last.
    push_name: String,
}

/// What happens to the client after an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// It continues.
    Continue,
    /// It has no more QR codes, and continues as long as there is a phone code.
    PhoneCodeOnly,
    /// It ends, and another one may replace it. The owner emits `QrExhausted` when it has ended.
    Exhausted,
    /// It ends, and the session with it.
    Over,
}

type Translation = (Vec<Event>, Next);

impl Translator {
    pub(crate) fn new(profile: Profile) -> Translator {
        Translator {
            profile,
            ..Translator::default()
        }
    }

    /// Translates one event of the client, whose account is `identity` and whose clock runs at `speed`.
    pub(crate) fn translate(
        &mut self,
        event: &vendor::Event,
        identity: Option<Identity>,
        speed: f64,
    ) -> Translation {
        match event {
            vendor::Event::RawNode(stanza) => self.stanza(stanza.get()),
            vendor::Event::PairingCodeError(_) | vendor::Event::PairingCodeRefresh(_) => {
                self.code_was_entered = false;
                nothing()
            }
            vendor::Event::PairingQrCode(qr) => emit(Event::Qr {
                code: QrCode::new(qr.code.clone()),
                lasts: qr.timeout.div_f64(speed),
            }),
            vendor::Event::PairingQrCodesExhausted(qr) => exhausted(qr),
            vendor::Event::PairSuccess(pair) => self.linked(pair),
            vendor::Event::PairError(error) => emit(Event::LinkRefused {
                refusal: self.refusal(&error.error),
            }),
            vendor::Event::QrScannedWithoutMultidevice(_) => refused("multidevice_off"),
            vendor::Event::PairPasskeyRequest(_) => emit(Event::PasskeyRequired),
            vendor::Event::PairPasskeyError(_) => refused("passkey"),
            vendor::Event::Connected(_) => self.connected(identity),
            vendor::Event::SelfPushNameUpdated(name) => self.renamed(name),
            vendor::Event::Disconnected(_) => self.disconnected(),
            vendor::Event::Receipt(receipt) => messages::receipt(receipt, identity.as_ref()),
            vendor::Event::ServerAck(ack) => messages::late_ack(ack),
            event => self.ended(event),
        }
    }

    fn stanza(&mut self, stanza: &NodeRef<'_>) -> Translation {
        if let Some(scan) = Scan::read(stanza) {
            self.profile = scan.profile;
            self.is_hosted = scan.hosted;
        } else if is_code_entry(stanza) {
            self.code_was_entered = true;
        }
        nothing()
    }

    fn linked(&mut self, pair: &vendor::PairSuccess) -> Translation {
        self.profile = Profile::from_protocol(&pair.platform, &pair.business_name);
        if self.is_hosted {
            self.link_is_pending = true;
            return nothing();
        }
        let identity = Identity {
            pn: pair.id.clone(),
            lid: pair.lid.clone(),
            push_name: String::new(),
        };
        emit(self.link(self.account(&identity)))
    }

    /// The event for a link that was stored during the client's shutdown, before the client reported it.
    pub(crate) fn late_link(&mut self, identity: &Identity) -> Option<Event> {
        let is_new = !self.link_is_emitted && !self.is_hosted;
        is_new.then(|| self.link(self.account(identity)))
    }

    fn link(&mut self, account: Account) -> Event {
        self.link_is_emitted = true;
        let via = if self.code_was_entered {
            Via::PhoneCode
        } else {
            Via::Qr
        };
        Event::Linked { account, via }
    }

    /// From now on, the events are another client's.
    pub(crate) fn client_starts(&mut self) {
        self.login_is_emitted = false;
    }

    /// Whether it has emitted [`Event::Connected`] for the present connection.
    pub(crate) fn login_is_emitted(&self) -> bool {
        self.login_is_emitted
    }

    /// The client may report a login that is emitted already, when it gets the account's settings late.
    fn connected(&mut self, identity: Option<Identity>) -> Translation {
        let Some(identity) = identity.filter(|_| !self.login_is_emitted) else {
            return nothing();
        };
        self.is_connected = true;
        self.login_is_emitted = true;
        self.push_name.clone_from(&identity.push_name);
        let account = self.account(&identity);
        let link_was_pending = std::mem::take(&mut self.link_is_pending);
        let linked = link_was_pending.then(|| self.link(account.clone()));
        let events = linked.into_iter().chain([Event::Connected(account)]);
        (events.collect(), Next::Continue)
    }

    /// The client's own earlier name is of no use, because it is hidden from it.
    fn renamed(&mut self, update: &vendor::SelfPushNameUpdated) -> Translation {
        if update.new_name.is_empty() || update.new_name == self.push_name {
            return nothing();
        }
        self.push_name.clone_from(&update.new_name);
        emit(Event::PushName(update.new_name.clone()))
    }

    fn disconnected(&mut self) -> Translation {
        self.login_is_emitted = false;
        match std::mem::take(&mut self.is_connected) {
            true => emit(Event::Dropped),
            false => nothing(),
        }
    }

    fn ended(&mut self, event: &vendor::Event) -> Translation {
        let event = match event {
            vendor::Event::LoggedOut(out) => return self.logged_out(out),
            vendor::Event::StreamReplaced(_) => Event::Replaced,
            vendor::Event::TemporaryBan(ban) => Event::Banned {
                lasts: ban.expire.to_std().unwrap_or_default(),
            },
            vendor::Event::ConnectFailure(failure) if !failure.reason.should_reconnect() => {
                Event::Failed {
                    reason: format!("refused_{}", failure.reason.code()),
                }
            }
            _ => return nothing(),
        };
        (vec![event], Next::Over)
    }

    fn logged_out(&mut self, out: &vendor::LoggedOut) -> Translation {
        let refused = self.link_is_pending.then_some(Event::LinkRefused {
            refusal: Refusal::Coexistence,
        });
        let out = Event::LoggedOut {
            reason: reason(out),
        };
        (refused.into_iter().chain([out]).collect(), Next::Over)
    }

    fn refusal(&self, error: &str) -> Refusal {
        const CODES: [&str; 3] = ["hmac-mismatch", "invalid-key", "internal-error"];
        if self.is_hosted {
            Refusal::Coexistence
        } else if error.contains("signature-mismatch") {
            Refusal::SignatureMismatch
        } else {
            let code = CODES.iter().find(|code| error.contains(**code));
            Refusal::Other(code.map_or("unknown".into(), |code| code.replace('-', "_")))
        }
    }

    fn account(&self, identity: &Identity) -> Account {
        Account {
            phone_number: format!("+{}", identity.pn.user),
            lid: format!("{}@lid", identity.lid.user),
            push_name: Some(identity.push_name.clone()).filter(|name| !name.is_empty()),
            business_name: self.profile.business_name.clone(),
            platform: self.profile.platform,
        }
    }
}

fn reason(out: &vendor::LoggedOut) -> String {
    let reason = match (&out.reason, out.on_connect) {
        (ConnectFailureReason::AccountLocked, _) => "account_locked",
        (ConnectFailureReason::UnknownLogout, _) => "unknown_logout",
        (_, true) => "not_linked",
        (_, false) => "device_removed",
    };
    reason.to_owned()
}

fn exhausted(qr: &vendor::PairingQrCodesExhausted) -> Translation {
    let next = match qr.disconnected {
        true => Next::Exhausted,
        false => Next::PhoneCodeOnly,
    };
    (Vec::new(), next)
}

fn emit(event: Event) -> Translation {
    (vec![event], Next::Continue)
}

fn refused(code: &str) -> Translation {
    emit(Event::LinkRefused {
        refusal: Refusal::Other(code.to_owned()),
    })
}

fn nothing() -> Translation {
    (Vec::new(), Next::Continue)
}

#[cfg(test)]
mod tests;
