//! The bodies of `/api/webhooks`.

use serde::{Deserialize, Serialize};

use crate::patch;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Header {
    pub name: String,
    pub value: String,
}

/// The number of retries after the first attempt, and their delays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Retries {
    pub attempts: u32,
    pub delay_seconds: u64,
    /// `constant`, `linear` or `exponential`.
    pub policy: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Webhook {
    pub id: i64,
    pub url: String,
    /// Empty: all.
    pub events: Vec<String>,
    /// `null`: events of every session.
    pub session: Option<String>,
    pub label: Option<String>,
    pub headers: Vec<Header>,
    /// `null`: the default schedule.
    pub retries: Option<Retries>,
    pub enabled: bool,
    /// `requested`, `gone` or `failing`.
    pub disabled_reason: Option<String>,
    pub failing_since: Option<String>,
    pub created_at: String,
    /// Only in the response to its creation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hmac_key: Option<String>,
}

/// `POST /api/webhooks`
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateWebhook {
    pub url: String,
    #[serde(default)]
    pub events: Option<Vec<String>>,
    #[serde(default)]
    pub session: Option<String>,
    #[serde(default)]
    pub hmac_key: Option<String>,
    #[serde(default)]
    pub label: Option<String>,
    #[serde(default)]
    pub headers: Option<Vec<Header>>,
    #[serde(default)]
    pub retries: Option<Retries>,
}

/// `PATCH /api/webhooks/{id}`. Absent fields stay unchanged; `null` resets a field: every event and session, no
/// label, no headers, the default schedule.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateWebhook {
    #[serde(default, deserialize_with = "patch::value")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, required = false))]
    pub url: Option<String>,
    #[serde(default, deserialize_with = "patch::nullable")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<String>>))]
    pub events: Option<Option<Vec<String>>>,
    #[serde(default, deserialize_with = "patch::nullable")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub session: Option<Option<String>>,
    #[serde(default, deserialize_with = "patch::nullable")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub label: Option<Option<String>>,
    #[serde(default, deserialize_with = "patch::nullable")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<Header>>))]
    pub headers: Option<Option<Vec<Header>>>,
    #[serde(default, deserialize_with = "patch::nullable")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Retries>))]
    pub retries: Option<Option<Retries>>,
    #[serde(default, deserialize_with = "patch::value")]
    #[cfg_attr(feature = "openapi", schema(value_type = bool, required = false))]
    pub enabled: Option<bool>,
    /// The new signing key.
    #[serde(default, deserialize_with = "patch::value")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, required = false))]
    pub hmac_key: Option<String>,
    /// How long earlier keys also sign.
    #[serde(default, deserialize_with = "patch::value")]
    #[cfg_attr(feature = "openapi", schema(value_type = u64, required = false))]
    pub overlap_seconds: Option<u64>,
}

/// The delivery of one event to one webhook.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    pub id: String,
    pub event_id: String,
    pub event: String,
    pub session: Option<String>,
    /// `pending`, `delivered` or `failed`.
    pub state: String,
    pub created_at: String,
    /// Oldest first.
    pub attempts: Vec<Attempt>,
}

#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Attempt {
    pub at: String,
    /// The status of the response, if there was one.
    pub status: Option<u16>,
    /// Why it failed, as a stable code.
    pub failure: Option<String>,
    pub duration_ms: u64,
    /// The beginning of the response, without anything that could be a secret or a phone number.
    pub answer: String,
}

/// A page of deliveries.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Deliveries {
    pub data: Vec<Delivery>,
    /// The id of the last delivery, for `before`; `null` on the last page.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub next: Option<String>,
    /// The `cursor` of the next page; `null` on the last one.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub next_cursor: Option<String>,
}

/// `POST /api/webhooks/{id}/replay`
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Replay {
    /// ISO 8601.
    pub since: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Replayed {
    pub replayed: u64,
}

/// The response of `DELETE /api/webhooks/{id}`.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeletedWebhook {
    pub id: i64,
    pub deleted: bool,
}

#[cfg(feature = "openapi")]
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    Pending,
    Delivered,
    Failed,
}
