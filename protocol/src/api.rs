//! The tenant API's bodies (`/api/…`), as JSON.

pub mod account;

use serde::{Deserialize, Serialize};

/// Every success but two: `{"data": …}`.
#[derive(Debug, Serialize, Deserialize)]
pub struct Data<T> {
    pub data: T,
}

/// `POST /api/widget/sessions` alone answers `{"success": true, "data": …}`.
#[derive(Debug, Serialize, Deserialize)]
pub struct Success<T> {
    pub success: bool,
    pub data: T,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorBody {
    /// A sentence a person can act on.
    pub error: String,
    /// Stable, snake_case.
    pub code: String,
    pub request_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    /// What is wrong with a field, as a stable word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When to try again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
    /// The checks that failed, where `GET /health/ready` says no.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failing: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    pub name: String,
    pub status: String,
    pub status_reason: Option<String>,
    pub phone_number: Option<String>,
    pub push_name: Option<String>,
    pub business_name: Option<String>,
    pub platform: Option<String>,
    pub lid: Option<String>,
    pub method: Option<String>,
    pub proxy: Option<String>,
    pub created_at: String,
    pub updated_at: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateSession {
    pub name: String,
    #[serde(default)]
    pub start: bool,
    #[serde(default)]
    pub proxy: Option<String>,
}

/// `PATCH /api/sessions/{session}`. `null` takes the proxy away.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateSession {
    pub proxy: Option<String>,
}

/// `POST /api/{session}/pair/phone` and `POST /widget/phone`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PairPhone {
    pub phone_number: String,
}

/// What `POST /api/{session}/pair/phone` answers, bare like its QR sibling.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PairPhoneCode {
    /// `ABCD-EFGH`.
    pub code: String,
    pub expires_at: String,
    pub event: Option<String>,
}

/// `POST /api/messages/send`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SendMessage {
    pub session: String,
    pub chat_id: String,
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub text: Option<String>,
    #[serde(default)]
    pub quoted_message: Option<QuotedMessage>,
}

/// The message that is answered. Its text, where given, is shown in the quote.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QuotedMessage {
    pub id: String,
    #[serde(default)]
    pub sender: Option<String>,
    #[serde(default)]
    pub text: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SentMessage {
    pub id: String,
    /// `sent`: WhatsApp has it.
    pub status: String,
    pub timestamp: String,
}

/// `GET /api/{session}/pair/qr`, bare.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PairQr {
    pub qr: Option<String>,
    pub event: Option<String>,
    pub expires_at: Option<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateWidgetSession {
    #[serde(default)]
    pub mode: Option<String>,
    #[serde(default)]
    pub callback_url: Option<String>,
    #[serde(default)]
    pub session_name: Option<String>,
    #[serde(default)]
    pub meta_app: Option<serde_json::Value>,
    #[serde(default)]
    pub allowed_origins: Option<Vec<String>>,
    #[serde(default)]
    pub phone_number: Option<String>,
    #[serde(default)]
    pub theme: Option<String>,
    #[serde(default)]
    pub locale: Option<String>,
    #[serde(default)]
    pub state: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreatedWidgetSession {
    pub id: String,
    pub widget_url: String,
    pub widget_token: String,
    pub session: String,
    pub expires_at: String,
}

/// `GET /api/widget/sessions/{id}`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WidgetSession {
    pub id: String,
    pub session: String,
    pub mode: String,
    /// `open`, `connected`, `cancelled`, `expired` or `revoked`.
    pub outcome: String,
    pub created_at: String,
    pub expires_at: String,
}
