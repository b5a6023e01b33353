//! The two forms of an answer. Only this file turns errors into HTTP statuses.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;

use crate::linking::LinkError;
use crate::messages::SendMessageError;
use crate::network::AddPhoneError;
use crate::phone::InvalidNumber;

/// `{"data": …}`.
#[derive(Serialize)]
pub(super) struct Data<T> {
    data: T,
}

pub(super) fn data<T>(data: T) -> Json<Data<T>> {
    Json(Data { data })
}

/// `{"error": …, "code": …}`.
#[derive(Debug)]
pub(super) struct ApiError {
    status: StatusCode,
    code: &'static str,
    error: String,
}

impl ApiError {
    pub(super) fn bad_request(code: &'static str, error: impl Into<String>) -> ApiError {
        ApiError {
            status: StatusCode::BAD_REQUEST,
            code,
            error: error.into(),
        }
    }

    pub(super) fn not_found(code: &'static str, error: impl Into<String>) -> ApiError {
        ApiError {
            status: StatusCode::NOT_FOUND,
            code,
            error: error.into(),
        }
    }

    pub(super) fn unprocessable(code: &'static str, error: impl Into<String>) -> ApiError {
        ApiError {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            code,
            error: error.into(),
        }
    }

    pub(super) fn wrong_method() -> ApiError {
        ApiError {
            status: StatusCode::METHOD_NOT_ALLOWED,
            code: "wrong_method",
            error: "this call takes another method".to_owned(),
        }
    }

    fn internal(cause: &anyhow::Error) -> ApiError {
        tracing::error!("the sandbox failed: {cause:#}");
        ApiError {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            code: "internal",
            error: "the sandbox failed; its log says why".to_owned(),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = json!({ "error": self.error, "code": self.code });
        (self.status, Json(body)).into_response()
    }
}

impl From<LinkError> for ApiError {
    fn from(error: LinkError) -> ApiError {
        let status = match &error {
            LinkError::Internal(cause) => return ApiError::internal(cause),
            LinkError::PhoneNotFound => StatusCode::NOT_FOUND,
            LinkError::NotAWhatsappCode
            | LinkError::NoCodeRequested
            | LinkError::PasskeyRequired
            | LinkError::NoPasskeyRequired
            | LinkError::CodeExpired
            | LinkError::CodeUsed
            | LinkError::WrongCode
            | LinkError::LinkRefused(_)
            | LinkError::SignatureMismatch
            | LinkError::ClientOutdated
            | LinkError::DeviceLimit => StatusCode::UNPROCESSABLE_ENTITY,
        };
        ApiError {
            status,
            code: error.code(),
            error: error.to_string(),
        }
    }
}

impl From<SendMessageError> for ApiError {
    fn from(error: SendMessageError) -> ApiError {
        let (status, code) = match &error {
            SendMessageError::NotSaved(cause) => return ApiError::internal(cause),
            SendMessageError::PhoneNotFound => (StatusCode::NOT_FOUND, "phone_not_found"),
            SendMessageError::PhoneOff => (StatusCode::CONFLICT, "phone_off"),
            SendMessageError::NoRecipient | SendMessageError::SeveralRecipients => {
                (StatusCode::CONFLICT, "no_recipient")
            }
        };
        ApiError {
            status,
            code,
            error: error.to_string(),
        }
    }
}

impl From<AddPhoneError> for ApiError {
    fn from(error: AddPhoneError) -> ApiError {
        match &error {
            AddPhoneError::NotSaved(cause) => ApiError::internal(cause),
            AddPhoneError::AlreadyExists => ApiError {
                status: StatusCode::CONFLICT,
                code: "phone_exists",
                error: error.to_string(),
            },
        }
    }
}

impl From<InvalidNumber> for ApiError {
    fn from(error: InvalidNumber) -> ApiError {
        ApiError::bad_request("invalid_phone_number", error.to_string())
    }
}

impl From<anyhow::Error> for ApiError {
    fn from(cause: anyhow::Error) -> ApiError {
        ApiError::internal(&cause)
    }
}
