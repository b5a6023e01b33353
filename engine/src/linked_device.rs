//! The link that a session's stored keys belong to.

use std::sync::Arc;

use wacore::store::Device;

use crate::backend::Backend;
use crate::{KeyStore, KeyStoreError};

/// The account that a session's stored keys are linked to. It has no `Debug`, because it holds a phone number.
#[derive(Clone, PartialEq, Eq)]
pub struct LinkedDevice {
    /// The account's number, digits only.
    pub number: String,
    /// The account's privacy-preserving address, without `@lid`.
    pub lid: Option<String>,
    /// The public identity key of the phone that signed this device when it was linked.
    pub account_key: Option<[u8; 32]>,
}

impl LinkedDevice {
    /// Reads the link of a session from its keys; `None` where the session is not linked.
    pub async fn load(
        keys: Arc<dyn KeyStore>,
        session: &str,
    ) -> Result<Option<LinkedDevice>, KeyStoreError> {
        let device = Backend::new(session, keys).linked_device().await;
        let device = device.map_err(|error| KeyStoreError(Box::new(error)))?;
        Ok(device.and_then(|device| LinkedDevice::from_device(&device)))
    }

    fn from_device(device: &Device) -> Option<LinkedDevice> {
        let account = device.account.as_ref()?;
        let key = account.account_signature_key.as_deref();
        Some(LinkedDevice {
            number: device.pn.as_ref()?.user.to_string(),
            lid: device.lid.as_ref().map(|lid| lid.user.to_string()),
            account_key: key.and_then(|key| key.try_into().ok()),
        })
    }
}
