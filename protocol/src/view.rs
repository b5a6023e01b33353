//! What the service shows the widget: one [`Step`] at a time, never a history.
//!
//! Sent in three ways that must agree: in the first HTML (`<script id="boot" type="application/json">`), as the first
//! event of the live stream, and on every change after it. A view replaces the previous one, so a widget that missed
//! some views needs only the latest.

/// Names of the steps on the wire (`view.step`).
pub mod step {
    pub const PREPARING: &str = "preparing";
    pub const UNREACHABLE: &str = "unreachable";
    pub const QR: &str = "qr";
    pub const SCANNED: &str = "scanned";
    pub const CONNECTED: &str = "connected";
    pub const TIMED_OUT: &str = "timed_out";
    pub const FAILED: &str = "failed";
    pub const EXPIRED: &str = "expired";
    pub const CANCELLED: &str = "cancelled";
}

/// Names of the live stream's events (`GET /widget/live`).
pub mod event {
    /// The whole [`super::Boot`]; always first.
    pub const BOOT: &str = "boot";
    /// A [`super::View`].
    pub const VIEW: &str = "view";
    /// The last event of a stream whose link is watched by as many newer ones as it may be. A page connects again only
    /// when the person returns to it.
    pub const REPLACED: &str = "replaced";
}

/// The state that does not change during a widget session.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase")
)]
pub struct Boot {
    /// The widget session, `ws_…`.
    pub id: String,
    pub session: String,
    /// `all`, `qr`, `pairing` or `cloud-api`.
    pub mode: String,
    /// The offered methods, one tab each: `qr`, `pairing`, `cloud-api`.
    pub methods: Vec<String>,
    /// The tenant's name, as shown to the person.
    pub tenant: String,
    /// The allowed origins of the host. If empty, messages to the host contain no phone number.
    pub origins: Vec<String>,
    /// The tenant's own text, returned in every message and redirect.
    pub state: Option<String>,
    /// False if the link is open but its session was not started; the page then calls `POST /widget/start`.
    pub started: bool,
    /// Milliseconds until this widget session ends.
    pub expires_in_ms: u64,
    /// Whether a phone is offered to open WhatsApp.
    pub open_whatsapp: bool,
    /// How to open Meta's signup; only with the method `cloud-api`.
    pub meta: Option<Meta>,
    pub view: View,
}

/// Meta's signup window, opened with Meta's SDK or as an address.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase")
)]
pub struct Meta {
    pub app_id: String,
    /// The login configuration.
    pub config_id: String,
    /// The Graph API's version, `v25.0`.
    pub version: String,
    /// A JSON object as text: the `extras` of the signup.
    pub extras: String,
    /// The address of Meta's SDK.
    pub sdk_url: String,
    /// Whose messages are Meta's. Empty: https pages of facebook.com.
    pub origins: Vec<String>,
    /// Meta's window as a page, for browsers that open no window. It comes back to this link's page.
    pub page_url: String,
}

/// How far Meta's signup has come.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase")
)]
pub struct Signup {
    /// `begun`, `working`, `choosing`, `no_number`, `needs_pin`, `stopped` or `connected`.
    pub state: String,
    /// To choose from, while `choosing`.
    pub numbers: Vec<SignupNumber>,
    /// Why it stopped: a stable snake_case code.
    pub problem: Option<String>,
    /// What helps after a problem: `sign_up_again`, `try_again` or `none`.
    pub remedy: Option<String>,
}

/// Names of a signup's states on the wire.
pub mod signup {
    pub const BEGUN: &str = "begun";
    pub const WORKING: &str = "working";
    pub const CHOOSING: &str = "choosing";
    pub const NO_NUMBER: &str = "no_number";
    pub const NEEDS_PIN: &str = "needs_pin";
    pub const STOPPED: &str = "stopped";
    pub const CONNECTED: &str = "connected";
}

/// A number that the person may connect.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase")
)]
pub struct SignupNumber {
    pub id: String,
    /// E.164.
    pub phone_number: String,
    pub name: Option<String>,
}

/// What to show now.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase")
)]
pub struct View {
    /// Grows with every change in one process. A stream is not resumed; a new one begins with a complete [`Boot`].
    pub seq: u64,
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub step: Step,
    /// The current code to enter on the phone, if there is one.
    pub phone_code: Option<PhoneCode>,
    /// Meta's signup, once the person has begun it.
    pub signup: Option<Signup>,
}

/// A phone code and its remaining time.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase")
)]
pub struct PhoneCode {
    /// `ABCD-EFGH`.
    pub code: String,
    /// E.164: the number that it is for.
    pub phone_number: String,
    pub remaining_ms: u64,
    pub lasts_ms: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(
        tag = "step",
        rename_all = "snake_case",
        rename_all_fields = "camelCase"
    )
)]
pub enum Step {
    /// There is no code yet.
    Preparing,
    /// WhatsApp is unreachable and is retried, before the first code or the login.
    Unreachable {
        /// The time after which the page shows the outage.
        notice_in_ms: u64,
        /// The time until the next attempt.
        retry_in_ms: u64,
    },
    /// A code to scan. `svg` is complete markup, dark on white with its quiet zone.
    Qr {
        svg: String,
        remaining_ms: u64,
        lasts_ms: u64,
    },
    /// The phone has accepted; the number is logging in.
    Scanned,
    Connected {
        method: String,
        /// E.164; shown masked, and sent to the host only if its origin is known.
        phone_number: String,
        push_name: Option<String>,
        /// The signed address to go to, if the tenant gave a `callbackUrl`.
        callback: Option<String>,
    },
    /// No phone scanned in time; `POST /widget/renew` requests new codes.
    TimedOut,
    /// `reason` is a stable snake_case code; `callback` as in `Connected`.
    Failed {
        reason: String,
        callback: Option<String>,
    },
    /// The fifteen minutes are over, or the tenant revoked the link.
    Expired,
    /// The person cancelled; `callback` as in `Connected`.
    Cancelled { callback: Option<String> },
}
