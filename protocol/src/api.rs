//! The tenant API's bodies (`/api/…`), as JSON.

pub mod account;
#[cfg(feature = "openapi")]
pub mod known;

use serde::{Deserialize, Serialize};

use crate::patch;

/// The body of most successful responses: `{"data": …}`.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Data<T> {
    pub data: T,
}

/// A part of a list: `{"data": […], "nextCursor": …}`.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    pub data: Vec<T>,
    /// The `cursor` of the next page; `null` on the last one.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub next_cursor: Option<String>,
}

/// The response of `POST /api/widget/sessions`: `{"success": true, "data": …}`.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Success<T> {
    pub success: bool,
    pub data: T,
}

#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ErrorBody {
    /// A message for people, which says what to do.
    pub error: String,
    /// Stable, snake_case.
    pub code: String,
    pub request_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    /// What is wrong with a field, as a stable code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// How long to wait before a retry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
    /// WhatsApp's own code for a message that it refused, or Meta's for a Cloud API session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whatsapp_code: Option<String>,
    /// The failed checks of `GET /health/ready`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failing: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Session {
    #[cfg_attr(
        feature = "openapi",
        schema(pattern = "^[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}$")
    )]
    pub name: String,
    #[cfg_attr(feature = "openapi", schema(value_type = known::Status))]
    pub status: String,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<known::StatusReason>, required))]
    pub status_reason: Option<String>,
    /// Why the last attempt to link or to connect failed; null after the next success.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<known::Failure>, required))]
    pub failure: Option<String>,
    /// WhatsApp lets the number write only to people with whom it has a conversation, until then.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(format = DateTime, required))]
    pub restricted_until: Option<String>,
    #[cfg_attr(feature = "openapi", schema(required))]
    pub phone_number: Option<String>,
    #[cfg_attr(feature = "openapi", schema(required))]
    pub push_name: Option<String>,
    #[cfg_attr(feature = "openapi", schema(required))]
    pub business_name: Option<String>,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<known::Platform>, required))]
    pub platform: Option<String>,
    #[cfg_attr(feature = "openapi", schema(required))]
    pub lid: Option<String>,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<known::Method>, required))]
    pub method: Option<String>,
    #[cfg_attr(feature = "openapi", schema(required))]
    pub proxy: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub presence: Presence,
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub updated_at: String,
    /// Only in the response to a log-out. `true`: the device is unlinked at WhatsApp. `false`: WhatsApp was not
    /// reached, and unlinking is retried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unlinked: Option<bool>,
}

/// The response of `DELETE /api/sessions/{session}`.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeletedSession {
    #[cfg_attr(
        feature = "openapi",
        schema(pattern = "^[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}$")
    )]
    pub name: String,
    pub deleted: bool,
    /// `true`: the device is unlinked at WhatsApp. `false`: WhatsApp was not reached, and unlinking is retried.
    pub unlinked: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateSession {
    #[cfg_attr(
        feature = "openapi",
        schema(pattern = "^[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}$")
    )]
    pub name: String,
    #[serde(default)]
    pub start: bool,
    #[serde(default)]
    pub proxy: Option<String>,
    #[serde(default)]
    pub presence: Presence,
}

/// Whether a session reports to WhatsApp that somebody uses it. While it is `available`, the account is shown as online,
/// and WhatsApp does not notify its phone of messages and calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Presence {
    Available,
    #[default]
    Unavailable,
}

/// `PATCH /api/sessions/{session}`. Absent fields stay unchanged; `null` removes the proxy.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateSession {
    #[serde(
        default,
        deserialize_with = "patch::nullable",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub proxy: Option<Option<String>>,
    #[serde(
        default,
        deserialize_with = "patch::value",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Presence>))]
    pub presence: Option<Presence>,
}

/// `POST /api/{session}/pair/phone`.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PairPhone {
    /// With `+` and the country code, in any usual spelling: `+49 (0)151 12345678` is `+4915112345678`.
    pub phone_number: String,
}

/// `POST /widget/phone`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WidgetPhone {
    pub phone_number: String,
    /// ISO 3166 alpha-2: the country of a local `phone_number` without `+`.
    #[serde(default)]
    pub country: Option<String>,
}

/// The response of `POST /api/{session}/pair/phone`, without `data`.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PairPhoneCode {
    /// `ABCD-EFGH`.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[A-Z0-9]{4}-[A-Z0-9]{4}$"))]
    pub code: String,
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub expires_at: String,
    #[cfg_attr(feature = "openapi", schema(required))]
    pub event: Option<String>,
}

