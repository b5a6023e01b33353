//! How the owner of a session handles the client's events.

use std::sync::Arc;

use tokio::time::Instant;
use wacore::types::events as vendor;

use super::{End, Owner, Run};
use crate::Event;
use crate::client::Client;
use crate::displayed_qr::DisplayedQr;
use crate::scan::is_code_entry;
use crate::translate::{Next, Translator};

impl Owner {
    pub(super) fn handle_event(&mut self, event: &vendor::Event, run: &mut Run) -> Option<End> {
        if let Some(failed) = self.update_reach(event) {
            return Some(self.attempt_failed(failed));
        }
        if let vendor::Event::ClientOutdated(_) = event {
            return Some(End::Outdated(run.version));
        }
        self.update_client(event, &mut run.client);
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
            vendor::Event::PairingQrCode(_) | vendor::Event::Connected(_) => client.answered(),
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
