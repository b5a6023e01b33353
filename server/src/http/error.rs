//! Every refusal the API knows, and the only place that picks a status.

pub(super) mod codes;
mod refusals;

use std::time::Duration;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::domain::phone::BadPhoneNumber;

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
    /// WhatsApp is not reached; in this long it is tried again.
    Unreachable(Duration),
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
                return (
                    S::BAD_REQUEST,
                    "invalid_phone_number",
                    refusals::sentence(bad),
                );
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
                "WhatsApp gave no code. Try again in a few seconds.",
            ),
            ApiError::Unreachable(_) => (
                S::SERVICE_UNAVAILABLE,
                "whatsapp_unreachable",
                "WhatsApp cannot be reached right now. It is tried again by itself; ask again after as long as Retry-After says.",
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
            ApiError::RateLimited(wait)
            | ApiError::Overloaded(wait)
            | ApiError::Unreachable(wait) => Some(*wait),
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

/// Logs what the caller must not learn.
pub(super) fn internal(error: &(dyn std::error::Error + 'static)) -> ApiError {
    tracing::error!(error, "a request failed");
    ApiError::Internal
}
