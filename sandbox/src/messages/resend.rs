//! A linked device requests a message from its phone, because it could not read the one it got.

use super::new_id;
use super::queue::enqueue;
use super::receipts::find_in_inboxes;
use crate::clock::unix_seconds;
use crate::faults::HeldRequest;
use crate::history::Kind;
use crate::network::Network;
use crate::phone::DeviceAddress;
use crate::phone::messages::{Form, QueuedMessage, TextMessage};
use crate::phone::resend::Resend;

/// The phone answers, now or when it may.
pub(super) async fn request(network: &Network, request: HeldRequest) -> anyhow::Result<()> {
    network
        .history
        .record(Kind::ResendRequested, &request.by, &request.id);
    match network.faults.hold_resend(request) {
        Some(request) => answer(network, request).await,
        None => Ok(()),
    }
}

/// The phones answer the requests that were held.
pub(crate) async fn answer_held(network: &Network) -> anyhow::Result<()> {
    for request in network.faults.take_held_resends() {
        answer(network, request).await?;
    }
    Ok(())
}

async fn answer(network: &Network, request: HeldRequest) -> anyhow::Result<()> {
    let HeldRequest { by, id, request_id } = request;
    let state = network.store.read();
    let Some(phone) = state.phones.get(&by.number) else {
        return Ok(());
    };
    let message = find_in_inboxes(&state, &by, &id);
    let sender = message
        .as_ref()
        .and_then(|text| state.phones.get(&text.from));
    let resend = Resend {
        request_id,
        push_name: sender
            .map(|phone| phone.push_name.clone())
            .unwrap_or_default(),
        message,
    };
    let queued = QueuedMessage::new(envelope(&by), Form::Resend(Box::new(resend)));
    enqueue(network, phone, &by, queued).await
}

/// The message that carries the answer, from the account to itself.
fn envelope(to: &DeviceAddress) -> TextMessage {
    TextMessage {
        id: new_id(),
        from: to.number.clone(),
        to: to.number.clone(),
        text: String::new(),
        quoted: None,
        at: unix_seconds(),
    }
}
