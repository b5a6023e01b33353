//! Converts the errors of the other layers into errors of the API. An error that has its own message keeps it.

use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;

use super::{ApiError, ErrorCode, internal, message_refusal};
use crate::account::keys;
use crate::domain::phone::BadPhoneNumber;
use crate::http::pages::qr::TooLong;
use crate::sessions::cloud;
use crate::sessions::command::CommandError;
use crate::sessions::connection::{SendMessageError, proxy};
use crate::sessions::create_widget;
use crate::sessions::first_messages::FirstMessageError;
use crate::sessions::open_widget;
use crate::sessions::pair_by_phone;
use crate::sessions::send_message::SendError;
use crate::sessions::signup::SignupError;
use crate::store::StoreError;
use crate::webhooks::manage;
use crate::webhooks::target::BadUrl;

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::AlreadyExists => ErrorCode::SessionExists.into(),
            StoreError::NotFound => ErrorCode::SessionNotFound.into(),
            StoreError::QuotaReached(reached) => ApiError::quota_reached(reached),
            error @ (StoreError::SealKeyMissing
            | StoreError::SealKeyLost(_)
            | StoreError::LinkEnded
            | StoreError::Row(_)
            | StoreError::Database(_)
            | StoreError::Unavailable(_)
            | StoreError::Migration(_)) => internal(&error),
        }
    }
}

impl From<CommandError> for ApiError {
    fn from(error: CommandError) -> Self {
        match error {
            CommandError::SessionDeleted => ErrorCode::SessionNotFound.into(),
            CommandError::Interrupted => ErrorCode::Timeout.into(),
            CommandError::Store(error) => error.into(),
        }
    }
}

impl From<create_widget::CreateLinkError> for ApiError {
    fn from(error: create_widget::CreateLinkError) -> Self {
        match error {
            create_widget::CreateLinkError::CallbackNotAllowed => ApiError::with(
                ErrorCode::CallbackNotAllowed,
                "This callbackUrl is not on the tenant's list. Add it there, exactly as it is sent.",
            ),
            create_widget::CreateLinkError::NoOrigins => ErrorCode::OriginsRequired.into(),
            create_widget::CreateLinkError::Connected => ErrorCode::AlreadyConnected.into(),
            create_widget::CreateLinkError::Store(error) => error.into(),
        }
    }
}

impl From<SignupError> for ApiError {
    fn from(error: SignupError) -> Self {
        match error {
            SignupError::NotOffered => ErrorCode::InvalidWidgetToken.into(),
            SignupError::NotExpected => ErrorCode::SignupNotExpected.into(),
            SignupError::Store(error) => error.into(),
        }
    }
}

impl From<open_widget::OpenLinkError> for ApiError {
    fn from(error: open_widget::OpenLinkError) -> Self {
        match error {
            open_widget::OpenLinkError::Token(_) | open_widget::OpenLinkError::LinkNotFound => {
                ErrorCode::InvalidWidgetToken.into()
            }
            open_widget::OpenLinkError::Command(CommandError::SessionDeleted) => {
                ErrorCode::InvalidWidgetToken.into()
            }
            open_widget::OpenLinkError::Command(error) => error.into(),
            open_widget::OpenLinkError::Store(error) => error.into(),
        }
    }
}

impl From<keys::KeyChangeError> for ApiError {
    fn from(error: keys::KeyChangeError) -> Self {
        match error {
            keys::KeyChangeError::NoSuchKey => ErrorCode::ApiKeyNotFound.into(),
            keys::KeyChangeError::NoSuchTenant => ErrorCode::TenantNotFound.into(),
            keys::KeyChangeError::ScopesNotHeld => ErrorCode::ScopeNotHeld.into(),
            keys::KeyChangeError::Store(error) => error.into(),
        }
    }
}

