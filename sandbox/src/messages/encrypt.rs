//! Encrypts a message from a phone to a linked device, its own or another account's.

use anyhow::Context as _;
use waproto::whatsapp as wa;

use crate::network::Network;
use crate::phone::signal::{DeviceKeys, EncryptedMessage, SignalSessions};
use crate::phone::{DeviceAddress, Phone};
use crate::state::State;

/// Which Signal session a message is encrypted in.
pub(crate) enum SessionSource {
    /// The existing one. If there is none, a new one from the keys that the device uploaded.
    Existing,
    /// A new one from the keys that the device uploaded, because it could not decrypt an earlier message.
    UploadedKeys,
    /// A new one from the signed key that the device had so many rotations ago, as a sender does that was offline.
    OldKey(usize),
    /// A new one from the keys that the device sent with its retry receipt.
    ReceiptKeys(DeviceKeys),
}

pub(crate) async fn encrypt(
    network: &Network,
    phone: &Phone,
    to: &DeviceAddress,
    message: &wa::Message,
    source: SessionSource,
) -> anyhow::Result<EncryptedMessage> {
    let mut all = network.signal_sessions.lock().await;
    let sessions = all
        .entry(phone.number.clone())
        .or_insert_with(|| SignalSessions::of(phone));
    let new_session = match source {
        SessionSource::Existing if sessions.contains(to).await? => None,
        SessionSource::Existing | SessionSource::UploadedKeys => {
            Some(take_uploaded_keys(network, to).await?)
        }
        SessionSource::OldKey(rotations) => Some(old_keys(&network.store.read(), to, rotations)?),
        SessionSource::ReceiptKeys(keys) => Some(keys),
    };
    if let Some(keys) = new_session {
        sessions.start(to, keys).await?;
    }
    sessions.encrypt(to, message).await
}

fn old_keys(state: &State, to: &DeviceAddress, rotations: usize) -> anyhow::Result<DeviceKeys> {
    let device = state.device(to).context("the device was unlinked")?;
    let bundle = device.bundle.as_ref();
    let bundle = bundle.context("the device has not uploaded its keys")?;
    Ok(DeviceKeys {
        identity_key: device.identity_key,
        bundle: bundle
            .rotations_ago(rotations)
            .context("the device has not rotated its keys so often")?,
        one_time: None,
    })
}

/// The one-time key is removed from disk before it is used.
async fn take_uploaded_keys(network: &Network, to: &DeviceAddress) -> anyhow::Result<DeviceKeys> {
    let store = &network.store;
    store.change(|state| take_keys(state, to)).await
}

fn take_keys(state: &mut State, to: &DeviceAddress) -> anyhow::Result<DeviceKeys> {
    let device = state.device_mut(to).context("the device was unlinked")?;
    let bundle = device.bundle.as_mut();
    let bundle = bundle.context("the device has not uploaded its keys")?;
    let one_time = bundle.take_one_time();
    Ok(DeviceKeys {
        identity_key: device.identity_key,
        bundle: bundle.without_one_time(),
        one_time,
    })
}
