//! Moving and keeping the focus, and scrolling the list of countries.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{PHONE_CODE_ID, document, element, timers};
use crate::flow::FocusTarget;

/// By then, browsers have taken the focus from an element that is not shown any more.
const DISAPPEARED_MS: i32 = 100;

pub(crate) fn on(target: FocusTarget) {
    let selector = match target {
        FocusTarget::Tab(tab) => ["#tab-", tab.name()].concat(),
        FocusTarget::Number => "#number".into(),
        FocusTarget::CountryButton => "#country".into(),
        FocusTarget::CountrySearch => "#search".into(),
        FocusTarget::PhoneCode => ["#", PHONE_CODE_ID].concat(),
        FocusTarget::PauseButton => ".pause .button".into(),
        FocusTarget::MoveBack => ".move .button".into(),
        FocusTarget::MoveButton => ".to-phone".into(),
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

/// If what has the focus is about to disappear, the focus moves to what takes its place: a heading, or the middle of the
/// card.
pub(crate) fn keep() {
    let Some(before) = focused() else { return };
    timers::after(DISAPPEARED_MS, move || {
        let is_lost = focused().is_none_or(|now| now == before && now.offset_width() == 0);
        if is_lost && super::has_focus() {
            // Those that are hidden do not take it.
            for place in ["#panel", ".signup h2", ".notice h2", ".page h1"] {
                focus(place);
            }
        }
    });
}

fn focused() -> Option<HtmlElement> {
    let element: HtmlElement = document().active_element()?.unchecked_into();
    (document().body().as_ref() != Some(&element)).then_some(element)
}

/// Returns false if there is no such element. A place that is no control takes the focus, too, but is no stop of Tab.
fn focus(selector: &str) -> bool {
    let Ok(Some(element)) = document().query_selector(selector) else {
        return false;
    };
    let element: HtmlElement = element.unchecked_into();
    if element.tab_index() < 0 {
        element.set_tab_index(-1);
    }
    let _element_exists = element.focus();
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
