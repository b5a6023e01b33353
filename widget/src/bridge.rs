//! What the host page is told. The only place that touches `window.parent`.
//!
//! Exactly one message, the success, has the type a host must react to. Messages go to the origins the tenant
//! named and nobody else, and of these to the one that embeds the page, where the browser tells; with no origin known they go to whoever embeds the page, without the phone number.

use js_sys::{Object, Reflect};
use protocol::bridge::{CONNECTED_TYPE, EVENT_TYPE, VERSION, event};
use protocol::view::{Boot, step};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{HtmlElement, ResizeObserver};

use crate::flow::News;
use crate::page;

pub(crate) fn tell(boot: Option<&Boot>, news: &News) {
    let known = boot.is_some_and(|boot| !boot.origins.is_empty());
    let (event, message) = match news {
        News::Ready => (event::READY, message(EVENT_TYPE)),
        News::Step(name) => (event::STEP, message(EVENT_TYPE).with("step", *name)),
        News::Error(reason) => (event::ERROR, message(EVENT_TYPE).with("reason", reason)),
        News::Expired => (event::EXPIRED, message(EVENT_TYPE)),
        News::Close => (event::CLOSE, message(EVENT_TYPE)),
        News::Connected {
            method,
            phone_number,
        } => {
            let message = message(CONNECTED_TYPE)
                .with("status", step::CONNECTED)
                .with("method", method);
            (
                step::CONNECTED,
                if known {
                    message.with("phoneNumber", phone_number)
                } else {
                    message
                },
            )
        }
    };
    send(boot, message.with("event", event));
}

/// Tells the host how high the card is, in CSS pixels.
pub(crate) fn tell_size(boot: Option<&Boot>, height: i32) {
    send(
        boot,
        message(EVENT_TYPE)
            .with("event", event::RESIZE)
            .with("height", height),
    );
}

/// Runs `tell` with the card's height now and whenever it changes.
pub(crate) fn watch_size(card: HtmlElement, tell: impl Fn(i32) + 'static) {
    let watched = card.clone();
    let measure = Closure::<dyn FnMut()>::new(move || tell(card.offset_height())).into_js_value();
    if let Ok(observer) = ResizeObserver::new(measure.unchecked_ref()) {
        observer.observe(&watched);
    }
}

struct Message(Object);

impl Message {
    fn with(self, name: &str, value: impl Into<JsValue>) -> Self {
        let _fresh_objects_take_anything = Reflect::set(&self.0, &name.into(), &value.into());
        self
    }
}

fn message(kind: &str) -> Message {
    Message(Object::new())
        .with("type", kind)
        .with("version", VERSION)
}

fn send(boot: Option<&Boot>, message: Message) {
    if !page::framed() {
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
    let named = boot.map(|boot| boot.origins.as_slice()).unwrap_or_default();
    // A message to an origin that is not there is an error in the console, so it goes to the one that is there.
    let there = page::parent_origin();
    let is_there = |origin: &&String| there.as_ref().is_none_or(|there| there == *origin);
    for origin in named.iter().filter(is_there) {
        // A name that is no origin throws; the others must still hear.
        let _misnamed = host.post_message(&message.0, origin);
    }
    if named.is_empty() {
        let _never_misnamed = host.post_message(&message.0, "*");
    }
}
