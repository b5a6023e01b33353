//! Graph's errors, as it writes them.

use serde_json::{Value, json};

use crate::meta::secret::random_hex;

#[derive(Debug, Clone)]
pub(crate) struct GraphError {
    pub(super) status: u16,
    pub(super) code: u32,
    pub(super) subcode: Option<u32>,
    pub(super) message: String,
    kind: &'static str,
    details: Option<String>,
    is_transient: bool,
}

impl GraphError {
    /// Most errors: status 400, type `OAuthException`.
    pub(super) fn new(code: u32, message: impl Into<String>) -> GraphError {
        GraphError {
            status: 400,
            code,
            subcode: None,
            message: message.into(),
            kind: "OAuthException",
            details: None,
            is_transient: false,
        }
    }

    /// An invalid call: type `GraphMethodException`.
    pub(super) fn method(code: u32, message: impl Into<String>) -> GraphError {
        GraphError {
            kind: "GraphMethodException",
            ..GraphError::new(code, message)
        }
    }

    /// An error whose message starts with its number.
    pub(super) fn numbered(code: u32, message: &str) -> GraphError {
        GraphError::new(code, format!("(#{code}) {message}"))
    }

    /// A required parameter is missing.
    pub(super) fn missing(name: &str) -> GraphError {
        GraphError::numbered(100, &format!("The parameter {name} is required."))
    }

    pub(super) fn status(self, status: u16) -> GraphError {
        GraphError { status, ..self }
    }

    pub(super) fn subcode(self, subcode: impl Into<Option<u32>>) -> GraphError {
        GraphError {
            subcode: subcode.into(),
            ..self
        }
    }

    pub(super) fn details(self, details: impl Into<String>) -> GraphError {
        GraphError {
            details: Some(details.into()),
            ..self
        }
    }

    pub(super) fn transient(self, is_transient: bool) -> GraphError {
        GraphError {
            is_transient,
            ..self
        }
    }

    pub(super) fn body(&self) -> Value {
        let mut error = json!({ "message": self.message, "type": self.kind, "code": self.code });
        if let Some(details) = &self.details {
            error["error_data"] = json!({ "messaging_product": "whatsapp", "details": details });
        }
        if let Some(subcode) = self.subcode {
            error["error_subcode"] = json!(subcode);
        }
        if self.is_transient {
            error["is_transient"] = json!(true);
        }
        error["fbtrace_id"] = json!(format!("A{}", &random_hex()[..22]));
        json!({ "error": error })
    }
}

impl From<anyhow::Error> for GraphError {
    fn from(cause: anyhow::Error) -> GraphError {
        tracing::error!("the sandbox's Graph API failed: {cause:#}");
        GraphError::new(1, "An unknown error occurred")
            .status(500)
            .transient(true)
    }
}
