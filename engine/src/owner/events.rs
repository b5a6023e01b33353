//! How the owner of a session handles the client's events.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};
use wacore::types::events as vendor;

use super::{End, Owner, Run};
use crate::Event;
use crate::client::Client;
use crate::displayed_qr::DisplayedQr;
use crate::passkey;
use crate::scan::is_code_entry;
use crate::translate::{Next, Translator};

/// How long a client that has received its messages waits for the account's settings, which bring the push name. It
/// reports itself connected only when it has them, and does not report it at all if they are refused in some ways.
const SETTINGS_GRACE: Duration = Duration::from_secs(5);

/// Resolves at this time, if there is one.
pub(super) async fn reached(time: Option<Instant>) {
    match time {
        Some(at) => sleep_until(at).await,
        None => std::future::pending().await,
    }
}

/// The event that the client has not reported.
pub(super) fn settings_missing() -> vendor::Event {
    vendor::Event::Connected(vendor::Connected::builder().build())
}

impl Owner {
    pub(super) fn handle_event(&mut self, event: &vendor::Event, run: &mut Run) -> Option<End> {
        if let Some(failed) = self.update_reach(event) {
            return Some(self.attempt_failed(failed));
        }
        if let vendor::Event::ClientOutdated(_) = event {
            return Some(End::Outdated(run.version));
        }
        self.update_client(event, &mut run.client);
        update_grace(event, run);
        self.update_ceremony(event, run);
        let speed = self.context.route.speed;
        let (events, next) = run
            .translator
            .translate(event, run.client.identity(), speed);
        for event in events {
            self.emit(event);
        }
        self.update_displayed_qr(event, run);
        match next {
            Next::Continue => None,
            Next::PhoneCodeOnly => {
                run.phone_code_only = true;
                None
            }
            Next::Exhausted => Some(End::Exhausted),
            Next::Over => Some(End::Over),
        }
    }

    fn update_client(&self, event: &vendor::Event, client: &mut Client) {
        match event {
            vendor::Event::PairSuccess(_) => {
                client.stop_reading_stanzas();
                client.phone_codes().linked();
            }
            vendor::Event::RawNode(stanza) if is_code_entry(stanza.get()) => {
                client.phone_codes().entered();
            }
            vendor::Event::PairingQrCode(_) => client.answered(),
            vendor::Event::Connected(_) => {
                client.answered();
                client.report_presence();
            }
            vendor::Event::SelfPushNameUpdated(_) => client.report_presence(),
            vendor::Event::PairingCodeError(_) | vendor::Event::PairingCodeRefresh(_) => {
                client.phone_codes().invalidated();
            }
            vendor::Event::Disconnected(_) => {
                client.phone_codes().disconnected();
                client.disconnected();
            }
            vendor::Event::OfflineSyncCompleted(_) => client.offline_sync_done(),
            _ => {}
        }
    }

    /// A phone that does not give its passkey in time ends the client, whose codes are older than WhatsApp accepts.
    fn update_ceremony(&self, event: &vendor::Event, run: &mut Run) {
        match event {
            vendor::Event::PairPasskeyRequest(_) => {
                let lasts = passkey::LIMIT.div_f64(self.context.route.speed);
                run.passkey_until = Some(Instant::now() + lasts);
            }
            vendor::Event::PairSuccess(_)
            | vendor::Event::PairPasskeyError(_)
            | vendor::Event::Disconnected(_) => run.passkey_until = None,
            _ => {}
        }
    }

    /// Emits the QR code again when the displayed one cannot be scanned any more.
    fn update_displayed_qr(&self, event: &vendor::Event, run: &mut Run) {
        match event {
            vendor::Event::PairingQrCode(qr) => {
                let lasts = qr.timeout.div_f64(self.context.route.speed);
                run.displayed = Some(DisplayedQr::new(&qr.code, lasts, Instant::now()));
            }
            vendor::Event::PairingQrCodesExhausted(_)
            | vendor::Event::PairSuccess(_)
            | vendor::Event::Disconnected(_) => run.displayed = None,
            vendor::Event::RawNode(_) => {
                if let Some(displayed) = &mut run.displayed
                    && let Some(event) = displayed.update(&run.client.link_secret(), Instant::now())
                {
                    self.emit(event);
                }
            }
            _ => {}
        }
    }

    /// Emits the events of a client's shutdown that matter: a link that the phone has accepted and that is stored, and
    /// the end of a link.
    pub(super) fn emit_late(&self, late: &[Arc<vendor::Event>], translator: &mut Translator) {
        for event in late {
            let (events, _) = translator.translate(event, None, self.context.route.speed);
            for event in events {
                if matches!(event, Event::Linked { .. } | Event::LoggedOut { .. }) {
                    self.emit(event);
                }
            }
        }
    }
}

fn update_grace(event: &vendor::Event, run: &mut Run) {
    match event {
        vendor::Event::OfflineSyncCompleted(_) if !run.translator.login_is_emitted() => {
            run.connected_at = Some(Instant::now() + SETTINGS_GRACE);
        }
        vendor::Event::Connected(_) | vendor::Event::Disconnected(_) => run.connected_at = None,
        _ => {}
    }
}
