//! Every refusal the API knows, and the only place that picks a status.

pub(super) mod codes;

use std::time::Duration;

use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::account::keys;
use crate::domain::api_key::{BadLabel, BadLifetime};
use crate::domain::brand::{BadBrandName, BadLogoUrl};
use crate::domain::callback::BadCallbackUrl;
use crate::domain::color::BadColor;
use crate::domain::name::BadName;
use crate::domain::origin::BadOrigin;
use crate::domain::phone::BadPhoneNumber;
use crate::domain::scope::BadScopes;
use crate::pages::qr::TooLong;
use crate::sessions::create_widget;
use crate::sessions::open_widget;
use crate::sessions::pair_by_phone;
use crate::sessions::send_message;
use crate::store::StoreError;
use crate::webhooks::guard::Refused as Address;
use crate::webhooks::manage;

#[derive(Debug)]
pub(super) enum ApiError {
    MissingKey,
    BadKey,
    ExpiredKey,
    SwitchedOffKey,
    MissingMasterKey,
    BadMasterKey,
    MoreThanHeld,
    Scope(&'static str),
    Json(String),
    Field {
        code: &'static str,
        sentence: String,
    },
    NoSuchRoute,
    NoSuchMethod,
    NoSuchSession,
    NoSuchWidgetSession,
    NoSuchKey,
    NoSuchTenant,
    NoSuchWebhook,
    NoSuchDelivery,
    TooManyWebhooks,
    SessionExists,
    AlreadyConnected,
    NotStarted,
    NoCodeYet,
    WidgetToken,
    PhoneNumber(BadPhoneNumber),
    WrongNumber,
    /// Our own limit of phone codes.
    CodeLimit(Option<Duration>),
    /// WhatsApp's.
    Throttled(Option<Duration>),
    NotConnected,
    NotSent,
    Unavailable,
    /// Too many requests of this caller.
    RateLimited(Duration),
    /// Too many requests of everybody.
    Overloaded(Duration),
    TimedOut,
    BodyTooLarge,
    /// The checks that failed.
    NotReady(Vec<&'static str>),
    NotConfigured(&'static str),
    /// Logged where it happened; the outside learns nothing of its cause.
    Internal,
}

/// What an error says, until the request id joins it (`request_id.rs`).
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub code: &'static str,
    pub sentence: String,
    pub reason: Option<&'static str>,
    pub retry_after: Option<Duration>,
    pub failing: Vec<&'static str>,
}

impl ApiError {
    pub(super) fn field(code: &'static str, sentence: impl std::fmt::Display) -> Self {
        ApiError::Field {
            code,
            sentence: sentence.to_string(),
        }
    }

    pub(super) fn status(&self) -> StatusCode {
        self.told().0
    }

    fn told(&self) -> (StatusCode, &'static str, String) {
        use StatusCode as S;
        let (status, code, sentence): (S, &str, &str) = match self {
            ApiError::MissingKey => (
                S::UNAUTHORIZED,
                "missing_api_key",
                "Send your API key in the header `Authorization: Bearer titan_…`.",
            ),
            ApiError::BadKey => (
                S::UNAUTHORIZED,
                "invalid_api_key",
                "This API key was not made by this service. Check that it was copied whole, and that the address is right.",
            ),
            ApiError::ExpiredKey => (
                S::UNAUTHORIZED,
                "expired_api_key",
                "This API key has expired. Create a new one.",
            ),
            ApiError::SwitchedOffKey => (
                S::UNAUTHORIZED,
                "disabled_api_key",
                "This API key was switched off or deleted. Use another one, or switch it on again.",
            ),
            ApiError::MissingMasterKey => (
                S::UNAUTHORIZED,
                "missing_master_key",
                "Send the master key in the header `Authorization: Bearer …`. It was shown on the first start, and MASTER_KEY sets it.",
            ),
            ApiError::BadMasterKey => (
                S::UNAUTHORIZED,
                "invalid_master_key",
                "This is not the master key of this service. An API key does not open this address.",
            ),
            ApiError::MoreThanHeld => (
                S::FORBIDDEN,
                "scope_not_held",
                "A key can only give scopes that it holds itself. Ask for fewer, or use a key that holds them.",
            ),
            ApiError::Scope(scope) => {
                return (
                    S::FORBIDDEN,
                    "insufficient_scope",
                    format!("This API key lacks the scope `{scope}`. Use a key that has it."),
                );
            }
            ApiError::Json(why) => {
                return (
                    S::BAD_REQUEST,
                    "invalid_json",
                    format!("The body is not what this call takes: {why}."),
                );
            }
            ApiError::Field { code, sentence } => return (S::BAD_REQUEST, code, sentence.clone()),
            ApiError::NoSuchRoute => (
                S::NOT_FOUND,
                "no_such_route",
                "There is nothing at this address. Check the path.",
            ),
            ApiError::NoSuchMethod => (
                S::NOT_FOUND,
                "no_such_method",
                "There is nothing at this address for this method. Check whether it should be GET, POST or DELETE.",
            ),
            ApiError::NoSuchSession => (
                S::NOT_FOUND,
                "session_not_found",
                "There is no session of this name. Create it with POST /api/sessions.",
            ),
            ApiError::NoSuchWidgetSession => (
                S::NOT_FOUND,
                "widget_session_not_found",
                "There is no widget session of this id.",
            ),
            ApiError::NoSuchKey => (
                S::NOT_FOUND,
                "api_key_not_found",
                "There is no API key of this id that this key may see.",
            ),
            ApiError::NoSuchTenant => (
                S::NOT_FOUND,
                "tenant_not_found",
                "There is no tenant of this id. Create it with POST /admin/tenants.",
            ),
            ApiError::NoSuchWebhook => (
                S::NOT_FOUND,
                "webhook_not_found",
                "There is no webhook of this id. GET /api/webhooks lists them.",
            ),
            ApiError::NoSuchDelivery => (
                S::NOT_FOUND,
                "delivery_not_found",
                "There is no delivery of this id. GET /api/webhooks/{id}/deliveries lists them.",
            ),
            ApiError::TooManyWebhooks => (
                S::CONFLICT,
                "too_many_webhooks",
                "A tenant has at most 50 webhooks. Delete one that is no longer needed.",
            ),
            ApiError::SessionExists => (
                S::CONFLICT,
                "session_exists",
                "A session of this name exists already. Choose another name, or use the one there is.",
            ),
            ApiError::AlreadyConnected => (
                S::CONFLICT,
                "already_connected",
                "This session is connected already. Log it out first if another number shall use it.",
            ),
            ApiError::NotStarted => (
                S::CONFLICT,
                "session_not_started",
                "This session is not started. Start it with POST /api/sessions/{session}/start.",
            ),
            ApiError::NoCodeYet => (
                S::SERVICE_UNAVAILABLE,
                "qr_not_ready",
                "WhatsApp has not sent a code yet. Ask again in a few seconds.",
            ),
            ApiError::WidgetToken => (
                S::FORBIDDEN,
                "invalid_widget_token",
                "This widget token is expired or invalid. Create a new widget session.",
            ),
            ApiError::PhoneNumber(bad) => {
                return (S::BAD_REQUEST, "invalid_phone_number", capital(bad));
            }
            ApiError::WrongNumber => (
                S::BAD_REQUEST,
                "wrong_number",
                "Only one number may connect here, and this is another. Use the number that was asked for.",
            ),
            ApiError::CodeLimit(None) => (
                S::TOO_MANY_REQUESTS,
                "code_limit",
                "This link has given out all its codes. Scan the QR code, or ask for a new link.",
            ),
            ApiError::CodeLimit(Some(_)) => (
                S::TOO_MANY_REQUESTS,
                "code_limit",
                "A code was asked for this number a moment ago. Wait as long as Retry-After says, or scan the QR code.",
            ),
            ApiError::Throttled(_) => (
                S::TOO_MANY_REQUESTS,
                "throttled",
                "WhatsApp gives no more codes for this number for now. Scan the QR code instead.",
            ),
            ApiError::NotConnected => (
                S::CONFLICT,
                "session_not_connected",
                "This session is not connected. Connect it first; then it can send.",
            ),
            ApiError::NotSent => (
                S::BAD_GATEWAY,
                "not_sent",
                "WhatsApp did not take the message. Check the chatId and try again.",
            ),
            ApiError::Unavailable => (
                S::SERVICE_UNAVAILABLE,
                "unavailable",
                "WhatsApp cannot be reached right now. Try again in a few seconds.",
            ),
            ApiError::RateLimited(_) => (
                S::TOO_MANY_REQUESTS,
                "rate_limited",
                "Too many requests in the last minute. Wait as long as Retry-After says.",
            ),
            ApiError::Overloaded(_) => (
                S::SERVICE_UNAVAILABLE,
                "overloaded",
                "The service has as much to do as it can take. Try again after as long as Retry-After says.",
            ),
            ApiError::TimedOut => (
                S::SERVICE_UNAVAILABLE,
                "timeout",
                "This took too long and was given up. Look whether it happened before you try again.",
            ),
            ApiError::BodyTooLarge => (
                S::BAD_REQUEST,
                "body_too_large",
                "The body is larger than the 64 kB that any call takes. Send less.",
            ),
            ApiError::NotReady(failing) => {
                return (
                    S::SERVICE_UNAVAILABLE,
                    "not_ready",
                    format!(
                        "Not ready: {}. Send requests elsewhere for now.",
                        failing.join(", ")
                    ),
                );
            }
            ApiError::NotConfigured(what) => (S::BAD_REQUEST, "not_configured", what),
            ApiError::Internal => (
                S::INTERNAL_SERVER_ERROR,
                "internal",
                "Something went wrong on our side. Try again; if it stays, give the requestId to whoever runs this service.",
            ),
        };
        (status, code, sentence.to_owned())
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, code, sentence) = self.told();
        let reason = match &self {
            ApiError::PhoneNumber(bad) => Some(bad.reason()),
            _ => None,
        };
        let retry_after = match &self {
            ApiError::CodeLimit(wait) | ApiError::Throttled(wait) => *wait,
            ApiError::RateLimited(wait) | ApiError::Overloaded(wait) => Some(*wait),
            _ => None,
        };
        let failing = match self {
            ApiError::NotReady(failing) => failing,
            _ => Vec::new(),
        };
        let mut response = status.into_response();
        response.extensions_mut().insert(Told {
            code,
            sentence,
            reason,
            retry_after,
            failing,
        });
        response
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Exists => ApiError::SessionExists,
            error @ (StoreError::SealKeyMissing
            | StoreError::SealKeyLost(_)
            | StoreError::Row(_)
            | StoreError::Database(_)
            | StoreError::Migration(_)) => internal(&error),
        }
    }
}

