//! The payloads of webhooks (service → the tenant's endpoint): one payload for each event, inside `{id, event,
//! session, timestamp, payload}`. Here for the API document and for those who read webhooks in Rust.

use serde::{Deserialize, Serialize};

#[cfg(feature = "openapi")]
use crate::api::known;

/// `session.qr`: a new code to scan. Anyone who has it can link the number until it expires.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SessionQr {
    pub qr: String,
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub expires_at: String,
}

/// `session.status`: the session's status, or the reason for it, has changed.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SessionStatus {
    #[cfg_attr(feature = "openapi", schema(value_type = known::Status))]
    pub status: String,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<known::StatusReason>, required))]
    pub status_reason: Option<String>,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<known::Failure>, required))]
    pub failure: Option<String>,
    /// When the access to a Cloud API number ends, in the event that says so, three weeks before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub access_expires_at: Option<String>,
}

/// `session.connected`: a number was linked and has logged in for the first time.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SessionConnected {
    pub phone_number: String,
    #[cfg_attr(feature = "openapi", schema(required))]
    pub push_name: Option<String>,
    #[cfg_attr(feature = "openapi", schema(required))]
    pub business_name: Option<String>,
    #[cfg_attr(feature = "openapi", schema(value_type = known::Platform))]
    pub platform: String,
    /// `null` for the Cloud API.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub lid: Option<String>,
    #[cfg_attr(feature = "openapi", schema(value_type = known::Method))]
    pub method: String,
}

/// `session.logged_out`: the device is no longer linked; linking again needs a new scan or code.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SessionLoggedOut {
    #[cfg_attr(feature = "openapi", schema(required))]
    pub phone_number: Option<String>,
    #[cfg_attr(feature = "openapi", schema(value_type = LogOutReason))]
    pub reason: String,
}

/// `unlinked`: on the phone. `requested`: by you. `wrong_number`: another number than the link was for. `link_ended`:
/// the link whose code was scanned had been revoked, cancelled or expired.
#[cfg(feature = "openapi")]
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LogOutReason {
    Unlinked,
    Requested,
    WrongNumber,
    LinkEnded,
    AccountLocked,
    /// Meta no longer accepts the token of a Cloud API number.
    AccessRevoked,
    /// The token of a Cloud API number has run out.
    AccessExpired,
    /// The customer has removed the app from the WhatsApp Business account.
    AccessRemoved,
    /// Meta has disabled the WhatsApp Business account.
    AccountDisabled,
    Unknown,
}

/// `session.restricted`: WhatsApp lets the number write only to people with whom it has a conversation. Sent again if
/// the end changes.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SessionRestricted {
    /// When the restriction ends, as WhatsApp says now.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub until: String,
}

/// `session.restriction_ended`: the number may write to anybody again.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SessionRestrictionEnded {}

/// `widget.completed`: a number was connected through a link.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct WidgetCompleted {
    /// The widget session's id, `ws_…`.
    pub id: String,
    pub session: String,
    #[cfg_attr(feature = "openapi", schema(value_type = known::Method))]
    pub method: String,
    pub phone_number: String,
    /// As given when the link was created.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub state: Option<String>,
}

/// `widget.failed`: an attempt to connect through a link failed. The person sees the reason and may try again.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct WidgetFailed {
    /// The widget session's id, `ws_…`.
    pub id: String,
    pub session: String,
    #[cfg_attr(feature = "openapi", schema(value_type = known::Failure))]
    pub reason: String,
    /// As given when the link was created.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub state: Option<String>,
}

/// `message.received`: a message to, or from another device of, the session's number.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MessageReceived {
    pub id: String,
    /// The chat: a person, or a group by its id.
    pub from: Chat,
    /// The author.
    pub sender: Person,
    #[serde(rename = "type")]
    #[cfg_attr(feature = "openapi", schema(example = "text"))]
    pub kind: String,
    /// The same as `text`.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub body: Option<String>,
    /// The text, or a picture's caption.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub text: Option<String>,
    /// When it was sent, in seconds since 1970.
    pub timestamp: i64,
    pub from_me: bool,
    #[cfg_attr(feature = "openapi", schema(required))]
    pub push_name: Option<String>,
    pub is_group: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum Chat {
    Group(Group),
    Person(Person),
}

#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Group {
    /// `…@g.us`
    pub id: String,
}

/// A person, as WhatsApp identifies them: by number, or only by an id that hides it.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Person {
    #[cfg_attr(feature = "openapi", schema(required))]
    pub phone_number: Option<String>,
    /// `…@lid`
    #[cfg_attr(feature = "openapi", schema(required))]
    pub lid: Option<String>,
    pub mode: Addressing,
}

/// `pn`: by number. `lid`: the number is not known.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Addressing {
    Pn,
    Lid,
}

/// `message.status`: what has become of a message that was sent through this service, once for each status.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MessageStatusChanged {
    pub id: String,
    /// `sent`, `delivered` or `read`. New ones may come.
    pub status: String,
}

/// `message.failed`: a message that had been accepted, or was pending, was not delivered.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MessageFailed {
    pub id: String,
    /// WhatsApp's code, or Meta's for a Cloud API session.
    pub code: String,
    /// The reason in words.
    pub reason: String,
}

/// `webhook.disabled`: one of your other webhooks is disabled and receives no events until it is enabled.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct WebhookDisabled {
    pub webhook_id: i64,
    #[cfg_attr(feature = "openapi", schema(required))]
    pub label: Option<String>,
    /// The host of its URL; the rest of the URL may be secret.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub host: Option<String>,
    #[cfg_attr(feature = "openapi", schema(value_type = DisabledReason))]
    pub reason: String,
    #[cfg_attr(feature = "openapi", schema(format = DateTime, required))]
    pub failing_since: Option<String>,
}

/// `requested`: by you. `gone`: the endpoint responded with 410. `failing`: deliveries have failed for days.
#[cfg(feature = "openapi")]
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DisabledReason {
    Requested,
    Gone,
    Failing,
}

/// `webhook.stalled`: one of your other webhooks does not accept the events of a connected session.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct WebhookStalled {
    pub webhook_id: i64,
    #[cfg_attr(feature = "openapi", schema(required))]
    pub label: Option<String>,
    #[cfg_attr(feature = "openapi", schema(required))]
    pub host: Option<String>,
    #[cfg_attr(feature = "openapi", schema(format = DateTime, required))]
    pub failing_since: Option<String>,
}

/// `session.phone_offline`: the phone was not online for ten days. WhatsApp unlinks its devices after fourteen.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SessionPhoneOffline {
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub last_seen_at: String,
    /// When WhatsApp unlinks the session, unless the phone is online before.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub unlinks_at: String,
}

/// `session.risk`: the session does what numbers are restricted for.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SessionRisk {
    /// `first_messages`: many first messages to people who never wrote. New ones may come.
    pub reason: String,
    /// How many people, within the window.
    pub count: u32,
    pub window_seconds: u64,
    /// Further ones are refused, because of `limitFirstMessages`.
    pub limited: bool,
}

/// `sessions.unlink_wave`: several sessions of this service were unlinked within minutes, some of yours among them.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SessionsUnlinkWave {
    /// The names of your sessions among them.
    pub sessions: Vec<String>,
    pub count: u32,
    /// When the first of them was unlinked.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub since: String,
}

/// `webhook.test`: a test that you requested.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct WebhookTest {
    pub webhook_id: i64,
    pub message: String,
}
