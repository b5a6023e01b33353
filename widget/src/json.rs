//! Reads the service's JSON with the browser's own parser: a JSON library would be a third of the download.

use js_sys::{Array, JSON, Reflect};
use protocol::view::{Boot, Meta, PhoneCode, Signup, SignupNumber, Step, View, step};
use protocol::words::{LISTS, TEXTS, Words};
use wasm_bindgen::JsValue;

use crate::flow::PhoneCodeError;

pub(crate) fn boot(json: &str) -> Option<Boot> {
    let value = parse(json)?;
    Some(Boot {
        id: text(&value, "id")?,
        session: text(&value, "session")?,
        mode: text(&value, "mode")?,
        methods: texts(&value, "methods"),
        tenant: text(&value, "tenant")?,
        origins: texts(&value, "origins"),
        state: text(&value, "state"),
        // A service that does not send it starts sessions without a request.
        started: field(&value, "started").is_none_or(|started| started.is_truthy()),
        expires_in_ms: number(&value, "expiresInMs")?,
        open_whatsapp: field(&value, "openWhatsapp").is_some_and(|it| it.is_truthy()),
        meta: field(&value, "meta").and_then(|meta| meta_of(&meta)),
        view: view_of(&field(&value, "view")?)?,
    })
}

/// The sentences of the page's language, with the tenant's own in place of some: lists of texts, and texts by their
/// place. What is missing is empty.
pub(crate) fn words(json: &str, own_texts: &str) -> Words {
    let mut words = words_of(json);
    let own_texts = parse(own_texts).unwrap_or_default();
    for place in 0..TEXTS.len() {
        if let Some(own) = text(&own_texts, &place.to_string()) {
            words.replace(place, own.leak());
        }
    }
    words
}

fn words_of(json: &str) -> Words {
    let lists = parse(json).map(|lists| Array::from(&lists));
    let lists = lists.unwrap_or_default();
    let mut place = 0;
    Words::from_lists([(); LISTS].map(|()| {
        place += 1;
        kept_texts(&lists.get(place - 1))
    }))
}

/// Texts that live as long as the page.
fn kept_texts(list: &JsValue) -> Vec<&'static str> {
    let list = Array::from(list);
    let texts = list.iter().filter_map(|text| text.as_string());
    texts.map(|text| &*text.leak()).collect()
}

fn meta_of(value: &JsValue) -> Option<Meta> {
    Some(Meta {
        app_id: text(value, "appId")?,
        config_id: text(value, "configId")?,
        version: text(value, "version")?,
        extras: text(value, "extras")?,
        sdk_url: text(value, "sdkUrl")?,
        origins: texts(value, "origins"),
        page_url: text(value, "pageUrl")?,
    })
}

pub(crate) fn view(json: &str) -> Option<View> {
    view_of(&parse(json)?)
}

/// `data` of the answer to a cancellation: what to show from now on.
pub(crate) fn answered_view(json: &str) -> Option<View> {
    view_of(&field(&parse(json)?, "data")?)
}

/// `data` of the answer to a request for a code.
pub(crate) fn phone_code(json: &str) -> Option<PhoneCode> {
    phone_code_of(&field(&parse(json)?, "data")?)
}

/// The error in an answer.
pub(crate) fn phone_code_error(json: &str) -> Option<PhoneCodeError> {
    let error = parse(json)?;
    Some(PhoneCodeError {
        code: text(&error, "code")?,
        reason: text(&error, "reason").unwrap_or_default(),
        retry_after_ms: number(&error, "retryAfterMs"),
    })
}

fn view_of(value: &JsValue) -> Option<View> {
    Some(View {
        seq: number(value, "seq")?,
        step: step_of(value)?,
        phone_code: field(value, "phoneCode").and_then(|code| phone_code_of(&code)),
        signup: field(value, "signup").and_then(|signup| signup_of(&signup)),
    })
}

fn signup_of(value: &JsValue) -> Option<Signup> {
    let number = |value: JsValue| {
        Some(SignupNumber {
            id: text(&value, "id")?,
            phone_number: text(&value, "phoneNumber")?,
            name: text(&value, "name"),
        })
    };
    Some(Signup {
        state: text(value, "state")?,
        numbers: list(value, "numbers").iter().filter_map(number).collect(),
        problem: text(value, "problem"),
        remedy: text(value, "remedy"),
    })
}

fn phone_code_of(value: &JsValue) -> Option<PhoneCode> {
    Some(PhoneCode {
        code: text(value, "code")?,
        phone_number: text(value, "phoneNumber")?,
        remaining_ms: number(value, "remainingMs")?,
        lasts_ms: number(value, "lastsMs")?,
    })
}

fn step_of(value: &JsValue) -> Option<Step> {
    Some(match text(value, "step")?.as_str() {
        step::PREPARING => Step::Preparing,
        step::UNREACHABLE => Step::Unreachable {
            notice_in_ms: number(value, "noticeInMs")?,
            retry_in_ms: number(value, "retryInMs")?,
        },
        step::QR => Step::Qr {
            svg: text(value, "svg")?,
            remaining_ms: number(value, "remainingMs")?,
            lasts_ms: number(value, "lastsMs")?,
        },
        step::SCANNED => Step::Scanned,
        step::CONNECTED => Step::Connected {
            method: text(value, "method")?,
            phone_number: text(value, "phoneNumber")?,
            push_name: text(value, "pushName"),
            callback: text(value, "callback"),
        },
        step::TIMED_OUT => Step::TimedOut,
        step::FAILED => Step::Failed {
            reason: text(value, "reason")?,
            callback: text(value, "callback"),
        },
        step::EXPIRED => Step::Expired,
        step::CANCELLED => Step::Cancelled {
            callback: text(value, "callback"),
        },
        // A step of a newer service than this page: what is shown stays.
        _ => return None,
    })
}

fn parse(json: &str) -> Option<JsValue> {
    JSON::parse(json).ok()
}

/// A field that exists and is not null. Reading from anything but an object throws, which is `None` here.
pub(crate) fn field(value: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(value, &JsValue::from_str(name))
        .ok()
        .filter(|field| !field.is_null() && !field.is_undefined())
}

fn text(value: &JsValue, name: &str) -> Option<String> {
    field(value, name)?.as_string()
}

fn number(value: &JsValue, name: &str) -> Option<u64> {
    field(value, name)?.as_f64().map(|number| number as u64)
}

fn texts(value: &JsValue, name: &str) -> Vec<String> {
    let list = list(value, name);
    list.iter().filter_map(|item| item.as_string()).collect()
}

/// A list; empty if there is none.
pub(crate) fn list(value: &JsValue, name: &str) -> Array {
    field(value, name)
        .map(|list| Array::from(&list))
        .unwrap_or_default()
}

/// Text as JSON.
pub(crate) fn quoted(text: &str) -> String {
    let quoted = JSON::stringify(&text.into());
    quoted
        .ok()
        .and_then(|quoted| quoted.as_string())
        .unwrap_or_default()
}
