//! What the rooms behind the API refuse, as the API's errors. A refusal keeps its own sentence where it has one.

use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;

use super::{ApiError, ErrorCode, internal};
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
use crate::sessions::connection::{SendMessageError, proxy};
use crate::sessions::create_widget;
use crate::sessions::open_widget;
use crate::sessions::pair_by_phone;
use crate::store::StoreError;
use crate::webhooks::manage;
use crate::webhooks::target::BadUrl;

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Exists => ErrorCode::SessionExists.into(),
            StoreError::Gone => ErrorCode::SessionNotFound.into(),
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
            CommandError::Gone => ErrorCode::SessionNotFound.into(),
            CommandError::Interrupted => ErrorCode::Timeout.into(),
            CommandError::Store(error) => error.into(),
        }
    }
}

impl From<create_widget::CreateLinkError> for ApiError {
    fn from(refused: create_widget::CreateLinkError) -> Self {
        match refused {
            create_widget::CreateLinkError::CallbackNotAllowed => ApiError::with(
                ErrorCode::CallbackNotAllowed,
                "This callbackUrl is not on the tenant's list. Add it there, exactly as it is sent.",
            ),
            create_widget::CreateLinkError::Connected => ErrorCode::AlreadyConnected.into(),
            create_widget::CreateLinkError::Store(error) => error.into(),
        }
    }
}

impl From<open_widget::OpenLinkError> for ApiError {
    fn from(refused: open_widget::OpenLinkError) -> Self {
        match refused {
            open_widget::OpenLinkError::Token(_) | open_widget::OpenLinkError::Gone => {
                ErrorCode::InvalidWidgetToken.into()
            }
            open_widget::OpenLinkError::Command(CommandError::Gone) => {
                ErrorCode::InvalidWidgetToken.into()
            }
            open_widget::OpenLinkError::Command(error) => error.into(),
            open_widget::OpenLinkError::Store(error) => error.into(),
        }
    }
}

impl From<keys::KeyChangeError> for ApiError {
    fn from(refused: keys::KeyChangeError) -> Self {
        match refused {
            keys::KeyChangeError::NoSuchKey => ErrorCode::ApiKeyNotFound.into(),
            keys::KeyChangeError::NoSuchTenant => ErrorCode::TenantNotFound.into(),
            keys::KeyChangeError::MoreThanHeld => ErrorCode::ScopeNotHeld.into(),
            keys::KeyChangeError::Store(error) => error.into(),
        }
    }
}

impl From<manage::Refused> for ApiError {
    fn from(refused: manage::Refused) -> Self {
        use manage::Refused;
        let said = sentence(&refused);
        match refused {
            Refused::Url(BadUrl::Private | BadUrl::Metadata) => {
                ApiError::with(ErrorCode::UrlNotAllowed, said)
            }
            Refused::Url(BadUrl::Unresolved) => ApiError::with(ErrorCode::UrlNotFound, said),
            Refused::Url(_) => ApiError::with(ErrorCode::InvalidUrl, said),
            Refused::Header(_) => ApiError::with(ErrorCode::InvalidHeader, said),
            Refused::Key(_) => ApiError::with(ErrorCode::InvalidHmacKey, said),
            Refused::Event(_) => ApiError::with(ErrorCode::UnknownEvent, said),
            Refused::Session(error) => error.into(),
            Refused::Label => ApiError::with(ErrorCode::InvalidLabel, said),
            Refused::Retries => ApiError::with(ErrorCode::InvalidRetries, said),
            Refused::Overlap => ApiError::with(ErrorCode::InvalidOverlap, said),
            Refused::TooMany => ErrorCode::TooManyWebhooks.into(),
            Refused::NoSuchWebhook => ErrorCode::WebhookNotFound.into(),
            Refused::Store(error) => error.into(),
        }
    }
}

