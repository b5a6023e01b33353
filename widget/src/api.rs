//! The service's API. The only file with its addresses.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, ReadableStreamDefaultReader, RequestInit, Response};

use protocol::view::{PhoneCode, View};

use crate::flow::{PhoneCodeError, PhoneCodeRequest, SignupReport, SignupRequest};
use crate::sse::{Event, EventReader};
use crate::{json, page};

const LIVE: &str = "/widget/live";

pub(crate) enum Request {
    /// Starts the session, if the request for the page did not start it.
    Start,
    /// Brings codes after a time-out or a failure.
    Renew,
    Cancel,
    /// A code to type on the phone.
    PhoneCode(PhoneCodeRequest),
    Signup(SignupRequest),
    /// The link as a QR code.
    MoveCode,
}

impl Request {
    fn path(&self) -> &'static str {
        match self {
            Self::Start => "/widget/start",
            Self::Renew => "/widget/renew",
            Self::Cancel => "/widget/cancel",
            Self::PhoneCode(_) => "/widget/phone",
            Self::Signup(_) => "/widget/signup",
            Self::MoveCode => "/widget/move",
        }
    }

    /// How often it is sent while it does not reach the service. What comes from Meta's window comes once: a code, which
    /// is valid for 30 s, and a report. Sending them again changes nothing.
    pub(crate) fn attempts(&self) -> u32 {
        match self {
            Self::Signup(SignupRequest::Code { .. } | SignupRequest::Report(_)) => 12,
            _ => 1,
        }
    }

    /// The request without which the service does not accept this one.
    pub(crate) fn needed_before(&self) -> Option<Self> {
        let begins = matches!(self, Self::Signup(SignupRequest::Code { begins: true, .. }));
        begins.then_some(Self::Signup(SignupRequest::Begin))
    }

    fn body(&self) -> String {
        match self {
            // A plus sign, digits and letters of our own table: nothing that JSON would have to escape.
            Self::PhoneCode(PhoneCodeRequest { number, country }) => [
                r#"{"phoneNumber":""#,
                number,
                r#"","country":""#,
                country,
                r#""}"#,
            ]
            .concat(),
            Self::Signup(request) => signup_body(request),
            _ => String::new(),
        }
    }
}

fn signup_body(request: &SignupRequest) -> String {
    let (kind, fields) = match request {
        SignupRequest::Begin => ("begin", String::new()),
        SignupRequest::Report(report) => ("report", report_fields(report)),
        SignupRequest::Code { code, .. } => ("code", field("code", code)),
        SignupRequest::Choose(number) => ("choose", field("number", number)),
        SignupRequest::Pin(pin) => ("pin", field("pin", pin)),
        SignupRequest::Retry => ("retry", String::new()),
        SignupRequest::Error(code) => ("error", field("code", code)),
    };
    [r#"{"type":""#, kind, "\"", &fields, "}"].concat()
}

fn report_fields(report: &SignupReport) -> String {
    let ids: Vec<String> = report.waba_ids.iter().map(|id| json::quoted(id)).collect();
    let number = report.phone_number_id.as_deref();
    let number = number.map(|id| field("phoneNumberId", id));
    let coexistence = if report.coexistence { "true" } else { "false" };
    [
        r#","wabaIds":["#,
        &ids.join(","),
        r#"],"coexistence":"#,
        coexistence,
        &number.unwrap_or_default(),
    ]
    .concat()
}

fn field(name: &str, value: &str) -> String {
    [",\"", name, "\":", &json::quoted(value)].concat()
}

pub(crate) enum Answer {
    Done,
    /// What to show after a cancellation: a number that was connected a moment before stays connected.
    View(View),
    /// With the number as the service read it.
    PhoneCode(PhoneCode),
    PhoneCodeError(PhoneCodeError),
    /// As markup.
    MoveCode(String),
    /// What to show after a step of the signup.
    Signup(View),
    /// The service does not accept a step of the signup, for this reason.
    SignupError(String),
}

/// Why a call failed.
pub(crate) enum ApiError {
    /// The service does not accept this link; another attempt changes nothing.
    Rejected,
    /// No answer, an invalid one, or an error of the service: worth another attempt.
    Unavailable,
}

impl From<JsValue> for ApiError {
    fn from(_: JsValue) -> Self {
        Self::Unavailable
    }
}

pub(crate) async fn send(request: &Request, token: &str) -> Result<Answer, ApiError> {
    let init = match request {
        Request::MoveCode => init("GET", token)?,
        _ => {
            let init = init("POST", token)?;
            init.set_body(&request.body().into());
            init
        }
    };
    let response = fetch(request.path(), &init).await?;
    let (is_success, is_our_error) = (response.ok(), response.status() < 500);
    let text = JsFuture::from(response.text()?).await?;
    let text = text.as_string().unwrap_or_default();
    let answer = match (request, is_success) {
        (Request::Start | Request::Renew, true) => Some(Answer::Done),
        (Request::MoveCode, true) => Some(Answer::MoveCode(text)),
        (Request::Cancel, true) => json::answered_view(&text).map(Answer::View),
        (Request::PhoneCode(_), true) => json::phone_code(&text).map(Answer::PhoneCode),
        (Request::PhoneCode(_), false) => json::phone_code_error(&text).map(Answer::PhoneCodeError),
        (Request::Signup(_), true) => json::answered_view(&text).map(Answer::Signup),
        (Request::Signup(_), false) if is_our_error => {
            json::phone_code_error(&text).map(|error| Answer::SignupError(error.code))
        }
        _ => None,
    };
    answer.ok_or(ApiError::Unavailable)
}

/// Reads the live stream until it ends, is aborted, or is rejected. `received` runs on every piece that arrives,
/// heartbeats too.
pub(crate) async fn read_stream(
    token: &str,
    abort: &AbortSignal,
    mut received: impl FnMut(Vec<Event>),
) -> Result<(), ApiError> {
    let init = init("GET", token)?;
    init.set_signal(Some(abort));
    let response = fetch(LIVE, &init).await?;
    if !response.ok() {
        return Err(ApiError::Unavailable);
    }
    let stream = response.body().ok_or(ApiError::Unavailable)?;
    let source: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut reader = EventReader::default();
    loop {
        let piece = JsFuture::from(source.read()).await?;
        match json::field(&piece, "value") {
            Some(bytes) => received(reader.feed(&bytes.unchecked_into::<Uint8Array>().to_vec())),
            None => return Ok(()),
        }
    }
}

fn init(method: &str, token: &str) -> Result<RequestInit, ApiError> {
    let headers = Headers::new()?;
    headers.set("authorization", &["Bearer ", token].concat())?;
    headers.set("content-type", "application/json")?;
    let init = RequestInit::new();
    init.set_method(method);
    // A request that is on its way arrives also if the person leaves the page.
    let _always_set = js_sys::Reflect::set(&init, &"keepalive".into(), &(method == "POST").into());
    init.set_headers(&headers);
    Ok(init)
}

/// Any answer but a rejection.
async fn fetch(path: &str, init: &RequestInit) -> Result<Response, ApiError> {
    let fetched = JsFuture::from(page::window().fetch_with_str_and_init(path, init)).await?;
    let response: Response = fetched.unchecked_into();
    match response.status() {
        401 | 403 | 404 | 410 => Err(ApiError::Rejected),
        _ => Ok(response),
    }
}
