//! Errors of single fields and parameters: the error's own message with a separate code.

use super::conversions::sentence;
use super::{ApiError, ErrorCode};
use crate::domain::api_key::{BadLabel, BadLifetime};
use crate::domain::appearance::BadLocale;
use crate::domain::brand::{BadBrandName, BadBrandText, BadLogoUrl};
use crate::domain::callback::BadCallbackUrl;
use crate::domain::color::BadColor;
use crate::domain::name::BadName;
use crate::domain::origin::BadOrigin;
use crate::domain::paging::{BadCursor, BadLimit};
use crate::domain::quota::BadQuota;
use crate::domain::scope::BadScopes;

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
    BadQuota => InvalidQuota,
    BadLimit => InvalidQuery,
    BadCursor => InvalidCursor,
    BadCallbackUrl => InvalidCallbackUrl,
    BadOrigin => InvalidOrigin,
    BadLabel => InvalidLabel,
    BadLifetime => InvalidLifetime,
    BadScopes => InvalidScopes,
    BadBrandName => InvalidName,
    BadLogoUrl => InvalidLogoUrl,
    BadBrandText => InvalidBrandingText,
    BadColor => InvalidColor,
    BadLocale => InvalidLocale,
}
