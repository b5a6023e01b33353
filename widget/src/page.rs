//! The page the widget lives in: what the server wrote into it, and the browser's clock.
//!
//! Everything here may fail in a browser only by the page being torn down, so absence is an empty answer.

use protocol::words::Words;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, HtmlElement, HtmlInputElement, Url, Window};

use crate::flow::{Flow, Method, Offer, Phone, Spot};
use crate::{components, json};

/// Where the first script and the style sheet keep the kind of phone.
const PHONE: &str = "data-phone";
const IPHONE: &str = "iphone";
/// … the tab that is open, and the ways to link there are.
const TAB: &str = "data-tab";
const METHODS: &str = "data-methods";
/// The element with the code to type.
pub(crate) const CODE: &str = "phone-code";

pub(crate) fn window() -> Window {
    web_sys::window().expect("the widget runs in a window, never in a worker")
}

pub(crate) fn document() -> Document {
    window()
        .document()
        .expect("a window that runs scripts has a document")
}

/// `<html>`, which carries what the first script has found out.
pub(crate) fn root() -> HtmlElement {
    document()
        .document_element()
        .expect("a document that runs scripts has a root")
        .unchecked_into()
}

/// Milliseconds, by the clock that goes on while a device sleeps.
pub(crate) fn now() -> f64 {
    js_sys::Date::now()
}

/// When the server's HTML came in: the first script writes it down, because the clock of the code in the
/// HTML runs from there and not from when this program started.
pub(crate) fn arrived_at() -> f64 {
    let at = root()
        .get_attribute("data-at")
        .map_or(f64::NAN, |at| js_sys::Number::parse_float(&at));
    if at.is_nan() { now() } else { at }
}

pub(crate) fn element(id: &str) -> Option<HtmlElement> {
    Some(document().get_element_by_id(id)?.unchecked_into())
}

pub(crate) fn text_of(id: &str) -> String {
    element(id)
        .and_then(|element| element.text_content())
        .unwrap_or_default()
}

/// True inside another page's frame.
pub(crate) fn framed() -> bool {
    let window = window();
    window
        .parent()
        .ok()
        .flatten()
        .is_some_and(|parent| parent != window)
}

/// The origin of the page around this frame, by the list that newer browsers have.
pub(crate) fn parent_origin() -> Option<String> {
    let origins = json::field(window().location().as_ref(), "ancestorOrigins")?;
    json::field(&origins, "0")?.as_string()
}

/// The same, and in older browsers the page that the frame was opened from. Empty at top level.
pub(crate) fn around() -> String {
    if !framed() {
        return String::new();
    }
    parent_origin()
        .or_else(|| Some(Url::new(&document().referrer()).ok()?.origin()))
        .unwrap_or_default()
}

pub(crate) fn go_to(address: &str) {
    // Fails only for an address that is none; the button that leads there stays.
    let _stays_here = window().location().assign(address);
}

/// Runs once, `ms` from now.
pub(crate) fn after(ms: i32, act: impl FnOnce() + 'static) {
    let act = Closure::once_into_js(act);
    let _id =
        window().set_timeout_with_callback_and_timeout_and_arguments_0(act.unchecked_ref(), ms);
}

/// Runs every `ms` for the life of the page.
pub(crate) fn every(ms: i32, act: impl FnMut() + 'static) {
    let act = Closure::<dyn FnMut()>::new(act).into_js_value();
    let _id =
        window().set_interval_with_callback_and_timeout_and_arguments_0(act.unchecked_ref(), ms);
}

/// Runs on each of the window's or document's events of this name, for the life of the page.
pub(crate) fn on(target: &web_sys::EventTarget, event: &str, act: impl FnMut() + 'static) {
    let act = Closure::<dyn FnMut()>::new(act).into_js_value();
    let _unless_gone = target.add_event_listener_with_callback(event, act.unchecked_ref());
}

/// The phone in the person's hand, as the first script found out from the browser.
pub(crate) fn phone() -> Phone {
    match root().get_attribute(PHONE).as_deref() {
        Some(IPHONE) => Phone::Iphone,
        _ => Phone::Android,
    }
}

/// Shows the words of this phone. Which one it is, is a matter of style, so that the first HTML and the
/// widget agree on it without either telling the other.
pub(crate) fn show_words_of(phone: Phone) {
    let name = if phone == Phone::Iphone {
        IPHONE
    } else {
        "android"
    };
    let _root_takes_attributes = root().set_attribute(PHONE, name);
}

