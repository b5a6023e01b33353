//! What the service sends, its silence, and the clock, as transitions of the flow.

use protocol::view::{Boot, Step, View};

use super::{Effect, Flow, HostMessage, Method, Methods, Screen};

/// Failed attempts to reach the service before the page shows it; fewer are a short interruption.
const TOLERATED_FAILURES: u32 = 2;

impl Flow {
    pub(super) fn boot(&mut self, mut boot: Boot, at: f64) {
        let is_first = self.boot.is_none();
        if is_first {
            self.emit(Effect::SetTitle);
            self.emit(Effect::PostToHost(HostMessage::Ready));
        }
        self.expires_at = Some(at + boot.expires_in_ms as f64);
        let is_offered = |name: &str| boot.methods.iter().any(|one| one == name);
        self.methods = Methods::new(&is_offered, self.first_tab);
        self.open_remembered_tab(is_first.then_some(&boot.view));
        // The step is shown and not kept: a code's markup is large.
        let view = View {
            seq: boot.view.seq,
            step: std::mem::replace(&mut boot.view.step, Step::Preparing),
            phone_code: boot.view.phone_code.take(),
            signup: boot.view.signup.take(),
        };
        self.request_start(boot.started);
        self.boot = Some(boot);
        self.load_meta(at);
        self.show_view(view, at);
    }

    /// Keeps the open tab if it is offered. After a reload, the tab opens in which the person was.
    fn open_remembered_tab(&mut self, reloaded: Option<&View>) {
        let wanted = match reloaded {
            Some(view) if view.signup.is_some() => Method::CloudApi,
            Some(view) if view.phone_code.is_some() => Method::Pairing,
            _ => self.tab,
        };
        let tab = self.methods.or_first(wanted);
        if tab != self.tab {
            self.tab = tab;
            self.emit(Effect::ShowTab(tab));
        }
    }

    /// Requests the session's start, once, if neither the request for the page nor an earlier one started it.
    fn request_start(&mut self, started: bool) {
        let requested = std::mem::replace(&mut self.start_requested, true);
        if !started && !requested {
            self.emit(Effect::StartSession);
        }
    }

    pub(super) fn show_view(&mut self, mut view: View, at: f64) {
        self.failed_connections = 0;
        self.last_seq = view.seq;
        // A view that was sent before the final screen changes nothing any more.
        if self.screen.is_final() {
            return;
        }
        let qr_timer = match &view.step {
            Step::Qr {
                svg,
                remaining_ms,
                lasts_ms,
            } => self.qr.show(svg, *remaining_ms, *lasts_ms, at),
            _ => None,
        };
        self.show_signup(&mut view);
        let code_timer = self.form.handle_streamed_code(view.phone_code, at);
        let held_back = self.hold_back_unreachable(&view.step, at);
        self.show(held_back.unwrap_or_else(|| Screen::of(view.step)));
        self.effects.extend(qr_timer.map(Effect::StartQrTimer));
        self.effects
            .extend(code_timer.map(Effect::StartPhoneCodeTimer));
    }

    /// The screen to stay on while WhatsApp is unreachable for so short a time that it is not shown yet.
    fn hold_back_unreachable(&mut self, step: &Step, at: f64) -> Option<Screen> {
        self.unreachable_notice_at = match step {
            Step::Unreachable { notice_in_ms, .. } => Some(at + *notice_in_ms as f64),
            _ => None,
        };
        let is_early = self
            .unreachable_notice_at
            .is_some_and(|notice_at| at < notice_at);
        is_early.then_some(match self.screen {
            Screen::Scanned => Screen::Scanned,
            _ => Screen::Preparing,
        })
    }

    pub(super) fn stream_lost(&mut self, at: f64) {
        self.failed_connections += 1;
        let nothing_to_show = match self.screen {
            _ if self.shows_signup() => false,
            Screen::Preparing | Screen::Qr if self.form.has_live_code() => false,
            Screen::Preparing | Screen::Unreachable => true,
            Screen::Qr => self.qr.left_ms(at) <= 0.0,
            _ => false,
        };
        if self.failed_connections > TOLERATED_FAILURES && nothing_to_show {
            self.show(Screen::Unavailable);
        }
    }

    pub(super) fn tick(&mut self, at: f64) {
        self.signup.tick(at);
        let expired = self.expires_at.is_some_and(|end| at >= end);
        // A person who has just scanned, or is in Meta's window, is about to be done: the service decides how that ends.
        let is_under_way = self.screen == Screen::Scanned || self.signup.served.is_some();
        if expired && !self.screen.is_final() && !is_under_way {
            return self.show(Screen::Expired);
        }
        let notice = &mut self.unreachable_notice_at;
        if notice.take_if(|notice_at| at >= *notice_at).is_some() {
            self.show(Screen::Unreachable);
        }
    }

    /// Requests new codes. Where WhatsApp has throttled phone codes, the QR code is the way to continue.
    pub(super) fn renew(&mut self) {
        let throttled =
            matches!(&self.screen, Screen::Failed { reason, .. } if reason == "throttled");
        self.show(Screen::Preparing);
        self.emit(Effect::Renew);
        if throttled {
            self.open_tab(self.methods.or_first(Method::Qr));
        }
    }

    /// Connects to the service again.
    pub(super) fn retry(&mut self) {
        self.failed_connections = 0;
        self.show(Screen::Preparing);
        self.emit(Effect::ConnectStream);
        let started = self.boot.as_ref().is_none_or(|boot| boot.started);
        self.request_start(started);
    }

    pub(super) fn start_failed(&mut self) {
        self.start_requested = false;
        self.show(Screen::Unavailable);
    }
}
