//! The calls of the Graph API that the sandbox knows.

use axum::http::Method;
use serde::Deserialize;

use super::request::GraphRequest;

/// A call, by its name in faults and records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Call {
    Exchange,
    DebugToken,
    Me,
    /// `GET` of a WABA or a number, which have the same path.
    Object,
    PhoneNumbers,
    Subscribe,
    Unsubscribe,
    Subscriptions,
    Register,
    Deregister,
    SmbAppData,
    Messages,
    /// What the SDK asks when the dialog was closed. It is no Graph call.
    LoginStatus,
    /// Every other path.
    Unknown,
}

impl Call {
    pub(super) fn of(request: &GraphRequest) -> Call {
        let segments: Vec<&str> = request.segments.iter().map(String::as_str).collect();
        match (&request.method, segments.as_slice()) {
            (&Method::GET | &Method::POST, ["oauth", "access_token"]) => Call::Exchange,
            (&Method::GET, ["debug_token"]) => Call::DebugToken,
            (&Method::GET, ["me"]) => Call::Me,
            (&Method::GET, [_]) => Call::Object,
            (&Method::GET, [_, "phone_numbers"]) => Call::PhoneNumbers,
            (method, [_, "subscribed_apps"]) => Call::of_subscriptions(method),
            (&Method::POST, [_, "register"]) => Call::Register,
            (&Method::POST, [_, "deregister"]) => Call::Deregister,
            (&Method::POST, [_, "smb_app_data"]) => Call::SmbAppData,
            (&Method::POST, [_, "messages"]) => Call::Messages,
            _ => Call::Unknown,
        }
    }

    fn of_subscriptions(method: &Method) -> Call {
        match *method {
            Method::GET => Call::Subscriptions,
            Method::POST => Call::Subscribe,
            Method::DELETE => Call::Unsubscribe,
            _ => Call::Unknown,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Call::Exchange => "exchange",
            Call::DebugToken => "debug_token",
            Call::Me => "me",
            Call::Object => "object",
            Call::PhoneNumbers => "phone_numbers",
            Call::Subscribe => "subscribe",
            Call::Unsubscribe => "unsubscribe",
            Call::Subscriptions => "subscriptions",
            Call::Register => "register",
            Call::Deregister => "deregister",
            Call::SmbAppData => "smb_app_data",
            Call::Messages => "messages",
            Call::LoginStatus => "login_status",
            Call::Unknown => "unknown",
        }
    }
}
