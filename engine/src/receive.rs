//! From what the client decrypts to what the embedder keeps.
//!
//! The client awaits this before it acknowledges a message, so an error here leaves the message at
//! WhatsApp. Not everything decrypted is a message: keys, receipts, edits and votes travel the same
//! way and are dropped here, which lets the client acknowledge them.

mod content;

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
use crate::{Inbox, InboxError, Person, Received};
use content::Content;

/// Hands the messages of one session to the embedder's inbox.
#[derive(Clone)]
pub(crate) struct Receiver {
    session: Arc<str>,
    inbox: Arc<dyn Inbox>,
    backend: Arc<Backend>,
    coming_back: Arc<AtomicBool>,
}

/// How long to wait before each further try to keep a message.
const PAUSES: [Duration; 3] = [
    Duration::from_millis(100),
    Duration::from_millis(500),
    Duration::from_secs(2),
];

impl Receiver {
    pub(crate) fn new(session: &str, inbox: Arc<dyn Inbox>, backend: Arc<Backend>) -> Receiver {
        Receiver {
            session: session.into(),
            inbox,
            backend,
            coming_back: Arc::default(),
        }
    }

    /// A store that is busy or restarting deserves another try.
    async fn keep(&self, received: Received) -> Result<(), InboxError> {
        for pause in PAUSES {
            match self.inbox.keep(&self.session, received.clone()).await {
                Ok(()) => return Ok(()),
                Err(error) => tracing::warn!("a message was not kept and is tried again: {error}"),
            }
            sleep(pause).await;
        }
        self.inbox.keep(&self.session, received).await
    }

    /// WhatsApp sends what was not acknowledged at the next login, so there has to be one.
    fn have_it_sent_again(&self, client: Arc<Client>) {
        if self.coming_back.swap(true, Ordering::AcqRel) {
            return;
        }
        tracing::error!("a message could not be kept; the session connects again to get it again");
        let coming_back = self.coming_back.clone();
        tokio::spawn(async move {
            client.reconnect().await;
            coming_back.store(false, Ordering::Release);
        });
    }

    /// A stanza names one address of a person or both; the other may have been learned before.
    async fn complete(&self, person: &mut Person) {
        match person {
            Person {
                phone_number: None,
                lid: Some(lid),
            } => {
                let user = lid.trim_end_matches("@lid");
                if let Ok(Some(known)) = self.backend.get_lid_mapping(user).await {
                    person.phone_number = Some(format!("+{}", known.phone_number));
                }
            }
            Person {
                phone_number: Some(number),
                lid: None,
            } => {
                let user = number.trim_start_matches('+');
                if let Ok(Some(known)) = self.backend.get_pn_mapping(user).await {
                    person.lid = Some(format!("{}@lid", known.lid));
                }
            }
            _ => {}
        }
    }
}

#[async_trait]
impl InboundDurabilityHook for Receiver {
    async fn on_messages(
        &self,
        client: Arc<Client>,
        batch: &[InboundMessage],
    ) -> anyhow::Result<()> {
        for item in batch {
            let Some(mut received) = read(item) else {
                continue;
            };
            self.complete(&mut received.chat).await;
            self.complete(&mut received.sender).await;
            if let Err(error) = self.keep(received).await {
                self.have_it_sent_again(client);
                return Err(error.into());
            }
        }
        Ok(())
    }
}

/// The message in what was decrypted, if there is one for a person to read.
fn read(item: &InboundMessage) -> Option<Received> {
    let info = &*item.info;
    // Between the account's own devices, and to everybody at once.
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
            .then(|| plain(&info.source.chat)),
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
        let told = source.recipient_alt.as_ref();
        told.or(info.peer_recipient_pn.as_ref())
    } else {
        source.sender_alt.as_ref()
    };
    person(&source.chat, other)
}

fn person(one: &Jid, other: Option<&Jid>) -> Person {
    let known = || std::iter::once(one).chain(other);
    Person {
        phone_number: known()
            .find(|jid| jid.server.is_pn_family())
            .map(|jid| format!("+{}", jid.user_base())),
        lid: known()
            .find(|jid| jid.server.is_lid_family())
            .map(|jid| format!("{}@lid", jid.user_base())),
    }
}

/// An address without a device.
fn plain(jid: &Jid) -> String {
    jid.to_non_ad().to_string()
}

#[cfg(test)]
mod tests;
