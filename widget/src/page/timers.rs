//! Running something later, repeatedly, or on the browser's events.
//!
//! Everything that runs has one boxed type: each closure type would add a copy of the code that passes it on.

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::EventTarget;

use super::window;

/// Runs once, `ms` from now.
pub(crate) fn after(ms: i32, run: impl FnOnce() + 'static) {
    let run: Box<dyn FnOnce()> = Box::new(run);
    let run: Function = Closure::once_into_js(run).unchecked_into();
    let _id = window().set_timeout_with_callback_and_timeout_and_arguments_0(&run, ms);
}

/// Ends `ms` from now.
pub(crate) async fn sleep(ms: i32) {
    let sleep = Promise::new(&mut |resolve, _| {
        let _id = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
    });
    let _never_rejected = JsFuture::from(sleep).await;
}

/// Runs every `ms` for the life of the page.
pub(crate) fn every(ms: i32, run: impl FnMut() + 'static) {
    let run = function(Box::new(run));
    let _id = window().set_interval_with_callback_and_timeout_and_arguments_0(&run, ms);
}

/// Runs on each event of this name, for the life of the page.
pub(crate) fn on(target: &EventTarget, event: &str, run: impl FnMut() + 'static) {
    let _always_added = target.add_event_listener_with_callback(event, &function(Box::new(run)));
}

/// A function of the browser that is never freed.
pub(crate) fn function(run: Box<dyn FnMut()>) -> Function {
    Closure::wrap(run).into_js_value().unchecked_into()
}
