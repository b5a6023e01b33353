//! The data and rules of linking a device by a code, as WhatsApp does it. The phone learns the device's identity
//! from the QR code that it scans, or through the phone code that its owner types. The phone signs the identity,
//! the client checks that and signs in return, and the phone checks the client's signature.
//!
//! Nothing here depends on a connection or on the disk: `connections` holds the links in progress, and `actions`
//! carries them out.

mod error;
mod identity;
mod key_exchange;
mod offer;
mod pending;
mod phone_codes;
mod qr_code;
mod refs;

pub(crate) use error::LinkError;
pub(crate) use identity::{Companion, SignedIdentity, is_registration_signed};
pub(crate) use key_exchange::{BUNDLE_LENGTH, KeyExchange, TypedCode};
pub(crate) use offer::Offer;
pub(crate) use pending::PendingLinks;
pub(crate) use phone_codes::{Attempt, CodeReference, Finish, FinishResult, WrappedKey};
pub(crate) use qr_code::QrCode;
