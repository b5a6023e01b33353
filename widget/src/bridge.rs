//! Messages to the host page. The only place that uses `window.parent`.
//!
//! Exactly one message, the success, has the type that a host must react to. Messages go only to the origins that the
//! tenant named, and of these only to the one that embeds the page, where the browser reports it. If the tenant named
//! none, they go to whatever page embeds this one, without the phone number.

use js_sys::{Object, Reflect};
use protocol::bridge::{CONNECTED_TYPE, EVENT_TYPE, VERSION, event};
use protocol::view::{Boot, step};
use protocol::words::Words;
use wasm_bindgen::JsValue;
use web_sys::{HtmlElement, ResizeObserver};

use crate::flow::HostMessage;
use crate::page::{self, timers};

pub(crate) fn post(boot: Option<&Boot>, words: &Words, message: &HostMessage) {
    let message = match message {
        HostMessage::Ready => event_message(event::READY).with("texts", host_texts(words)),
        HostMessage::Step(name) => event_message(event::STEP).with("step", *name),
        HostMessage::Error(reason) => event_message(event::ERROR).with("reason", reason),
        HostMessage::Expired => event_message(event::EXPIRED),
        HostMessage::Close => event_message(event::CLOSE),
        HostMessage::Connected {
            method,
            phone_number,
        } => {
            let is_host_known = boot.is_some_and(|boot| !boot.origins.is_empty());
            success(method, is_host_known.then_some(phone_number))
        }
    };
    send(boot, message);
}

/// What the loader says in the host page, named like its options.
fn host_texts(words: &Words) -> Object {
    let texts = [
        ("title", words.frame()),
        ("closeLabel", words.close()),
        ("closeQuestion", words.close_question()),
    ];
    let object = Object::new();
    for (name, text) in texts {
        let _always_set = Reflect::set(&object, &name.into(), &text.into());
    }
    object
}

fn success(method: &str, phone_number: Option<&String>) -> Message {
    let message = Message::new(CONNECTED_TYPE, step::CONNECTED)
        .with("status", step::CONNECTED)
        .with("method", method);
    match phone_number {
        Some(phone_number) => message.with("phoneNumber", phone_number),
        None => message,
    }
}

/// Reports the card's height in CSS pixels.
pub(crate) fn post_size(boot: Option<&Boot>, height: i32) {
    send(boot, event_message(event::RESIZE).with("height", height));
}

/// Lets the host page go to the tenant's page. The address is signed, so it is for named origins only.
pub(crate) fn post_redirect(boot: Option<&Boot>, url: &str) {
    if boot.is_some_and(|boot| !boot.origins.is_empty()) {
        send(boot, event_message(event::REDIRECT).with("url", url));
    }
}

/// Runs `report` with the card's height now and whenever it changes.
pub(crate) fn watch_size(card: HtmlElement, report: impl Fn(i32) + 'static) {
    let watched = card.clone();
    let measure = timers::function(Box::new(move || report(card.offset_height())));
    if let Ok(observer) = ResizeObserver::new(&measure) {
        observer.observe(&watched);
    }
}

struct Message(Object);

impl Message {
    fn new(kind: &str, event: &str) -> Self {
        Self(Object::new())
            .with("type", kind)
            .with("version", VERSION)
            .with("event", event)
    }

    fn with(self, name: &str, value: impl Into<JsValue>) -> Self {
        let _always_set = Reflect::set(&self.0, &name.into(), &value.into());
        self
    }
}

fn event_message(event: &str) -> Message {
    Message::new(EVENT_TYPE, event)
}

fn send(boot: Option<&Boot>, message: Message) {
    if !page::is_framed() {
        return;
    }
    let Ok(Some(host)) = page::window().parent() else {
        return;
    };
    let session = boot.map_or(JsValue::NULL, |boot| boot.session.as_str().into());
    let state = boot
        .and_then(|boot| boot.state.as_deref())
        .map_or(JsValue::NULL, JsValue::from_str);
    let message = message.with("session", session).with("state", state);
    let allowed = boot.map(|boot| boot.origins.as_slice()).unwrap_or_default();
    // A message to an origin that does not embed this page is an error in the console, so it is not sent.
    let embedding = page::ancestor_origin();
    let may_embed = |origin: &&String| embedding.as_ref().is_none_or(|one| one == *origin);
    for origin in allowed.iter().filter(may_embed) {
        // Throws for an origin that is not one; the others must still get the message.
        let _invalid_origin = host.post_message(&message.0, origin);
    }
    if allowed.is_empty() {
        let _always_valid = host.post_message(&message.0, "*");
    }
}
