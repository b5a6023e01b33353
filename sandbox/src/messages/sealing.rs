//! Encrypting from a phone to a linked device, its own or another account's.

use waproto::whatsapp as wa;

use crate::network::Network;
use crate::phone::signal::{Conversations, Introduction, Sealed};
use crate::phone::{DeviceAddress, Phone};

/// What a conversation with a device goes on from.
pub(crate) enum Footing {
    /// As it was left, if it was ever begun.
    Present,
    /// The device could not read what came before, so from the keys it uploaded.
    Fresh,
    /// Likewise, from keys it gave when it said so.
    Introduced(Introduction),
}

/// Encrypts, beginning the conversation where there is none.
pub(crate) async fn seal(
    network: &Network,
    phone: &Phone,
    to: &DeviceAddress,
    message: &wa::Message,
    footing: Footing,
) -> anyhow::Result<Sealed> {
    let mut conversations = network.conversations.lock().await;
    let conversation = conversations
        .entry(phone.number.clone())
        .or_insert_with(|| Conversations::of(phone));
    let introduction = match footing {
        Footing::Present if conversation.has_session(to).await? => None,
        Footing::Present | Footing::Fresh => Some(introduce(network, to).await?),
        Footing::Introduced(introduction) => Some(introduction),
    };
    if let Some(introduction) = introduction {
        conversation.start(to, introduction).await?;
    }
    conversation.seal(to, message).await
}

/// Takes what a first message needs; the one-time key is gone from disk before it is used.
async fn introduce(network: &Network, to: &DeviceAddress) -> anyhow::Result<Introduction> {
    network
        .store
        .change(|state| {
            let Some(device) = state.device_mut(to) else {
                anyhow::bail!("the device was unlinked");
            };
            let Some(bundle) = &mut device.bundle else {
                anyhow::bail!("the device has not uploaded its keys");
            };
            let one_time = bundle.take_one_time();
            Ok(Introduction {
                identity_key: device.identity_key,
                bundle: bundle.without_one_time(),
                one_time,
            })
        })
        .await
}
