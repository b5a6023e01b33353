//! Meta's window: the only file that knows Meta's SDK and its messages.
//!
//! The page loads `static/meta.js` where a link offers the Cloud API. That script drives the SDK and hears messages;
//! what they mean is decided here and in [`meta_message`], and whose they are in [`meta_origin`]. Nothing of them is logged.

use js_sys::Function;
use protocol::view::Meta;
use wasm_bindgen::prelude::*;

use crate::flow::SignupInput;
use crate::{meta_message, meta_origin};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = titanMeta, catch)]
    fn load(sdk: &str, app_id: &str, version: &str, listener: &Function) -> Result<(), JsValue>;

    #[wasm_bindgen(js_namespace = titanMeta, catch, js_name = open)]
    fn open_window(config_id: &str, extras: &str) -> Result<(), JsValue>;
}

/// Loads the SDK. From now on `dispatch` runs on everything that Meta's window does.
pub(crate) fn load_sdk(
    meta: &Meta,
    dispatch: impl Fn(SignupInput) + 'static,
) -> Result<(), JsValue> {
    let origins = meta.origins.clone();
    let listener: Box<dyn FnMut(String, String, String)> = Box::new(move |kind, value, origin| {
        if let Some(input) = input(&kind, value, &origin, &origins) {
            dispatch(input);
        }
    });
    let listener = Closure::wrap(listener).into_js_value();
    let listener = listener.unchecked_ref();
    load(&meta.sdk_url, &meta.app_id, &meta.version, listener)
}

/// Opens Meta's window. Must be called in a click: browsers block other windows.
pub(crate) fn open(meta: &Meta) -> Result<(), JsValue> {
    open_window(&meta.config_id, &meta.extras)
}

fn input(kind: &str, value: String, origin: &str, origins: &[String]) -> Option<SignupInput> {
    Some(match kind {
        "ready" => SignupInput::SdkReady,
        "failed" => SignupInput::SdkFailed,
        "opened" => SignupInput::WindowOpened,
        "blocked" => SignupInput::WindowBlocked,
        "closed" => SignupInput::WindowClosed,
        "code" => SignupInput::CodeReceived(value),
        _ => {
            let is_metas = meta_origin::is_metas(origin, origins);
            SignupInput::Reported(meta_message::outcome(&value).filter(|_| is_metas)?)
        }
    })
}
