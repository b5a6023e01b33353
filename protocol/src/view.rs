//! What the service shows the widget: one [`Step`] at a time, never a history.
//!
//! Sent three ways that must agree: beside the first HTML (`<script id="boot" type="application/json">`), as
//! the first event of the live stream, and on every change after it. A view replaces the one before, so a
//! widget that missed ten of them and gets the eleventh has lost nothing.

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
}

/// What the widget needs to know besides the step; fixed for the life of a widget session.
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
    /// The ways of linking on offer, as tabs: `qr`, `pairing`.
    pub methods: Vec<String>,
    /// Who is linking, as the person knows them.
    pub tenant: String,
    /// Origins the host may have; empty when none is known, and then no phone number is told to the host.
    pub origins: Vec<String>,
    /// `auto`, `light` or `dark`.
    pub theme: String,
    /// A BCP 47 language tag.
    pub locale: String,
    /// The tenant's opaque string, echoed in every signal.
    pub state: Option<String>,
    /// False while the session behind an open link was not started for it; the page asks for that with
    /// `POST /widget/start`.
    pub started: bool,
    /// Milliseconds until this widget session ends.
    pub expires_in_ms: u64,
    pub view: View,
}

/// The one thing to show now.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase")
)]
pub struct View {
    /// Grows with every change in one process. A stream does not resume: a new one begins with the whole
    /// [`Boot`].
    pub seq: u64,
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub step: Step,
    /// A code to type on the phone, live beside the QR code.
    pub phone_code: Option<PhoneCode>,
}

/// A phone code and what is left of its life.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase")
)]
pub struct PhoneCode {
    /// `ABCD-EFGH`.
    pub code: String,
    /// E.164: the number it was asked for.
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
    /// The first code is on its way.
    Preparing,
    /// WhatsApp cannot be reached and is tried again by itself. The first code, or the login, is still to come.
    Unreachable {
        /// The person is told after this long; until then this is a hiccup.
        notice_in_ms: u64,
        /// The next attempt.
        retry_in_ms: u64,
    },
    /// A code to scan. `svg` is finished markup, dark on white with its quiet zone.
    Qr {
        svg: String,
        remaining_ms: u64,
        lasts_ms: u64,
    },
    /// The phone has accepted; the number is logging in.
    Scanned,
    Connected {
        method: String,
        /// E.164; shown masked, and told to the host only if its origin is known.
        phone_number: String,
        push_name: Option<String>,
        /// The signed address to go to, if the tenant gave a `callbackUrl`.
        callback: Option<String>,
    },
    /// Nobody scanned; `POST /widget/renew` brings new codes.
    TimedOut,
    /// `reason` is a stable snake_case code; `callback` as in `Connected`.
    Failed {
        reason: String,
        callback: Option<String>,
    },
    /// The fifteen minutes are over, or the tenant revoked the link.
    Expired,
    /// The person gave up; `callback` as in `Connected`.
    Cancelled { callback: Option<String> },
}
