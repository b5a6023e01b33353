//! The values of some fields, for the API document. The service validates and writes them itself; its tests compare
//! every response with these.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The status of a session.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    Connecting,
    Connected,
    Disconnected,
}

/// How a link's person wanted to connect the number. `none`: no method was used.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StatsMethod {
    Qr,
    Pairing,
    CloudApi,
    None,
}

/// How a link stands or has ended.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StatsOutcome {
    Connected,
    Failed,
    Cancelled,
    Revoked,
    Expired,
    Open,
}

/// The reason for the status.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum StatusReason {
    ScanQr,
    AutoReconnect,
    ManualStop,
    QrTimeout,
    LoggedOut,
    Failed,
    TemporaryBan,
    StreamError,
}

/// Why linking a number, or keeping it linked, failed, as in FAILURES.md. New ones may come.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    PasskeyRequired,
    Coexistence,
    LinkRefused,
    WrongNumber,
    Banned,
    Outdated,
    LoggedOut,
    Replaced,
    Unreachable,
    ProxyRefused,
    Unknown,
    CodeExpired,
    CodeUsed,
    Interrupted,
    AppConfiguration,
    NotGranted,
    PermissionMissing,
    AccessRevoked,
    NumberAlreadyConnected,
    PinLocked,
    NumberUnverified,
    NumberBusy,
    AccountBlocked,
    RateLimited,
    MetaUnavailable,
    MetaRefused,
}

/// Which app the number is used with: WhatsApp, WhatsApp Business, or Meta's Cloud API.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Platform {
    Consumer,
    Smba,
    CloudApi,
}

/// How the number was linked.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    Qr,
    Pairing,
    CloudApi,
}

/// The methods that the widget offers.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    All,
    Qr,
    Pairing,
    CloudApi,
}

/// The outcome of a widget session.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    Open,
    Connected,
    Cancelled,
    Expired,
    Revoked,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    Auto,
    Light,
    Dark,
}

/// The type of a message to send.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MessageType {
    Text,
    Template,
}

/// `sent`: WhatsApp has accepted the message.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MessageStatus {
    Sent,
    Pending,
}

/// The scopes of a key. Those from `chats:read` on are reserved: accepted, but without effect yet.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub enum Scope {
    #[serde(rename = "*")]
    All,
    #[serde(rename = "sessions:read")]
    SessionsRead,
    #[serde(rename = "sessions:manage")]
    SessionsManage,
    #[serde(rename = "messages:write")]
    MessagesWrite,
    #[serde(rename = "webhooks:manage")]
    WebhooksManage,
    #[serde(rename = "chats:read")]
    ChatsRead,
    #[serde(rename = "chats:manage")]
    ChatsManage,
    #[serde(rename = "contacts:read")]
    ContactsRead,
    #[serde(rename = "contacts:manage")]
    ContactsManage,
    #[serde(rename = "groups:read")]
    GroupsRead,
    #[serde(rename = "groups:manage")]
    GroupsManage,
    #[serde(rename = "channels:read")]
    ChannelsRead,
    #[serde(rename = "channels:manage")]
    ChannelsManage,
    #[serde(rename = "messages:read")]
    MessagesRead,
    #[serde(rename = "webhooks:read")]
    WebhooksRead,
}

/// A template, as Meta's API takes it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Template {
    pub name: String,
    pub language: TemplateLanguage,
    /// The values of its variables, in Meta's format.
    pub components: Option<Vec<serde_json::Value>>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct TemplateLanguage {
    #[schema(example = "en_US")]
    pub code: String,
}

/// The deleted object, by its id.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DeletedById {
    pub id: String,
    pub deleted: bool,
}

/// The process responds.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Live {
    pub live: bool,
}

/// The service is ready.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Ready {
    pub ready: bool,
    /// `whatsapp_unreachable`: sessions cannot reach WhatsApp.
    pub warnings: Vec<String>,
}
