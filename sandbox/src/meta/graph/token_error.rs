//! Graph's errors for tokens that are missing, unknown or not valid any more.

use super::error::GraphError;
use crate::clock::date;
use crate::meta::model::{Token, TokenState};

/// Rejects a token that is not valid now.
pub(super) fn check_state(token: &Token, now: u64) -> Result<(), GraphError> {
    match state_error(token, now) {
        Some((subcode, message)) => Err(invalid_token(&message).subcode(subcode)),
        None => Ok(()),
    }
}

/// Why a token is not valid now, as Graph's subcode and message.
pub(super) fn state_error(token: &Token, now: u64) -> Option<(u32, String)> {
    let (subcode, reason) = match token.state_at(now) {
        TokenState::Valid => return None,
        TokenState::Expired => (
            463,
            format!("Session has expired. The current time is {}.", date(now)),
        ),
        TokenState::Revoked => (
            460,
            "The session has been invalidated because the user changed their password or Facebook has changed the \
             session for security reasons."
                .to_owned(),
        ),
        TokenState::AppRemoved => (
            458,
            format!("The user has not authorized application {}.", token.app_id),
        ),
    };
    Some((subcode, format!("Error validating access token: {reason}")))
}

pub(super) fn invalid_token(message: &str) -> GraphError {
    GraphError::new(190, message).status(401)
}

pub(super) fn unparsable() -> GraphError {
    invalid_token("Invalid OAuth access token - Cannot parse access token")
}

pub(super) fn no_token() -> GraphError {
    let message = "An access token is required to request this resource.";
    GraphError::new(104, message)
}
