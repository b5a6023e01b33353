//! A link that was offered to a client and waits for its answer.

use tokio::sync::oneshot;

use super::LinkError;
use super::identity::is_device_signature_valid;
use crate::keys::PublicBytes;
use crate::phone::DeviceAddress;

pub(crate) struct Offer {
    pub(crate) address: DeviceAddress,
    pub(crate) account_key: PublicBytes,
    pub(crate) identity_key: PublicBytes,
    /// The details of the device that the account signed.
    pub(crate) details: Vec<u8>,
    /// Where the result goes: the scan, or the typed code, that waits for it.
    pub(crate) result: oneshot::Sender<Result<(), LinkError>>,
}

impl Offer {
    /// Checks that the client signed with the identity key that it was linked by.
    pub(crate) fn check_signature(&self, answer: &[u8]) -> Result<(), LinkError> {
        let (identity, account) = (&self.identity_key, &self.account_key);
        if is_device_signature_valid(answer, &self.details, identity, account) {
            Ok(())
        } else {
            Err(LinkError::SignatureMismatch)
        }
    }
}
