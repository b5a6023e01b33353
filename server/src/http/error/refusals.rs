//! What the rooms behind the API refuse, as the API's errors. A refusal keeps its own sentence where it has one.

use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;

use super::{ApiError, internal};
use crate::account::keys;
use crate::domain::api_key::{BadLabel, BadLifetime};
use crate::domain::brand::{BadBrandName, BadLogoUrl};
use crate::domain::callback::BadCallbackUrl;
use crate::domain::color::BadColor;
use crate::domain::name::BadName;
use crate::domain::origin::BadOrigin;
use crate::domain::phone::BadPhoneNumber;
use crate::domain::scope::BadScopes;
use crate::http::pages::qr::TooLong;
use crate::sessions::command::CommandError;
use crate::sessions::create_widget;
use crate::sessions::open_widget;
use crate::sessions::pair_by_phone;
use crate::sessions::proxy;
use crate::sessions::send_message;
use crate::store::StoreError;
use crate::webhooks::manage;
use crate::webhooks::target::BadUrl;

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Exists => ApiError::SessionExists,
            StoreError::Gone => ApiError::NoSuchSession,
            error @ (StoreError::SealKeyMissing
            | StoreError::SealKeyLost(_)
            | StoreError::LinkEnded
            | StoreError::Row(_)
            | StoreError::Database(_)
            | StoreError::Migration(_)) => internal(&error),
        }
    }
}

impl From<CommandError> for ApiError {
    fn from(error: CommandError) -> Self {
        match error {
            CommandError::Gone => ApiError::NoSuchSession,
            CommandError::Interrupted => ApiError::TimedOut,
            CommandError::Store(error) => error.into(),
        }
    }
}

impl From<create_widget::Refused> for ApiError {
    fn from(refused: create_widget::Refused) -> Self {
        match refused {
            create_widget::Refused::CallbackNotAllowed => ApiError::field(
                "callback_not_allowed",
                "This callbackUrl is not on the tenant's list. Add it there, exactly as it is sent.",
            ),
            create_widget::Refused::Connected => ApiError::AlreadyConnected,
            create_widget::Refused::Store(error) => error.into(),
        }
    }
}

impl From<open_widget::Refused> for ApiError {
    fn from(refused: open_widget::Refused) -> Self {
        match refused {
            open_widget::Refused::Token(_) | open_widget::Refused::Gone => ApiError::WidgetToken,
            open_widget::Refused::Command(CommandError::Gone) => ApiError::WidgetToken,
            open_widget::Refused::Command(error) => error.into(),
            open_widget::Refused::Store(error) => error.into(),
        }
    }
}

impl From<keys::Refused> for ApiError {
    fn from(refused: keys::Refused) -> Self {
        match refused {
            keys::Refused::NoSuchKey => ApiError::NoSuchKey,
            keys::Refused::NoSuchTenant => ApiError::NoSuchTenant,
            keys::Refused::MoreThanHeld => ApiError::MoreThanHeld,
            keys::Refused::Store(error) => error.into(),
        }
    }
}

impl From<manage::Refused> for ApiError {
    fn from(refused: manage::Refused) -> Self {
        use manage::Refused;
        let said = sentence(&refused);
        match refused {
            Refused::Url(BadUrl::Private | BadUrl::Metadata) => {
                ApiError::field("url_not_allowed", said)
            }
            Refused::Url(BadUrl::Unresolved) => ApiError::field("url_not_found", said),
            Refused::Url(_) => ApiError::field("invalid_url", said),
            Refused::Header(_) => ApiError::field("invalid_header", said),
            Refused::Key(_) => ApiError::field("invalid_hmac_key", said),
            Refused::Event(_) => ApiError::field("unknown_event", said),
            Refused::Session(error) => error.into(),
            Refused::Label => ApiError::field("invalid_label", said),
            Refused::Retries => ApiError::field("invalid_retries", said),
            Refused::Overlap => ApiError::field("invalid_overlap", said),
            Refused::TooMany => ApiError::TooManyWebhooks,
            Refused::NoSuchWebhook => ApiError::NoSuchWebhook,
            Refused::Store(error) => error.into(),
        }
    }
}

