//! From what the client tells to what the embedder hears.
//!
//! A function of what is known and what was just told; it knows no task, clock or store. Its rules:
//! `Dropped` only of what was `Connected`; one terminal event and nothing after it; and a hosted
//! account, whose link the phone refuses without a word, is `Linked` only when its login works.

use std::time::Duration;

use wacore::types::events::{self as vendor, ConnectFailureReason};
use wacore_binary::{Jid, NodeRef};

use crate::account::Profile;
use crate::scan::{Scan, code_typed};
use crate::{Account, Event, QrCode, Refusal, Via};

/// The account's addresses and name as the running client has them.
#[derive(Debug, Clone)]
pub(crate) struct Me {
    pub(crate) pn: Jid,
    pub(crate) lid: Jid,
    pub(crate) push_name: String,
}

/// What has been told so far.
#[derive(Default)]
pub(crate) struct Known {
    profile: Profile,
    hosted: bool,
    /// A hosted account's link, held back until its login works.
    withheld: bool,
    connected: bool,
    /// The embedder has heard of the link.
    link_told: bool,
    /// A phone has typed a code, and the client has not written that off.
    code_typed: bool,
}

/// What becomes of the client after an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// It goes on.
    Go,
    /// It has no more QR codes, and goes on as long as there is a phone code.
    CodeOnly,
    /// It ends, and another may take its place; `QrExhausted` is told when it has ended.
    Exhausted,
    /// It ends for good.
    Over,
}

type Step = (Vec<Event>, Next);

impl Known {
    pub(crate) fn of(profile: Profile) -> Known {
        Known {
            profile,
            ..Known::default()
        }
    }

    /// What the embedder hears of something told. `speed` is how fast the client's clock runs.
    pub(crate) fn translate(&mut self, told: &vendor::Event, me: Option<Me>, speed: f64) -> Step {
        use vendor::Event as Told;
        match told {
            Told::RawNode(stanza) => self.seen(stanza.get()),
            Told::PairingCodeError(_) | Told::PairingCodeRefresh(_) => {
                self.code_typed = false;
                silence()
            }
            Told::PairingQrCode(qr) => go(Event::Qr {
                code: QrCode::new(qr.code.clone()),
                lasts: scaled(qr.timeout, speed),
            }),
            Told::PairingQrCodesExhausted(qr) if qr.disconnected => (Vec::new(), Next::Exhausted),
            Told::PairingQrCodesExhausted(_) => (Vec::new(), Next::CodeOnly),
            Told::PairSuccess(pair) => self.linked(pair),
            Told::PairError(error) => go(Event::LinkRefused {
                refusal: self.refusal(&error.error),
            }),
            Told::QrScannedWithoutMultidevice(_) => refused("multidevice_off"),
            Told::PairPasskeyRequest(_) => go(Event::PasskeyRequired),
            Told::PairPasskeyError(_) => refused("passkey"),
            Told::Connected(_) => self.connected(me),
            Told::SelfPushNameUpdated(name) if name.new_name.is_empty() => silence(),
            Told::SelfPushNameUpdated(name) if name.new_name == name.old_name => silence(),
            Told::SelfPushNameUpdated(name) => go(Event::PushName(name.new_name.clone())),
            Told::Disconnected(_) if !self.connected => silence(),
            Told::Disconnected(_) => {
                self.connected = false;
                go(Event::Dropped)
            }
            told => self.ended(told),
        }
    }

    fn seen(&mut self, stanza: &NodeRef<'_>) -> Step {
        if let Some(scan) = Scan::read(stanza) {
            self.profile = scan.profile;
            self.hosted = scan.hosted;
        } else if code_typed(stanza) {
            self.code_typed = true;
        }
        silence()
    }

    fn linked(&mut self, pair: &vendor::PairSuccess) -> Step {
        self.profile = Profile::told(&pair.platform, &pair.business_name);
        if self.hosted {
            self.withheld = true;
            return silence();
        }
        let me = Me {
            pn: pair.id.clone(),
            lid: pair.lid.clone(),
            push_name: String::new(),
        };
        go(self.link(self.account(&me)))
    }

    /// A link that was stored while the client was ending, before the client told of it.
    pub(crate) fn late_link(&mut self, me: &Me) -> Option<Event> {
        let untold = !self.link_told && !self.hosted;
        untold.then(|| self.link(self.account(me)))
    }

    fn link(&mut self, account: Account) -> Event {
        self.link_told = true;
        let via = if self.code_typed {
            Via::PhoneCode
        } else {
            Via::Qr
        };
        Event::Linked { account, via }
    }

    fn connected(&mut self, me: Option<Me>) -> Step {
        let Some(me) = me else {
            return silence();
        };
        self.connected = true;
        let account = self.account(&me);
        let withheld = std::mem::take(&mut self.withheld);
        let linked = withheld.then(|| self.link(account.clone()));
        let events = linked.into_iter().chain([Event::Connected(account)]);
        (events.collect(), Next::Go)
    }

    fn ended(&mut self, told: &vendor::Event) -> Step {
        use vendor::Event as Told;
        let event = match told {
            Told::LoggedOut(out) => return self.logged_out(out),
            Told::StreamReplaced(_) => Event::Replaced,
            Told::TemporaryBan(ban) => Event::Banned {
                lasts: ban.expire.to_std().unwrap_or_default(),
            },
            Told::ClientOutdated(_) => Event::Outdated,
            Told::ConnectFailure(failure) if !failure.reason.should_reconnect() => Event::Failed {
                reason: format!("refused_{}", failure.reason.code()),
            },
            _ => return silence(),
        };
        (vec![event], Next::Over)
    }

    fn logged_out(&mut self, out: &vendor::LoggedOut) -> Step {
        let refused = self.withheld.then_some(Event::LinkRefused {
            refusal: Refusal::Coexistence,
        });
        let out = Event::LoggedOut {
            reason: reason(out),
        };
        (refused.into_iter().chain([out]).collect(), Next::Over)
    }

    fn refusal(&self, error: &str) -> Refusal {
        const CODES: [&str; 3] = ["hmac-mismatch", "invalid-key", "internal-error"];
        if self.hosted {
            Refusal::Coexistence
        } else if error.contains("signature-mismatch") {
            Refusal::SignatureMismatch
        } else {
            let code = CODES.iter().find(|code| error.contains(**code));
            Refusal::Other(code.map_or("unknown".into(), |code| code.replace('-', "_")))
        }
    }

    fn account(&self, me: &Me) -> Account {
        Account {
            phone_number: format!("+{}", me.pn.user),
            lid: format!("{}@lid", me.lid.user),
            push_name: Some(me.push_name.clone()).filter(|name| !name.is_empty()),
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

fn scaled(timeout: Duration, speed: f64) -> Duration {
    timeout.div_f64(speed)
}

fn go(event: Event) -> Step {
    (vec![event], Next::Go)
}

fn refused(code: &str) -> Step {
    go(Event::LinkRefused {
        refusal: Refusal::Other(code.to_owned()),
    })
}

fn silence() -> Step {
    (Vec::new(), Next::Go)
}

#[cfg(test)]
mod tests;
