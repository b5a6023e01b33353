//! Received messages become `message.received` events. The engine acknowledges a message to WhatsApp only after it is
//! stored here; one that is delivered again changes nothing.

use std::sync::Arc;

use engine::{Inbox, InboxError, Person, Received};
use serde_json::{Value, json};

use crate::domain::id::SessionId;
use crate::domain::text::{clean, clean_name};
use crate::runtime::clock::SharedClock;
use crate::runtime::ids::Ids;
use crate::store::{EventRow, Store};

pub struct StoredInbox {
    pub store: Store,
    pub clock: SharedClock,
    pub ids: Arc<Ids>,
}

#[async_trait::async_trait]
impl Inbox for StoredInbox {
    async fn store(&self, session_id: &str, message: Received) -> Result<(), InboxError> {
        let session_id = SessionId::from(session_id);
        let session = self.store.session(&session_id).await.map_err(failed)?;
        // Deleted in the meantime: there is no tenant to notify.
        let Some(session) = session else {
            return Ok(());
        };
        let message = cleaned(message);
        let _lock = self.ids.lock_session(&session_id).await;
        let at = self.clock.now();
        let event = EventRow {
            id: self.ids.next(at),
            event: "message.received",
            payload: payload(&message).to_string(),
            source: Some(source(&message)),
            at,
        };
        match self.store.record_event(&session, &event).await {
            Ok(_) => Ok(()),
            // The database would refuse it again.
            Err(error) if error.is_permanent() => {
                tracing::error!(
                    session = session_id.as_str(), %error,
                    "the database refuses a message for good; it is left out"
                );
                Ok(())
            }
            Err(error) => Err(failed(error)),
        }
    }
}

/// Text from outside, cleaned so that both databases can store it.
fn cleaned(message: Received) -> Received {
    let person = |person: Person| Person {
        phone_number: person.phone_number.as_deref().map(clean_name),
        lid: person.lid.as_deref().map(clean_name),
    };
    Received {
        id: clean_name(&message.id),
        chat: person(message.chat),
        sender: person(message.sender),
        group: message.group.as_deref().map(clean_name),
        text: message.text.as_deref().map(clean),
        push_name: message.push_name.as_deref().map(clean_name),
        ..message
    }
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> InboxError {
    InboxError(Box::new(error))
}

/// A message's id is unique within its chat and sender only.
fn source(message: &Received) -> String {
    let name = |person: &Person| {
        person
            .lid
            .clone()
            .or_else(|| person.phone_number.clone())
            .unwrap_or_default()
    };
    let chat = message.group.clone().unwrap_or_else(|| name(&message.chat));
    format!("message {chat} {} {}", name(&message.sender), message.id)
}

fn payload(message: &Received) -> Value {
    let from = match &message.group {
        Some(group) => json!({"id": group}),
        None => person(&message.chat),
    };
    json!({
        "id": message.id,
        "from": from,
        "sender": person(&message.sender),
        "type": message.kind,
        "body": message.text,
        "text": message.text,
        "timestamp": message.at_seconds,
        "fromMe": message.from_me,
        "pushName": message.push_name,
        "isGroup": message.group.is_some(),
    })
}

fn person(person: &Person) -> Value {
    json!({
        "phoneNumber": person.phone_number,
        "lid": person.lid,
        "mode": if person.phone_number.is_some() { "pn" } else { "lid" },
    })
}
