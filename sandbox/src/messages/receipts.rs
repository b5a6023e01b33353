//! What a device reports about the messages in its queue: that it has them, that it rejects one, or that it
//! could not decrypt one and needs it again.

use super::encrypt::SessionSource;
use super::queue::{Delivery, encrypt_queued, push, send};
use crate::history::Kind;
use crate::network::Network;
use crate::phone::DeviceAddress;
use crate::phone::messages::{Form, QueuedMessage, TextMessage};
use crate::phone::signal::DeviceKeys;
use crate::state::State;

/// How often a message is encrypted again for a device that cannot decrypt it.
const MAX_RETRIES: u32 = 5;

/// The device has these messages.
pub(crate) async fn confirm(
    network: &Network,
    by: &DeviceAddress,
    ids: &[String],
) -> anyhow::Result<()> {
    remove(network, by, ids, Kind::MessageAcked).await
}

/// The device cannot use this message, so the server does not send it again.
pub(crate) async fn reject(network: &Network, by: &DeviceAddress, id: &str) -> anyhow::Result<()> {
    remove(network, by, &[id.to_owned()], Kind::MessageRefused).await
}

async fn remove(
    network: &Network,
    by: &DeviceAddress,
    ids: &[String],
    reason: Kind,
) -> anyhow::Result<()> {
    let queued = queued_ids(&network.store.read(), by, ids);
    if queued.is_empty() {
        return Ok(());
    }
    let store = &network.store;
    let is_kept = |message: &QueuedMessage| !queued.contains(&message.text.id);
    store
        .change(|state| {
            if let Some(device) = state.device_mut(by) {
                device.queue.retain(is_kept);
            }
            anyhow::Ok(())
        })
        .await?;
    for id in queued {
        // The queue no longer contains it, so the connection need not remember that it was sent.
        network.connections.mark_unsent(by, &id);
        network.history.record(reason, by, &id);
    }
    Ok(())
}

fn queued_ids(state: &State, by: &DeviceAddress, ids: &[String]) -> Vec<String> {
    let Some(device) = state.device(by) else {
        return Vec::new();
    };
    let ids = ids.iter().filter(|id| device.queued(id).is_some());
    ids.cloned().collect()
}

/// The device could not decrypt a message. It is encrypted again in a new session, from the keys in the device's
/// receipt if there are any. If the queue no longer contains it, a phone's inbox does.
pub(crate) async fn retry(
    network: &Network,
    by: &DeviceAddress,
    id: &str,
    keys: Option<DeviceKeys>,
) -> anyhow::Result<()> {
    network.history.record(Kind::RetryRequested, by, id);
    let state = network.store.read();
    let queued = state.device(by).and_then(|device| device.queued(id));
    if queued.is_some_and(|queued| queued.retries >= MAX_RETRIES) {
        tracing::warn!("a device cannot decrypt a message, which is not sent again");
        return remove(network, by, &[id.to_owned()], Kind::MessageGivenUp).await;
    }
    let queued = match queued {
        Some(queued) => queued.clone(),
        None => match find_in_inboxes(&state, by, id) {
            Some(text) => queue_again(network, by, text).await?,
            None => return Ok(()),
        },
    };
    let source = keys.map_or(SessionSource::UploadedKeys, SessionSource::ReceiptKeys);
    encrypt_queued(network, by, &queued, source).await?;
    network.connections.mark_unsent(by, id);
    send(network, by, id, Delivery::Live);
    Ok(())
}

async fn queue_again(
    network: &Network,
    to: &DeviceAddress,
    text: TextMessage,
) -> anyhow::Result<QueuedMessage> {
    let queued = QueuedMessage::new(text, Form::Encrypted);
    push(network, to, queued.clone()).await?;
    Ok(queued)
}

/// A message to or from this device's account, in the inbox of any phone.
pub(super) fn find_in_inboxes(state: &State, by: &DeviceAddress, id: &str) -> Option<TextMessage> {
    let phones = state.phones.values();
    let mut found = phones.filter_map(|phone| phone.inbox.find(id));
    found
        .find(|text| text.to == by.number || text.from == by.number)
        .cloned()
}

/// Whether the device has requested this message again.
pub(crate) fn was_retried(network: &Network, by: &DeviceAddress, id: &str) -> bool {
    let state = network.store.read();
    let queued = state.device(by).and_then(|device| device.queued(id));
    queued.is_some_and(|queued| queued.retries > 0)
}
