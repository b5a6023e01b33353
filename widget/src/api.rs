//! The service, by its five addresses. The only file that knows any.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, ReadableStreamDefaultReader, RequestInit, Response};

use protocol::view::{PhoneCode, View};

use crate::flow::{CodeRequest, Refusal};
use crate::sse::{Event, Reader};
use crate::{json, page};

const LIVE: &str = "/widget/live";
const START: &str = "/widget/start";
const RENEW: &str = "/widget/renew";
const CANCEL: &str = "/widget/cancel";
const PHONE: &str = "/widget/phone";

/// Why a call came to nothing.
pub(crate) enum Trouble {
    /// The service does not take this link, and asking again changes nothing.
    Refused,
    /// No answer, a broken one, or the service's own trouble: worth another attempt.
    Unreachable,
}

impl From<JsValue> for Trouble {
    fn from(_: JsValue) -> Self {
        Self::Unreachable
    }
}

/// Follows the live stream until it ends, is aborted, or is refused. `heard` runs on every piece that comes
/// in, heartbeats too.
pub(crate) async fn listen(
    token: &str,
    abort: &AbortSignal,
    mut heard: impl FnMut(Vec<Event>),
) -> Result<(), Trouble> {
    let response = call("GET", LIVE, token, Some(abort)).await?;
    let stream = response.body().ok_or(Trouble::Unreachable)?;
    let source: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut reader = Reader::default();
    loop {
        let piece = JsFuture::from(source.read()).await?;
        match json::field(&piece, "value") {
            Some(bytes) => heard(reader.feed(&bytes.unchecked_into::<Uint8Array>().to_vec())),
            None => return Ok(()),
        }
    }
}

/// Asks for the session to be started, where the page came without that.
pub(crate) async fn start(token: &str) -> Result<(), Trouble> {
    call("POST", START, token, None).await.map(|_| ())
}

/// Asks for codes after a time-out or a failure.
pub(crate) async fn renew(token: &str) -> Result<(), Trouble> {
    call("POST", RENEW, token, None).await.map(|_| ())
}

/// Gives up. The answer is what is true now: a number that was connected a moment before stays connected.
pub(crate) async fn cancel(token: &str) -> Result<View, Trouble> {
    let response = call("POST", CANCEL, token, None).await?;
    let answer = JsFuture::from(response.json()?).await?;
    json::answered_view(&answer).ok_or(Trouble::Unreachable)
}

/// Asks for a code to type on the phone. The answer is the code, with the number as the service understood it, or
/// why there is none.
pub(crate) async fn phone_code(
    token: &str,
    code_request: &CodeRequest,
) -> Result<Result<PhoneCode, Refusal>, Trouble> {
    let init = request("POST", token)?;
    // A plus sign, digits and the letters of our own table: nothing that JSON would have to escape.
    let body = [
        r#"{"phoneNumber":""#,
        &code_request.number,
        r#"","country":""#,
        code_request.country,
        r#""}"#,
    ];
    init.set_body(&body.concat().into());
    let response = fetch(PHONE, &init).await?;
    if response.ok() {
        let answer = JsFuture::from(response.json()?).await?;
        return json::phone_code(&answer)
            .map(Ok)
            .ok_or(Trouble::Unreachable);
    }
    if is_refused(response.status()) {
        return Err(Trouble::Refused);
    }
    let answer = JsFuture::from(response.json()?).await?;
    json::refusal(&answer).map(Err).ok_or(Trouble::Unreachable)
}

async fn call(
    method: &str,
    path: &str,
    token: &str,
    abort: Option<&AbortSignal>,
) -> Result<Response, Trouble> {
    let init = request(method, token)?;
    init.set_signal(abort);
    let response = fetch(path, &init).await?;
    match response.status() {
        200..300 => Ok(response),
        status if is_refused(status) => Err(Trouble::Refused),
        _ => Err(Trouble::Unreachable),
    }
}

fn is_refused(status: u16) -> bool {
    matches!(status, 401 | 403 | 404 | 410)
}

fn request(method: &str, token: &str) -> Result<RequestInit, Trouble> {
    let headers = Headers::new()?;
    headers.set("authorization", &["Bearer ", token].concat())?;
    headers.set("content-type", "application/json")?;
    let init = RequestInit::new();
    init.set_method(method);
    init.set_headers(&headers);
    Ok(init)
}

async fn fetch(path: &str, init: &RequestInit) -> Result<Response, Trouble> {
    let fetched = JsFuture::from(page::window().fetch_with_str_and_init(path, init)).await?;
    Ok(fetched.unchecked_into())
}
