//! The errors of messages that WhatsApp or Meta refuses.

use std::time::Duration;

use super::{ApiError, ErrorCode};
use crate::domain::message::{MessageRefusal, RefusalReason};
use crate::domain::signup::Problem;
use crate::meta::{GraphError, Kind};

/// Meta's code for a message to a number that cannot receive it, mostly because it has no account.
const UNDELIVERABLE: i64 = 131_026;

/// `wait`: until the restriction ends.
pub(super) fn error(refusal: MessageRefusal, wait: Option<Duration>) -> ApiError {
    ApiError {
        retry_after: wait,
        whatsapp_code: refusal.code,
        ..ApiError::with(code(refusal.reason), refusal.reason.sentence())
    }
}

pub(super) const fn code(reason: RefusalReason) -> ErrorCode {
    match reason {
        RefusalReason::NoPrivacyToken => ErrorCode::NoPrivacyToken,
        RefusalReason::NotOnWhatsapp => ErrorCode::NotOnWhatsapp,
        RefusalReason::Restricted => ErrorCode::SessionRestricted,
        RefusalReason::TooMany => ErrorCode::TooManyMessages,
        RefusalReason::Other => ErrorCode::NotSent,
    }
}

/// The same reasons for a session of the Cloud API.
pub(super) fn of_meta(error: &GraphError) -> RefusalReason {
    match error.kind() {
        Kind::RateLimited => RefusalReason::TooMany,
        Kind::Problem(Problem::AccountBlocked) => RefusalReason::Restricted,
        _ if error.code == UNDELIVERABLE => RefusalReason::NotOnWhatsapp,
        _ => RefusalReason::Other,
    }
}
