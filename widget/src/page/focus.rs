//! Moving the focus, and scrolling the list of countries.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{PHONE_CODE_ID, document, element};
use crate::flow::FocusTarget;

pub(crate) fn on(target: FocusTarget) {
    let selector = match target {
        FocusTarget::Tab(tab) => ["#tab-", tab.name()].concat(),
        FocusTarget::Number => "#number".into(),
        FocusTarget::CountryButton => "#country".into(),
        FocusTarget::CountrySearch => "#search".into(),
        FocusTarget::PhoneCode => ["#", PHONE_CODE_ID].concat(),
        FocusTarget::PauseButton => ".pause .button".into(),
    };
    focus(&selector);
}

/// Moves the focus to the button of the notice, if it shows one.
pub(crate) fn notice_button() {
    focus(".notice .button:not([hidden])");
}

/// Moves the focus to what the person can do in the tab of Meta's signup, else to its heading.
pub(crate) fn signup() {
    let control = ".signup :is(.choice, .pin:not([hidden]) input, .button, .plain):not([hidden])";
    if !focus(control) {
        focus(".signup h2");
    }
}

/// Returns false if there is no such element.
fn focus(selector: &str) -> bool {
    let Ok(Some(element)) = document().query_selector(selector) else {
        return false;
    };
    let _element_exists = element.unchecked_into::<HtmlElement>().focus();
    true
}

/// Scrolls the list of countries, and nothing else, to its active entry.
pub(crate) fn scroll_to_active_country() {
    let (Some(list), Ok(Some(entry))) = (
        element("countries"),
        document().query_selector("#countries .on"),
    ) else {
        return;
    };
    let entry: HtmlElement = entry.unchecked_into();
    let (top, height) = (entry.offset_top(), entry.offset_height());
    let hidden_below = top + height - list.client_height();
    list.set_scroll_top(list.scroll_top().max(hidden_below).min(top));
}
