//! `POST /{phone}/register` and `POST /{phone}/deregister`.

use serde_json::json;

use super::Reply;
use super::access::Access;
use super::error::GraphError;
use super::request::GraphRequest;
use crate::meta::Meta;
use crate::meta::model::{Number, RegistrationError};

pub(super) fn register(meta: &Meta, request: &GraphRequest) -> Reply {
    let id = number_id(meta, request)?;
    check_product(request)?;
    let pin = request.required("pin")?;
    if pin.len() != 6 || !pin.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(GraphError::numbered(100, "Invalid parameter")
            .details("The parameter pin has 6 digits."));
    }
    let now = meta.now();
    change(meta, &id, |number| number.register(&pin, now))
}

pub(super) fn deregister(meta: &Meta, request: &GraphRequest) -> Reply {
    let id = number_id(meta, request)?;
    let now = meta.now();
    change(meta, &id, |number| number.deregister(now))
}

/// Every call that is only for WhatsApp says so.
pub(super) fn check_product(request: &GraphRequest) -> Result<(), GraphError> {
    let product = request.required("messaging_product")?;
    if product != "whatsapp" {
        let message =
            format!("Param messaging_product must be one of {{WHATSAPP}} - got \"{product}\".");
        return Err(GraphError::numbered(100, &message));
    }
    Ok(())
}

fn number_id(meta: &Meta, request: &GraphRequest) -> Result<String, GraphError> {
    let access = Access::to_message(meta, request)?;
    let state = meta.store.read();
    Ok(access.number(&state, request)?.id.clone())
}

/// A rejected attempt is saved, too, since attempts are counted.
fn change(
    meta: &Meta,
    id: &str,
    change: impl FnOnce(&mut Number) -> Result<(), RegistrationError>,
) -> Reply {
    let result = meta.store.change(|state| {
        let number = state.numbers.get_mut(id);
        Ok::<_, GraphError>(number.map(change))
    })?;
    match result {
        Some(Err(error)) => Err(registration_error(error)),
        _ => Ok(json!({ "success": true })),
    }
}

fn registration_error(error: RegistrationError) -> GraphError {
    let (code, message, details) = match error {
        RegistrationError::OnBusinessApp => (
            100,
            "Invalid parameter",
            "The number is used with the WhatsApp Business app, so it cannot be registered or deregistered here.",
        ),
        RegistrationError::NotVerified => (
            133006,
            "Phone number re-verification needed",
            "The phone number has to be verified before it is registered.",
        ),
        RegistrationError::TooManyAttempts => (
            133016,
            "Account register deregister rate limit exceeded",
            "There were too many attempts for this phone number in a short period of time.",
        ),
        RegistrationError::PinMismatch => (
            133005,
            "Two step verification PIN Mismatch",
            "The two-step verification PIN is wrong.",
        ),
        RegistrationError::TooManyPins => (
            133008,
            "Too many two step verification PIN guesses",
            "There were too many wrong PINs for this phone number.",
        ),
        RegistrationError::NotRegistered => (
            133010,
            "The account is not registered",
            "Register the phone number first.",
        ),
    };
    GraphError::numbered(code, message).details(details)
}
