//! Carries out what the flow requests.

use leptos::prelude::*;

use super::Widget;
use super::requests::spawn;
use crate::api::Request;
use crate::flow::{Effect, Flow};
use crate::page::{self, focus, number_field, root, timers};
use crate::{bridge, texts};

/// How long the result can be read before the page goes to the tenant's.
const RESULT_SHOWN_MS: i32 = 1600;

impl Widget {
    /// A frame may not navigate the whole window without a click: it shows a link, and the loader needs no click.
    fn leave(self, callback: &str) {
        if page::is_framed() {
            self.read(|flow| bridge::post_redirect(flow.boot.as_ref(), callback));
        } else {
            page::go_to(callback);
        }
    }

    pub(super) fn carry_out(self, effect: Effect) {
        match effect {
            Effect::ConnectStream => self.stream.connect_now(),
            Effect::CloseStream => self.stream.close(),
            Effect::StartSession => self.request(Request::Start),
            Effect::Renew => self.request(Request::Renew),
            Effect::Cancel => self.request(Request::Cancel),
            Effect::RequestPhoneCode(request) => self.request(Request::PhoneCode(request)),
            Effect::SendSignup(request) => self.request(Request::Signup(request)),
            Effect::LoadMeta => self.load_meta(),
            Effect::OpenMeta => self.open_meta(),
            Effect::Copy(code) => spawn(Box::pin(self.copy(code))),
            Effect::ShowTab(tab) => root::show_tab(tab),
            Effect::SetNumberField(number) => number_field::set(&number),
            Effect::PostToHost(message) => {
                self.read(|flow| bridge::post(flow.boot.as_ref(), self.words, &message));
            }
            Effect::Redirect(callback) => {
                timers::after(RESULT_SHOWN_MS, move || self.leave(&callback));
            }
            Effect::StartQrTimer(timer) => root::start_qr_timer(timer),
            Effect::StartPhoneCodeTimer(timer) => root::start_phone_code_timer(timer),
            Effect::SetTitle => self.set_title(),
            Effect::RequestMoveCode => self.request(Request::MoveCode),
            Effect::ShowMoveCode(is_shown) => root::show_move_code(is_shown),
            // Once the button is there. A frame must not take the focus from its host.
            Effect::FocusNotice if page::has_focus() => timers::after(0, focus::notice_button),
            Effect::FocusSignup if page::has_focus() => timers::after(0, focus::signup),
            Effect::FocusNotice | Effect::FocusSignup => {}
            // Follows only a click of the person. The target is there after this task.
            Effect::Focus(target) => timers::after(0, move || focus::on(target)),
            Effect::ScrollToActiveCountry => timers::after(0, focus::scroll_to_active_country),
        }
    }

    fn request(self, request: Request) {
        spawn(Box::pin(self.send(request)));
    }

    fn read(self, run: impl FnOnce(&Flow)) {
        self.flow.with_untracked(run);
    }

    /// The HTML after a reload does not name the tenant.
    fn set_title(self) {
        self.read(|flow| page::set_title(&texts::title(flow, self.words)));
    }
}
