//! The errors of the API. Their codes, statuses and sentences are in `error/codes.rs`.

pub(super) mod codes;
mod conversions;
mod fields;
mod message_refusal;

use std::fmt::Display;
use std::time::Duration;

use axum::response::{IntoResponse, Response};

pub(super) use self::codes::ErrorCode;
use crate::domain::quota::{Quota, QuotaReached};

/// An error response: a code, and details of this request.
#[derive(Debug, Clone)]
pub(super) struct ApiError {
    pub code: ErrorCode,
    sentence: Option<String>,
    pub reason: Option<&'static str>,
    pub retry_after: Option<Duration>,
    /// The checks that failed.
    pub failing: Vec<&'static str>,
    /// WhatsApp's or Meta's own code.
    pub whatsapp_code: Option<String>,
}

impl ApiError {
    /// An error with its own message.
    pub(super) fn with(code: ErrorCode, sentence: impl Display) -> Self {
        ApiError {
            sentence: Some(sentence.to_string()),
            ..ApiError::from(code)
        }
    }

    pub(super) fn retry_after(code: ErrorCode, wait: Duration) -> Self {
        ApiError {
            retry_after: Some(wait),
            ..ApiError::from(code)
        }
    }

    pub(super) fn json(why: impl Display) -> Self {
        ApiError::with(
            ErrorCode::InvalidJson,
            format!("The body is not what this call takes: {why}."),
        )
    }

    pub(super) fn scope(scope: &str) -> Self {
        ApiError::with(
            ErrorCode::InsufficientScope,
            format!("This API key lacks the scope `{scope}`. Use a key that has it."),
        )
    }

    pub(super) fn not_ready(failing: Vec<&'static str>) -> Self {
        let checks = failing.join(", ");
        let sentence = format!("Not ready: {checks}. Send requests elsewhere for now.");
        ApiError {
            failing,
            ..ApiError::with(ErrorCode::NotReady, sentence)
        }
    }

    /// The limit of phone codes: the number's with a wait, the widget session's without one.
    pub(super) fn code_limit(wait: Option<Duration>) -> Self {
        match wait {
            Some(wait) => ApiError::retry_after(ErrorCode::CodeLimit, wait),
            None => ApiError::with(
                ErrorCode::CodeLimit,
                "This link has given out all its codes. Scan the QR code, or ask for a new link.",
            ),
        }
    }

    /// Says which quota, its value, and what to do next.
    pub(super) fn quota_reached(reached: QuotaReached) -> Self {
        let (has, next) = match reached.quota {
            Quota::Sessions => ("sessions", "Delete one that is no longer needed"),
            Quota::OpenLinks => (
                "open links",
                "Wait until one ends, which is at most 15 minutes after it was created, or revoke one",
            ),
            Quota::Webhooks => ("webhooks", "Delete one that is no longer needed"),
        };
        let QuotaReached { quota, most } = reached;
        let sentence = format!(
            "This tenant has reached its quota of {has}, which is {most}. {next}, or ask whoever runs this service for a higher \
             quota."
        );
        ApiError {
            reason: Some(quota.name()),
            ..ApiError::with(ErrorCode::QuotaReached, sentence)
        }
    }

    pub(super) fn sentence(&self) -> &str {
        self.sentence.as_deref().unwrap_or(self.code.sentence())
    }
}

impl From<ErrorCode> for ApiError {
    fn from(code: ErrorCode) -> Self {
        ApiError {
            code,
            sentence: None,
            reason: None,
            retry_after: None,
            failing: Vec::new(),
            whatsapp_code: None,
        }
    }
}

/// The body is written in `request_id.rs`, where the request's id is known.
impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.code.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl IntoResponse for ErrorCode {
    fn into_response(self) -> Response {
        ApiError::from(self).into_response()
    }
}

/// Logs an internal error, whose details the caller does not get.
pub(super) fn internal(error: &(dyn std::error::Error + 'static)) -> ApiError {
    tracing::error!(error, "a request failed");
    ErrorCode::Internal.into()
}
