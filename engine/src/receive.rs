//! Delivers the messages that the client decrypts to the embedder's inbox.
//!
//! The client waits for this before it acknowledges a message, so after an error the message stays at WhatsApp. Keys,
//! receipts, edits and votes arrive in the same way; they are skipped, and the client acknowledges them.

mod content;
mod resent;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use tokio::time::sleep;
use wacore::store::traits::ProtocolStore;
use wacore::types::events::InboundMessage;
use wacore::types::message::{MessageCategory, MessageInfo};
use wacore_binary::{Jid, JidExt, Server};
use whatsapp_rust::Client;
use whatsapp_rust::types::durability_hook::InboundDurabilityHook;

use crate::backend::Backend;
use crate::history::Histories;
use crate::{Inbox, InboxError, Person, Received};
use content::Content;
use resent::Resent;

/// Delivers the messages of one session.
#[derive(Clone)]
pub(crate) struct MessageReceiver {
    session: Arc<str>,
    inbox: Arc<dyn Inbox>,
    backend: Arc<Backend>,
    reconnecting: Arc<AtomicBool>,
    histories: Option<Arc<Histories>>,
}

/// The pause before each further attempt to store a message.
const RETRY_PAUSES: [Duration; 3] = [
    Duration::from_millis(100),
    Duration::from_millis(500),
    Duration::from_secs(2),
];

impl MessageReceiver {
    pub(crate) fn new(
        session: &str,
        inbox: Arc<dyn Inbox>,
        backend: Arc<Backend>,
    ) -> MessageReceiver {
        MessageReceiver {
            session: session.into(),
            inbox,
            backend,
            reconnecting: Arc::default(),
            histories: None,
        }
    }

    /// Messages that announce a history are acknowledged when it is stored.
    pub(crate) fn with_histories(&self, histories: Arc<Histories>) -> MessageReceiver {
        MessageReceiver {
            histories: Some(histories),
            ..self.clone()
        }
    }

    async fn receive(&self, item: &InboundMessage) -> anyhow::Result<()> {
        for copy in resent::copies(item) {
            self.recover(copy).await?;
        }
        Ok(self.deliver_readable(item).await?)
    }

    /// Delivers a message from the phone's copy, unless its sender's copy has come first. The client only reports such
    /// a copy, and does not pass it here, so it is read from the phone's answer, which is acknowledged after this.
    async fn recover(&self, copy: Resent) -> anyhow::Result<()> {
        let Some(missing) = self.backend.missing_copy(&copy.chat, &copy.id) else {
            return Ok(());
        };
        if let Some(info) = missing.info() {
            let message = InboundMessage::builder()
                .message(copy.message)
                .info(Arc::new(info))
                .build();
            self.deliver_readable(&message).await?;
        }
        Ok(self.backend.mark_recovered(&missing).await?)
    }

    async fn deliver_readable(&self, item: &InboundMessage) -> Result<(), InboxError> {
        let Some(mut received) = to_received(item) else {
            return Ok(());
        };
        self.add_known_address(&mut received.chat).await;
        self.add_known_address(&mut received.sender).await;
        self.add_contact(&received).await;
        self.deliver(received).await
    }

    /// Tries again after an error, because the store may be busy or restarting.
    async fn deliver(&self, received: Received) -> Result<(), InboxError> {
        for pause in RETRY_PAUSES {
            match self.inbox.store(&self.session, received.clone()).await {
                Ok(()) => return Ok(()),
                Err(error) => {
                    tracing::warn!("a message was not stored and is tried again: {error}")
                }
            }
            sleep(pause).await;
        }
        self.inbox.store(&self.session, received).await
    }

