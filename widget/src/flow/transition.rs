//! Changing the screen, and reporting it to the host.

use super::{Effect, Flow, HostMessage, Screen};

impl Flow {
    /// Shows another screen and reports it to the host where it matters.
    pub(super) fn show(&mut self, screen: Screen) {
        if self.screen == screen {
            return;
        }
        self.screen = screen;
        self.report_screen();
        if !self.screen.has_instructions() && !self.shows_signup() {
            self.emit(Effect::FocusNotice);
        }
        if self.screen.is_final() {
            self.emit(Effect::CloseStream);
        }
    }

    fn report_screen(&mut self) {
        let message = match &self.screen {
            Screen::Connected { .. } => return self.report_success(),
            // Another way has failed, which does not concern the person now.
            Screen::Failed { .. } if self.shows_signup() => return,
            Screen::Failed { reason, .. } => HostMessage::Error(reason.clone()),
            Screen::Unavailable | Screen::Lost => HostMessage::Error(self.screen.name().into()),
            Screen::Expired => HostMessage::Expired,
            Screen::Cancelled { .. } => HostMessage::Close,
            Screen::Unreachable
            | Screen::Preparing
            | Screen::Qr
            | Screen::Scanned
            | Screen::TimedOut => return,
        };
        self.emit(Effect::PostToHost(message));
    }

    /// Reports the connected number, once, and leaves for the tenant's page.
    fn report_success(&mut self) {
        let Screen::Connected {
            method,
            phone_number,
            callback,
            ..
        } = &self.screen
        else {
            return;
        };
        if self.success_reported {
            return;
        }
        self.success_reported = true;
        self.effects
            .push(Effect::PostToHost(HostMessage::Connected {
                method: method.clone(),
                phone_number: phone_number.clone(),
            }));
        if !self.is_opened_by_frame {
            self.effects.extend(callback.clone().map(Effect::Redirect));
        }
    }

    /// Reports the step to the host: after `ready`, and before what the step means.
    pub(super) fn report_step(&mut self) {
        let comes_first = |effect: &&Effect| {
            matches!(
                effect,
                Effect::SetTitle | Effect::PostToHost(HostMessage::Ready)
            )
        };
        let place = self.effects.iter().take_while(comes_first).count();
        let message = HostMessage::Step(self.name());
        self.effects.insert(place, Effect::PostToHost(message));
    }
}
