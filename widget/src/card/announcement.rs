//! What a screen reader reads out, politely, when something changes that it cannot show.

use protocol::words::Words;

use super::notice;
use crate::flow::{Flow, Screen};
use crate::tabs::{cloud, phone};

pub(super) fn text(flow: &Flow, words: &Words) -> String {
    if flow.shows_phone_form() {
        return phone::announcement(flow, words);
    }
    if flow.shows_signup() {
        return cloud::announcement(flow, words);
    }
    match (&flow.screen, flow.offline()) {
        (Screen::Preparing, false) => String::new(),
        (Screen::Preparing | Screen::Qr, true) => words.offline().into(),
        (Screen::Qr, false) if flow.qr.count() < 2 => words.said_qr().into(),
        // The same text is not read out twice, so every second one ends in a space.
        (Screen::Qr, false) => {
            [words.said_new_qr(), ["", "\u{a0}"][flow.qr.visible_layer()]].concat()
        }
        _ => notice::announcement(flow, words),
    }
}
