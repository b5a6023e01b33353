//! Asks for the messages that are owed, until they come.
//!
//! As soon as one is missed; after each login, when what WhatsApp had waiting is in; and every now and then,
//! because a request may get lost on any line. Who wrote the message sends it again under the same id, and it
//! takes the same way in as any other.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::sleep;
use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;
use whatsapp_rust::{Client, RetryRequestOptions};

use crate::backend::{Backend, Owed};

/// Between two rounds where nothing else starts one.
const PAUSE: Duration = Duration::from_secs(60);

/// Asks as long as the client lives.
pub(crate) async fn ask_for_what_is_owed(
    client: Arc<Client>,
    backend: Arc<Backend>,
    all_in: Arc<Notify>,
) {
    loop {
        tokio::select! {
            () = all_in.notified() => {}
            () = backend.missed() => {}
            () = sleep(PAUSE) => {}
        }
        for owed in backend.all_owed() {
            ask(&client, &backend, &owed).await;
        }
    }
}

async fn ask(client: &Arc<Client>, backend: &Backend, owed: &Owed) {
    let stanza = stanza(owed);
    let options = RetryRequestOptions::new();
    match client
        .request_message_retry(&stanza.as_node_ref(), options)
        .await
    {
        Ok(_) => backend.requested(owed),
        // After the next login there is another round.
        Err(error) => tracing::debug!("a message could not be asked for yet: {error}"),
    }
}

/// What is left of the stanza that brought the message.
fn stanza(owed: &Owed) -> Node {
    let chat_is_sender = base(&owed.chat) == base(&owed.sender);
    let message = NodeBuilder::new("message")
        .attr("id", owed.id.clone())
        .attr("t", owed.at_seconds.to_string());
    if chat_is_sender {
        return message.attr("from", owed.sender.clone()).build();
    }
    let is_for_many = ["@g.us", "@broadcast"]
        .iter()
        .any(|end| owed.chat.ends_with(end));
    if is_for_many {
        let message = message.attr("from", owed.chat.clone());
        return message.attr("participant", owed.sender.clone()).build();
    }
    // The account's own, written on another of its devices.
    let message = message.attr("from", owed.sender.clone());
    message.attr("recipient", owed.chat.clone()).build()
}

/// An address without a device.
fn base(address: &str) -> (&str, &str) {
    let (user, server) = address.split_once('@').unwrap_or((address, ""));
    (user.split(':').next().unwrap_or(user), server)
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let stanza = stanza(&Owed::new(chat, sender, "3EB0", 7));
            let stanza = stanza.as_node_ref();
            let said = ["from", "participant", "recipient"]
                .into_iter()
                .filter_map(|name| {
                    let value = stanza.get_attr(name)?;
                    Some(format!("{name}={}", value.as_str()))
                });
            assert_eq!(said.collect::<Vec<_>>().join(" "), expected);
            assert_eq!(stanza.get_attr("id").unwrap().as_str(), "3EB0");
        }
    }
}