/// A field that was refused: the error's own sentence, under a code of its own.
macro_rules! field_errors {
    ($($error:ty => $code:ident),* $(,)?) => {
        $(impl From<$error> for ApiError {
            fn from(error: $error) -> Self {
                ApiError::with(ErrorCode::$code, sentence(&error))
            }
        })*
    };
}

field_errors! {
    BadName => InvalidSessionName,
    BadCallbackUrl => InvalidCallbackUrl,
    BadOrigin => InvalidOrigin,
    BadLabel => InvalidLabel,
    BadLifetime => InvalidLifetime,
    BadScopes => InvalidScopes,
    BadBrandName => InvalidName,
    BadLogoUrl => InvalidLogoUrl,
    BadColor => InvalidColor,
}

impl From<TooLong> for ApiError {
    fn from(error: TooLong) -> Self {
        internal(&error)
    }
}

impl From<BadPhoneNumber> for ApiError {
    fn from(error: BadPhoneNumber) -> Self {
        ApiError {
            reason: Some(error.reason()),
            ..ApiError::with(ErrorCode::InvalidPhoneNumber, sentence(&error))
        }
    }
}

impl From<pair_by_phone::PhoneCodeError> for ApiError {
    fn from(refused: pair_by_phone::PhoneCodeError) -> Self {
        use pair_by_phone::PhoneCodeError;
        match refused {
            PhoneCodeError::WrongNumber => ErrorCode::WrongNumber.into(),
            PhoneCodeError::Connected => ErrorCode::AlreadyConnected.into(),
            PhoneCodeError::NotStarted => ErrorCode::SessionNotStarted.into(),
            PhoneCodeError::Limit(wait) => ApiError::code_limit(wait),
            PhoneCodeError::Throttled(wait) => ApiError {
                retry_after: wait,
                ..ErrorCode::Throttled.into()
            },
            PhoneCodeError::BadNumber(_) => BadPhoneNumber::Invalid.into(),
            PhoneCodeError::Unreachable(wait) => {
                ApiError::retry_after(ErrorCode::WhatsappUnreachable, wait)
            }
            PhoneCodeError::Unavailable => ErrorCode::Unavailable.into(),
            PhoneCodeError::Command(error) => error.into(),
            PhoneCodeError::Store(error) => error.into(),
        }
    }
}

impl From<proxy::ProxySettingError> for ApiError {
    fn from(refused: proxy::ProxySettingError) -> Self {
        use proxy::ProxySettingError;
        let said = sentence(&refused);
        match refused {
            ProxySettingError::Address(_) | ProxySettingError::Login => {
                ApiError::with(ErrorCode::InvalidProxy, said)
            }
            ProxySettingError::NotAllowed(_) => ApiError::with(ErrorCode::ProxyNotAllowed, said),
            ProxySettingError::NotFound => ApiError::with(ErrorCode::ProxyNotFound, said),
        }
    }
}

impl From<SendMessageError> for ApiError {
    fn from(refused: SendMessageError) -> Self {
        match refused {
            SendMessageError::NotConnected => ErrorCode::SessionNotConnected.into(),
            SendMessageError::BadChat => ApiError::with(
                ErrorCode::InvalidChatId,
                "WhatsApp knows no such chat. Check the number in chatId.",
            ),
            SendMessageError::Failed(why) => {
                tracing::warn!(why, "a message was not sent");
                ErrorCode::NotSent.into()
            }
        }
    }
}

impl From<JsonRejection> for ApiError {
    fn from(rejection: JsonRejection) -> Self {
        match &rejection {
            JsonRejection::MissingJsonContentType(_) => {
                ApiError::json("send it with `Content-Type: application/json`".to_owned())
            }
            JsonRejection::JsonDataError(error) => ApiError::json(reason(error)),
            JsonRejection::JsonSyntaxError(error) => ApiError::json(reason(error)),
            other if other.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                ErrorCode::BodyTooLarge.into()
            }
            _ => ApiError::json("it could not be read".to_owned()),
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