/// The ways to link, which the server wrote down so that the tabs are there before the live stream is.
pub(crate) fn offer() -> Offer {
    let names = root().get_attribute(METHODS).unwrap_or_default();
    Offer::of(names.split(' '))
}

/// The tab that fits the device, as the server and the first script chose it.
pub(crate) fn tab() -> Method {
    match root().get_attribute(TAB).as_deref() == Some(Method::Pairing.name()) {
        true => Method::Pairing,
        false => Method::Qr,
    }
}

/// Opens a tab; a matter of style, like the phone's words.
pub(crate) fn show_tab(tab: Method) {
    let _root_takes_attributes = root().set_attribute(TAB, tab.name());
}

/// The person's language, which says where they most likely are.
pub(crate) fn language() -> String {
    window().navigator().language().unwrap_or_default()
}

/// Sets the ring's clock. On the root element, because styles come down from there to wherever the ring is.
pub(crate) fn start_ring(lasts_ms: u32, age_ms: u32) {
    set_clock(["--lasts", "--since"], lasts_ms, age_ms);
}

/// Sets the clock of the line under a code to type.
pub(crate) fn start_line(lasts_ms: u32, age_ms: u32) {
    set_clock(["--line-lasts", "--line-since"], lasts_ms, age_ms);
}

fn set_clock([lasts, since]: [&str; 2], lasts_ms: u32, age_ms: u32) {
    let style = root().style();
    let _takes_any_name = style.set_property(lasts, &[&lasts_ms.to_string(), "ms"].concat());
    let _takes_any_name = style.set_property(since, &["-", &age_ms.to_string(), "ms"].concat());
}

pub(crate) fn value_of(field: &HtmlElement) -> String {
    field.unchecked_ref::<HtmlInputElement>().value()
}

/// Puts a text into the number field.
pub(crate) fn write_number(text: &str) {
    if let Some(field) = element("number") {
        field.unchecked_into::<HtmlInputElement>().set_value(text);
    }
}

/// True if the person is at the end of a field's text, or the browser does not say.
pub(crate) fn is_at_end(field: &HtmlInputElement) -> bool {
    let end = field.value().len() as u32;
    let at = field.selection_start().ok().flatten();
    at.is_none_or(|at| at == end)
}

/// Copies a text, where the browser lets this page.
pub(crate) async fn copy(text: &str) -> Result<(), JsValue> {
    // Absent on a page without TLS, and asking what is absent would throw.
    let clipboard = json::field(window().navigator().as_ref(), "clipboard")
        .ok_or(JsValue::NULL)?
        .unchecked_into::<web_sys::Clipboard>();
    JsFuture::from(clipboard.write_text(text)).await.map(|_| ())
}

/// Selects an element's text, for the person to copy.
pub(crate) fn select(id: &str) {
    if let (Some(element), Ok(Some(selection))) = (element(id), window().get_selection()) {
        let _unless_gone = selection.select_all_children(&element);
    }
}

pub(crate) fn focus_on(spot: Spot) {
    let place = match spot {
        Spot::Tab(tab) => ["#tab-", tab.name()].concat(),
        Spot::Number => "#number".into(),
        Spot::Country => "#country".into(),
        Spot::Search => "#search".into(),
        Spot::Code => ["#", CODE].concat(),
        Spot::Next => ".pause .button".into(),
    };
    focus(&place);
}

/// Scrolls the list of countries to its active line, and nothing else.
pub(crate) fn reveal_active() {
    let (Some(list), Ok(Some(line))) = (
        element("countries"),
        document().query_selector("#countries .on"),
    ) else {
        return;
    };
    let line: HtmlElement = line.unchecked_into();
    let (top, height) = (line.offset_top(), line.offset_height());
    let hidden_below = top + height - list.client_height();
    list.set_scroll_top(list.scroll_top().max(hidden_below).min(top));
}

/// Title and theme, which a reload's HTML could not know.
pub(crate) fn dress(flow: &Flow, words: &Words) {
    let Some(boot) = &flow.boot else { return };
    document().set_title(&components::title(flow, words));
    let _root_takes_attributes = root().set_attribute("data-theme", &boot.theme);
}

/// Moves the keyboard to the button of the notice, if it shows one.
pub(crate) fn focus_decision() {
    focus(".notice .button:not([hidden])");
}

fn focus(place: &str) {
    if let Ok(Some(element)) = document().query_selector(place) {
        let _unless_gone = element.unchecked_into::<HtmlElement>().focus();
    }
}
