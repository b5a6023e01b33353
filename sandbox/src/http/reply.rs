//! The two shapes of an answer, and the only place that turns a refusal into a status.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;

use crate::linking::Refusal;
use crate::messages::WriteError;
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
pub(super) struct Failure {
    status: StatusCode,
    code: &'static str,
    error: String,
}

impl Failure {
    pub(super) fn bad_request(code: &'static str, error: impl Into<String>) -> Failure {
        Failure {
            status: StatusCode::BAD_REQUEST,
            code,
            error: error.into(),
        }
    }

    pub(super) fn not_found(code: &'static str, error: impl Into<String>) -> Failure {
        Failure {
            status: StatusCode::NOT_FOUND,
            code,
            error: error.into(),
        }
    }

    pub(super) fn wrong_method() -> Failure {
        Failure {
            status: StatusCode::METHOD_NOT_ALLOWED,
            code: "wrong_method",
            error: "this call takes another method".to_owned(),
        }
    }

    fn internal(cause: &anyhow::Error) -> Failure {
        tracing::error!("the sandbox failed: {cause:#}");
        Failure {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            code: "internal",
            error: "the sandbox failed; its log says why".to_owned(),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let body = json!({ "error": self.error, "code": self.code });
        (self.status, Json(body)).into_response()
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        let status = match &refusal {
            Refusal::Internal(cause) => return Failure::internal(cause),
            Refusal::NoSuchPhone => StatusCode::NOT_FOUND,
            Refusal::NotAWhatsappCode
            | Refusal::NoCodeRequested
            | Refusal::PasskeyRequired
            | Refusal::CodeExpired
            | Refusal::CodeUsed
            | Refusal::WrongCode
            | Refusal::LinkRefused(_)
            | Refusal::SignatureMismatch
            | Refusal::DeviceLimit => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Failure {
            status,
            code: refusal.code(),
            error: refusal.to_string(),
        }
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Failure {
        let (status, code) = match &error {
            WriteError::Unwritten(cause) => return Failure::internal(cause),
            WriteError::NoSuchPhone => (StatusCode::NOT_FOUND, "phone_not_found"),
            WriteError::NobodyLinked | WriteError::SeveralLinked => {
                (StatusCode::CONFLICT, "no_recipient")
            }
        };
        Failure {
            status,
            code,
            error: error.to_string(),
        }
    }
}

impl From<AddPhoneError> for Failure {
    fn from(error: AddPhoneError) -> Failure {
        match &error {
            AddPhoneError::Unwritten(cause) => Failure::internal(cause),
            AddPhoneError::Exists => Failure {
                status: StatusCode::CONFLICT,
                code: "phone_exists",
                error: error.to_string(),
            },
        }
    }
}

impl From<InvalidNumber> for Failure {
    fn from(error: InvalidNumber) -> Failure {
        Failure::bad_request("invalid_phone_number", error.to_string())
    }
}

impl From<anyhow::Error> for Failure {
    fn from(cause: anyhow::Error) -> Failure {
        Failure::internal(&cause)
    }
}
