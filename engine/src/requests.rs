//! Requests another copy of the messages that are missing, until they arrive.
//!
//! A round of requests starts as soon as a message is missing, after each login when WhatsApp has delivered what was
//! waiting, and once per minute, because a request can get lost. The sender's device sends the message again under the
//! same id, and it is received like any other. A message that only the phone has is requested from the phone, once by
//! each client: WhatsApp keeps the request until the phone is online.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::sleep;
use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;
use whatsapp_rust::{Client, RetryRequestOptions};

use crate::backend::{Backend, MissingMessage, Source};

/// The time until the next round, if nothing else starts one.
const PAUSE: Duration = Duration::from_secs(60);

/// Runs as long as the client.
pub(crate) async fn request_missing_messages(
    client: Arc<Client>,
    backend: Arc<Backend>,
    offline_sync_done: Arc<Notify>,
) {
    let mut asked_phone = HashSet::new();
    loop {
        tokio::select! {
            () = offline_sync_done.notified() => {}
            () = backend.message_missing() => {}
            () = sleep(PAUSE) => {}
        }
        if let Err(error) = backend.give_up_on_phone().await {
            tracing::warn!("lost messages are not removed yet: {error}");
        }
        for missing in backend.missing_messages() {
            match missing.source {
                Source::Sender => request(&client, &backend, &missing).await,
                Source::Phone if asked_phone.contains(&missing.id) => {}
                Source::Phone => {
                    if request_from_phone(&client, &missing).await {
                        asked_phone.insert(missing.id);
                    }
                }
            }
        }
    }
}

/// Returns whether the request is sent. The client itself has sent one if it has received the message.
async fn request_from_phone(client: &Arc<Client>, missing: &MissingMessage) -> bool {
    let Some(info) = missing.info() else {
        return true;
    };
    let sent = client
        .send_pdo_placeholder_resend_request(&Arc::new(info))
        .await;
    if let Err(error) = &sent {
        tracing::debug!("a message could not be requested from the phone yet: {error}");
    }
    sent.is_ok()
}

async fn request(client: &Arc<Client>, backend: &Backend, missing: &MissingMessage) {
    let stanza = stanza(missing);
    let options = RetryRequestOptions::new();
    match client
        .request_message_retry(&stanza.as_node_ref(), options)
        .await
    {
        Ok(_) => backend.count_request(missing),
        // There is another round after the next login.
        Err(error) => tracing::debug!("a missing message could not be requested yet: {error}"),
    }
}

/// The stanza that delivered the message, as far as a request needs it.
fn stanza(missing: &MissingMessage) -> Node {
    let message = NodeBuilder::new("message")
        .attr("id", missing.id.clone())
        .attr("t", missing.at_seconds.to_string());
    if without_device(&missing.chat) == without_device(&missing.sender) {
        return message.attr("from", missing.sender.clone()).build();
    }
    if is_group(&missing.chat) {
        let message = message.attr("from", missing.chat.clone());
        return message.attr("participant", missing.sender.clone()).build();
    }
    // The account sent it from another of its devices.
    let message = message.attr("from", missing.sender.clone());
    message.attr("recipient", missing.chat.clone()).build()
}

fn is_group(address: &str) -> bool {
    address.ends_with("@g.us") || address.ends_with("@broadcast")
}

/// User and server of an address.
fn without_device(address: &str) -> (&str, &str) {
    let (user, server) = address.split_once('@').unwrap_or((address, ""));
    (user.split(':').next().unwrap_or(user), server)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(stanza: &Node) -> String {
        let stanza = stanza.as_node_ref();
        let attributes = ["from", "participant", "recipient"];
        let attributes = attributes.into_iter().filter_map(|name| {
            let value = stanza.get_attr(name)?;
            Some(format!("{name}={}", value.as_str()))
        });
        attributes.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_stanza_is_rebuilt_from_chat_and_sender() {
        let cases = [
            (
                "b@s.whatsapp.net",
                "b@s.whatsapp.net",
                "from=b@s.whatsapp.net",
            ),
            ("b@lid", "b:3@lid", "from=b:3@lid"),
            ("g@g.us", "b@lid", "from=g@g.us participant=b@lid"),
            (
                "b@s.whatsapp.net",
                "me:2@s.whatsapp.net",
                "from=me:2@s.whatsapp.net recipient=b@s.whatsapp.net",
            ),
        ];
        for (chat, sender, expected) in cases {
            let stanza = stanza(&MissingMessage::new(chat, sender, "3EB0", 7));
            assert_eq!(addresses(&stanza), expected);
            let id = stanza
                .as_node_ref()
                .get_attr("id")
                .map(|id| id.as_str().into_owned());
            assert_eq!(id.as_deref(), Some("3EB0"));
        }
    }
}