    /// Connects again, because WhatsApp delivers an unacknowledged message at the next login.
    fn reconnect(&self, client: Arc<Client>) {
        if self.reconnecting.swap(true, Ordering::AcqRel) {
            return;
        }
        tracing::error!(
            "a message could not be stored; the session reconnects to receive it again"
        );
        let reconnecting = self.reconnecting.clone();
        tokio::spawn(async move {
            client.reconnect().await;
            reconnecting.store(false, Ordering::Release);
        });
    }

    /// Adds the other person to the contacts. Without that, the account is only more cautious than it has to be.
    async fn add_contact(&self, received: &Received) {
        let Person { phone_number, lid } = &received.chat;
        let number = phone_number.as_deref().map(|it| it.trim_start_matches('+'));
        let lid = lid.as_deref().map(|lid| lid.trim_end_matches("@lid"));
        for user in number.into_iter().chain(lid) {
            if let Err(error) = self.backend.add_contact(user).await {
                tracing::warn!("a contact was not recorded: {error}");
            }
        }
    }

    /// Adds a person's other address, if it is known. A stanza has one of the two or both.
    async fn add_known_address(&self, person: &mut Person) {
        match person {
            Person {
                phone_number: None,
                lid: Some(lid),
            } => {
                let user = lid.trim_end_matches("@lid");
                if let Ok(Some(mapping)) = self.backend.get_lid_mapping(user).await {
                    person.phone_number = Some(format!("+{}", mapping.phone_number));
                }
            }
            Person {
                phone_number: Some(number),
                lid: None,
            } => {
                let user = number.trim_start_matches('+');
                if let Ok(Some(mapping)) = self.backend.get_pn_mapping(user).await {
                    person.lid = Some(format!("{}@lid", mapping.lid));
                }
            }
            _ => {}
        }
    }
}

#[async_trait]
impl InboundDurabilityHook for MessageReceiver {
    async fn on_messages(
        &self,
        client: Arc<Client>,
        batch: &[InboundMessage],
    ) -> anyhow::Result<()> {
        for item in batch {
            if let Some(histories) = &self.histories {
                histories.intake.wait(item).await;
            }
            if let Err(error) = self.receive(item).await {
                self.reconnect(client);
                return Err(error);
            }
        }
        Ok(())
    }
}

/// The message, unless it has nothing for a person to read.
fn to_received(item: &InboundMessage) -> Option<Received> {
    let info = &*item.info;
    // Messages between the account's own devices, and status updates.
    if info.category == MessageCategory::Peer || info.source.chat.server == Server::Broadcast {
        return None;
    }
    let Content { kind, text } = Content::of(&item.message)?;
    Some(Received {
        id: info.id.clone(),
        chat: chat(info),
        sender: person(&info.source.sender, info.source.sender_alt.as_ref()),
        group: info
            .source
            .chat
            .is_group()
            .then(|| without_device(&info.source.chat)),
        kind,
        text,
        at_seconds: u64::try_from(info.timestamp.timestamp()).unwrap_or_default(),
        from_me: info.source.is_from_me,
        push_name: Some(info.push_name.clone()).filter(|name| !name.is_empty()),
    })
}

fn chat(info: &MessageInfo) -> Person {
    let source = &info.source;
    if source.chat.is_group() {
        return Person::default();
    }
    let other = if source.is_from_me {
        let recipient = source.recipient_alt.as_ref();
        recipient.or(info.peer_recipient_pn.as_ref())
    } else {
        source.sender_alt.as_ref()
    };
    person(&source.chat, other)
}

fn person(one: &Jid, other: Option<&Jid>) -> Person {
    let addresses = || std::iter::once(one).chain(other);
    Person {
        phone_number: addresses()
            .find(|jid| jid.server.is_pn_family())
            .map(|jid| format!("+{}", jid.user_base())),
        lid: addresses()
            .find(|jid| jid.server.is_lid_family())
            .map(|jid| format!("{}@lid", jid.user_base())),
    }
}

fn without_device(jid: &Jid) -> String {
    jid.to_non_ad().to_string()
}

#[cfg(test)]
mod tests;
