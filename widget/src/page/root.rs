//! The attributes of `<html>`, which the server, the first script and the styles share with the widget.
//!
//! Which tab is open and which phone's words are shown is decided by the styles from these attributes, so that the
//! first HTML and the widget agree.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::flow::{CodeTimer, Method, PhoneOs};

const PHONE_OS: &str = "data-phone";
const IPHONE: &str = "iphone";
const TAB: &str = "data-tab";

fn root() -> HtmlElement {
    super::document()
        .document_element()
        .expect("a document that runs scripts has a root")
        .unchecked_into()
}

pub(super) fn attribute(name: &str) -> Option<String> {
    root().get_attribute(name)
}

fn set_attribute(name: &str, value: &str) {
    let _name_is_valid = root().set_attribute(name, value);
}

/// The language of the page.
pub(super) fn language() -> String {
    root().lang()
}

/// The system of the person's phone, as the first script detected it.
pub(crate) fn phone_os() -> PhoneOs {
    match attribute(PHONE_OS).as_deref() {
        Some(IPHONE) => PhoneOs::Iphone,
        _ => PhoneOs::Android,
    }
}

pub(crate) fn show_phone_os(phone_os: PhoneOs) {
    let name = match phone_os {
        PhoneOs::Iphone => IPHONE,
        PhoneOs::Android => "android",
    };
    set_attribute(PHONE_OS, name);
}

/// The names of the methods that the link offers; written by the server, so that the tabs are there before the live
/// stream is.
pub(crate) fn methods() -> String {
    attribute("data-methods").unwrap_or_default()
}

/// The tab that the server and the first script opened.
pub(crate) fn tab() -> Method {
    let name = attribute(TAB).unwrap_or_default();
    Method::from_name(&name).unwrap_or_default()
}

/// True in a tab that a frame has opened, as the first script noted it.
pub(crate) fn is_opened_by_frame() -> bool {
    attribute("data-opened").is_some()
}

/// The styles show the link's code in place of everything else.
pub(crate) fn show_move_code(is_shown: bool) {
    set_attribute("data-moving", if is_shown { "on" } else { "off" });
}

pub(crate) fn show_tab(tab: Method) {
    set_attribute(TAB, tab.name());
}

pub(crate) fn start_qr_timer(timer: CodeTimer) {
    start_timer(["--lasts", "--since"], timer);
}

pub(crate) fn start_phone_code_timer(timer: CodeTimer) {
    start_timer(["--line-lasts", "--line-since"], timer);
}

fn start_timer([lasts, since]: [&str; 2], timer: CodeTimer) {
    let style = root().style();
    let (lasts_ms, age_ms) = (timer.lasts_ms.to_string(), timer.age_ms.to_string());
    let _name_is_valid = style.set_property(lasts, &[&lasts_ms, "ms"].concat());
    let _name_is_valid = style.set_property(since, &["-", &age_ms, "ms"].concat());
}