/// `POST /api/messages/send`.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SendMessage {
    pub session: String,
    pub chat_id: String,
    #[serde(rename = "type")]
    #[cfg_attr(feature = "openapi", schema(value_type = known::MessageType))]
    pub kind: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 65536))]
    pub text: Option<String>,
    /// For `template`, which only Cloud API sessions send: a template that Meta has approved, as in Meta's own API.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<known::Template>))]
    pub template: Option<serde_json::Value>,
    #[serde(default)]
    pub quoted_message: Option<QuotedMessage>,
}

/// The quoted message. Its text, if given, is shown in the quote.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QuotedMessage {
    pub id: String,
    #[serde(default)]
    pub sender: Option<String>,
    #[serde(default)]
    pub text: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SentMessage {
    pub id: String,
    /// `sent`: WhatsApp has accepted the message. `pending`: it has not answered for five seconds; `message.status` or
    /// `message.failed` follows with its answer.
    #[cfg_attr(feature = "openapi", schema(value_type = known::MessageStatus))]
    pub status: String,
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub timestamp: String,
}

/// The response of `GET /api/{session}/pair/qr`, without `data`.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PairQr {
    #[cfg_attr(feature = "openapi", schema(required))]
    pub qr: Option<String>,
    #[cfg_attr(feature = "openapi", schema(required))]
    pub event: Option<String>,
    #[cfg_attr(feature = "openapi", schema(format = DateTime, required))]
    pub expires_at: Option<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateWidgetSession {
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<known::Mode>))]
    pub mode: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(format = "uri"))]
    pub callback_url: Option<String>,
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schema(pattern = "^[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}$")
    )]
    pub session_name: Option<String>,
    #[serde(default)]
    pub meta_app: Option<MetaApp>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 20))]
    pub allowed_origins: Option<Vec<String>>,
    /// Only this number may connect. With `+` and the country code, in any usual spelling.
    #[serde(default)]
    pub phone_number: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<known::Theme>))]
    pub theme: Option<String>,
    #[serde(default)]
    pub locale: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 512))]
    pub state: Option<String>,
}

/// Your customer's own Meta app. Its secret is kept, sealed, as long as a link or a session uses it.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MetaApp {
    #[cfg_attr(feature = "openapi", schema(pattern = "^[0-9]{1,32}$"))]
    pub app_id: String,
    /// A login configuration for Embedded Signup.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[0-9]{1,32}$"))]
    pub config_id: String,
    #[cfg_attr(feature = "openapi", schema(min_length = 8, max_length = 256))]
    pub app_secret: String,
    /// The Graph API's version; default: `v25.0`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(pattern = "^v[0-9]{1,3}\\.[0-9]{1,3}$"))]
    pub graph_version: Option<String>,
    /// The signup's `extras`, a JSON object; default: `{"setup": {}, "sessionInfoVersion": "3", "version": "v4"}`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub extras: Option<serde_json::Value>,
}

/// `POST /widget/signup`: what the widget learns from Meta's window, and what the person decides.
#[derive(Debug, Serialize, Deserialize)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum WidgetSignup {
    /// The person opens Meta's window.
    Begin,
    /// The ids that Meta's window reported.
    Report {
        #[serde(default)]
        waba_ids: Vec<String>,
        #[serde(default)]
        phone_number_id: Option<String>,
        #[serde(default)]
        coexistence: bool,
    },
    /// The code, valid for 30 seconds.
    Code { code: String },
    /// One of the numbers.
    Choose { number: String },
    /// The PIN that the owner has set for the number.
    Pin { pin: String },
    /// The failed step once more.
    Retry,
    /// An error that Meta's window showed.
    Error { code: String },
}

#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CreatedWidgetSession {
    pub id: String,
    #[cfg_attr(feature = "openapi", schema(format = "uri"))]
    pub widget_url: String,
    pub widget_token: String,
    pub session: String,
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub expires_at: String,
}

/// `GET /api/widget/sessions/{id}`.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct WidgetSession {
    pub id: String,
    pub session: String,
    #[cfg_attr(feature = "openapi", schema(value_type = known::Mode))]
    pub mode: String,
    /// `open`, `connected`, `cancelled`, `expired` or `revoked`.
    #[cfg_attr(feature = "openapi", schema(value_type = known::Outcome))]
    pub outcome: String,
    /// How the number was linked, if it was.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<known::Method>, required))]
    pub method: Option<String>,
    /// Why the last attempt failed; null after a success.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<known::Failure>, required))]
    pub reason: Option<String>,
    /// As given when the link was created.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub state: Option<String>,
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub expires_at: String,
}