/// Logs what the caller must not learn.
pub(super) fn internal(error: &(dyn std::error::Error + 'static)) -> ApiError {
    tracing::error!(error, "a request failed");
    ApiError::Internal
}

impl From<create_widget::Refused> for ApiError {
    fn from(refused: create_widget::Refused) -> Self {
        match refused {
            create_widget::Refused::CallbackNotAllowed => ApiError::field(
                "callback_not_allowed",
                "This callbackUrl is not on the tenant's list. Add it there, exactly as it is sent.",
            ),
            create_widget::Refused::Connected => ApiError::AlreadyConnected,
            create_widget::Refused::Store(error) => error.into(),
        }
    }
}

impl From<open_widget::Refused> for ApiError {
    fn from(refused: open_widget::Refused) -> Self {
        match refused {
            open_widget::Refused::Token(_) | open_widget::Refused::Gone => ApiError::WidgetToken,
            open_widget::Refused::Store(error) => error.into(),
        }
    }
}

impl From<keys::Refused> for ApiError {
    fn from(refused: keys::Refused) -> Self {
        match refused {
            keys::Refused::NoSuchKey => ApiError::NoSuchKey,
            keys::Refused::NoSuchTenant => ApiError::NoSuchTenant,
            keys::Refused::MoreThanHeld => ApiError::MoreThanHeld,
            keys::Refused::Store(error) => error.into(),
        }
    }
}

impl From<manage::Refused> for ApiError {
    fn from(refused: manage::Refused) -> Self {
        use manage::Refused;
        let said = capital(&refused);
        match refused {
            Refused::Url(Address::Private | Address::Metadata) => {
                ApiError::field("url_not_allowed", said)
            }
            Refused::Url(Address::Unresolved) => ApiError::field("url_not_found", said),
            Refused::Url(_) => ApiError::field("invalid_url", said),
            Refused::Header(_) => ApiError::field("invalid_header", said),
            Refused::Key(_) => ApiError::field("invalid_hmac_key", said),
            Refused::Event(_) => ApiError::field("unknown_event", said),
            Refused::Session(error) => error.into(),
            Refused::Label => ApiError::field("invalid_label", said),
            Refused::Retries => ApiError::field("invalid_retries", said),
            Refused::Overlap => ApiError::field("invalid_overlap", said),
            Refused::TooMany => ApiError::TooManyWebhooks,
            Refused::Store(error) => error.into(),
        }
    }
}

/// A field that was refused: the error's own sentence, under a code of its own.
macro_rules! field_errors {
    ($($error:ty => $code:literal),* $(,)?) => {
        $(impl From<$error> for ApiError {
            fn from(error: $error) -> Self {
                ApiError::field($code, capital(&error))
            }
        })*
    };
}

field_errors! {
    BadName => "invalid_session_name",
    BadCallbackUrl => "invalid_callback_url",
    BadOrigin => "invalid_origin",
    BadLabel => "invalid_label",
    BadLifetime => "invalid_lifetime",
    BadScopes => "invalid_scopes",
    BadBrandName => "invalid_name",
    BadLogoUrl => "invalid_logo_url",
    BadColor => "invalid_color",
}

impl From<TooLong> for ApiError {
    fn from(error: TooLong) -> Self {
        internal(&error)
    }
}

impl From<BadPhoneNumber> for ApiError {
    fn from(error: BadPhoneNumber) -> Self {
        ApiError::PhoneNumber(error)
    }
}

impl From<pair_by_phone::Refused> for ApiError {
    fn from(refused: pair_by_phone::Refused) -> Self {
        use pair_by_phone::Refused;
        match refused {
            Refused::WrongNumber => ApiError::WrongNumber,
            Refused::Connected => ApiError::AlreadyConnected,
            Refused::NotStarted => ApiError::NotStarted,
            Refused::Limit(wait) => ApiError::CodeLimit(wait),
            Refused::Throttled(wait) => ApiError::Throttled(wait),
            Refused::BadNumber(_) => ApiError::PhoneNumber(BadPhoneNumber::Invalid),
            Refused::Unavailable => ApiError::Unavailable,
            Refused::Store(error) => error.into(),
        }
    }
}

impl From<send_message::Refused> for ApiError {
    fn from(refused: send_message::Refused) -> Self {
        match refused {
            send_message::Refused::NotConnected => ApiError::NotConnected,
            send_message::Refused::BadChat => ApiError::field(
                "invalid_chat_id",
                "WhatsApp knows no such chat. Check the number in chatId.",
            ),
            send_message::Refused::Failed(why) => {
                tracing::warn!(why, "a message was not sent");
                ApiError::NotSent
            }
        }
    }
}

impl From<JsonRejection> for ApiError {
    fn from(rejection: JsonRejection) -> Self {
        match &rejection {
            JsonRejection::MissingJsonContentType(_) => {
                ApiError::Json("send it with `Content-Type: application/json`".to_owned())
            }
            JsonRejection::JsonDataError(error) => ApiError::Json(reason(error)),
            JsonRejection::JsonSyntaxError(error) => ApiError::Json(reason(error)),
            other if other.status() == StatusCode::PAYLOAD_TOO_LARGE => ApiError::BodyTooLarge,
            _ => ApiError::Json("it could not be read".to_owned()),
        }
    }
}

/// serde's own sentence, without axum's preamble.
fn reason(error: &dyn std::error::Error) -> String {
    error
        .source()
        .map_or_else(|| error.to_string(), ToString::to_string)
}

fn capital(error: &dyn std::error::Error) -> String {
    let sentence = error.to_string();
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |first| {
        format!("{}{}.", first.to_uppercase(), chars.as_str())
    })
}