impl From<manage::WebhookChangeError> for ApiError {
    fn from(error: manage::WebhookChangeError) -> Self {
        use manage::WebhookChangeError;
        let message = sentence(&error);
        match error {
            WebhookChangeError::Url(BadUrl::Private | BadUrl::Metadata) => {
                ApiError::with(ErrorCode::UrlNotAllowed, message)
            }
            WebhookChangeError::Url(BadUrl::Unresolved) => {
                ApiError::with(ErrorCode::UrlNotFound, message)
            }
            WebhookChangeError::Url(_) => ApiError::with(ErrorCode::InvalidUrl, message),
            WebhookChangeError::Header(_) => ApiError::with(ErrorCode::InvalidHeader, message),
            WebhookChangeError::Key(_) => ApiError::with(ErrorCode::InvalidHmacKey, message),
            WebhookChangeError::Event(_) => ApiError::with(ErrorCode::UnknownEvent, message),
            WebhookChangeError::Session(error) => error.into(),
            WebhookChangeError::Label => ApiError::with(ErrorCode::InvalidLabel, message),
            WebhookChangeError::Retries => ApiError::with(ErrorCode::InvalidRetries, message),
            WebhookChangeError::Overlap => ApiError::with(ErrorCode::InvalidOverlap, message),
            WebhookChangeError::NoSuchWebhook => ErrorCode::WebhookNotFound.into(),
            WebhookChangeError::Store(error) => error.into(),
        }
    }
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
    fn from(error: pair_by_phone::PhoneCodeError) -> Self {
        use pair_by_phone::PhoneCodeError;
        match error {
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
    fn from(error: proxy::ProxySettingError) -> Self {
        use proxy::ProxySettingError;
        let message = sentence(&error);
        match error {
            ProxySettingError::Address(_) | ProxySettingError::Login => {
                ApiError::with(ErrorCode::InvalidProxy, message)
            }
            ProxySettingError::NotAllowed(_) => ApiError::with(ErrorCode::ProxyNotAllowed, message),
            ProxySettingError::NotFound => ApiError::with(ErrorCode::ProxyNotFound, message),
        }
    }
}

impl From<SendError> for ApiError {
    fn from(error: SendError) -> Self {
        match error {
            SendError::NoTemplates => ApiError::with(
                ErrorCode::UnsupportedType,
                "Only sessions of the Cloud API send templates. Send `type` text.",
            ),
            SendError::NotANumber => ApiError::with(
                ErrorCode::InvalidChatId,
                "The Cloud API writes to single numbers only, such as 5511912345678@s.whatsapp.net.",
            ),
            SendError::FirstMessage(error) => error.into(),
            SendError::WhatsApp(error) => error.into(),
            SendError::Cloud(cloud::SendError::NotConnected) => {
                ErrorCode::SessionNotConnected.into()
            }
            SendError::Cloud(cloud::SendError::Store(error)) => error.into(),
            SendError::Cloud(cloud::SendError::Meta(error)) => {
                tracing::warn!(%error, "Meta did not take a message");
                let why = format!("Meta did not take the message: {error}.");
                let reason = message_refusal::of_meta(&error);
                ApiError {
                    whatsapp_code: (error.code != 0).then(|| error.code.to_string()),
                    ..ApiError::with(message_refusal::code(reason), why)
                }
            }
            SendError::Refused { refusal, wait } => message_refusal::error(refusal, wait),
            SendError::Store(error) => error.into(),
        }
    }
}

impl From<FirstMessageError> for ApiError {
    fn from(error: FirstMessageError) -> Self {
        match error {
            FirstMessageError::Limit(wait) => {
                ApiError::retry_after(ErrorCode::FirstMessageLimit, wait)
            }
            FirstMessageError::Store(error) => error.into(),
        }
    }
}

impl From<SendMessageError> for ApiError {
    fn from(error: SendMessageError) -> Self {
        match error {
            SendMessageError::NotConnected => ErrorCode::SessionNotConnected.into(),
            SendMessageError::BadChat => ApiError::with(
                ErrorCode::InvalidChatId,
                "WhatsApp knows no such chat. Check the number in chatId.",
            ),
            SendMessageError::Refused(refusal) => message_refusal::error(refusal, None),
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

/// serde's message without axum's prefix.
fn reason(error: &dyn std::error::Error) -> String {
    error
        .source()
        .map_or_else(|| error.to_string(), ToString::to_string)
}

/// An error's message as a sentence.
pub(super) fn sentence(error: &dyn std::error::Error) -> String {
    let sentence = error.to_string();
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |first| {
        format!("{}{}.", first.to_uppercase(), chars.as_str())
    })
}