/// A field that was refused: the error's own sentence, under a code of its own.
macro_rules! field_errors {
    ($($error:ty => $code:literal),* $(,)?) => {
        $(impl From<$error> for ApiError {
            fn from(error: $error) -> Self {
                ApiError::field($code, sentence(&error))
            }
        })*
    };
}

field_errors! {
    BadName => "invalid_session_name",
    BadCallbackUrl => "invalid_callback_url",
    BadOrigin => "invalid_origin",
    BadLabel => "invalid_label",
    BadLifetime => "invalid_lifetime",
    BadScopes => "invalid_scopes",
    BadBrandName => "invalid_name",
    BadLogoUrl => "invalid_logo_url",
    BadColor => "invalid_color",
}

impl From<TooLong> for ApiError {
    fn from(error: TooLong) -> Self {
        internal(&error)
    }
}

impl From<BadPhoneNumber> for ApiError {
    fn from(error: BadPhoneNumber) -> Self {
        ApiError::PhoneNumber(error)
    }
}

impl From<pair_by_phone::Refused> for ApiError {
    fn from(refused: pair_by_phone::Refused) -> Self {
        use pair_by_phone::Refused;
        match refused {
            Refused::WrongNumber => ApiError::WrongNumber,
            Refused::Connected => ApiError::AlreadyConnected,
            Refused::NotStarted => ApiError::NotStarted,
            Refused::Limit(wait) => ApiError::CodeLimit(wait),
            Refused::Throttled(wait) => ApiError::Throttled(wait),
            Refused::BadNumber(_) => ApiError::PhoneNumber(BadPhoneNumber::Invalid),
            Refused::Unreachable(wait) => ApiError::Unreachable(wait),
            Refused::Unavailable => ApiError::Unavailable,
            Refused::Command(error) => error.into(),
            Refused::Store(error) => error.into(),
        }
    }
}

impl From<proxy::Refused> for ApiError {
    fn from(refused: proxy::Refused) -> Self {
        use proxy::Refused;
        let said = sentence(&refused);
        match refused {
            Refused::Address(_) | Refused::Login => ApiError::field("invalid_proxy", said),
            Refused::NotAllowed(_) => ApiError::field("proxy_not_allowed", said),
            Refused::NotFound => ApiError::field("proxy_not_found", said),
        }
    }
}

impl From<send_message::Refused> for ApiError {
    fn from(refused: send_message::Refused) -> Self {
        match refused {
            send_message::Refused::NotConnected => ApiError::NotConnected,
            send_message::Refused::BadChat => ApiError::field(
                "invalid_chat_id",
                "WhatsApp knows no such chat. Check the number in chatId.",
            ),
            send_message::Refused::Failed(why) => {
                tracing::warn!(why, "a message was not sent");
                ApiError::NotSent
            }
        }
    }
}

impl From<JsonRejection> for ApiError {
    fn from(rejection: JsonRejection) -> Self {
        match &rejection {
            JsonRejection::MissingJsonContentType(_) => {
                ApiError::Json("send it with `Content-Type: application/json`".to_owned())
            }
            JsonRejection::JsonDataError(error) => ApiError::Json(reason(error)),
            JsonRejection::JsonSyntaxError(error) => ApiError::Json(reason(error)),
            other if other.status() == StatusCode::PAYLOAD_TOO_LARGE => ApiError::BodyTooLarge,
            _ => ApiError::Json("it could not be read".to_owned()),
        }
    }
}

/// serde's own sentence, without axum's preamble.
fn reason(error: &dyn std::error::Error) -> String {
    error
        .source()
        .map_or_else(|| error.to_string(), ToString::to_string)
}

/// An error's own words as a sentence.
pub(super) fn sentence(error: &dyn std::error::Error) -> String {
    let sentence = error.to_string();
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |first| {
        format!("{}{}.", first.to_uppercase(), chars.as_str())
    })
}
