//! Remembers who has written to a session, so that a message to anybody else counts as a first one. Stored is a keyed
//! hash of the two addresses, not the person's.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use sha2::{Digest as _, Sha256};

use crate::domain::session::Session;
use crate::domain::time::Timestamp;
use crate::security::signing::Key;
use crate::store::{Store, StoreError};

/// How many people are also remembered in memory, so that a message does not always cause a write.
const IN_MEMORY: usize = 50_000;

/// The contacts of all sessions. Cloning shares them.
#[derive(Clone)]
pub struct Contacts {
    store: Store,
    key: Key,
    added: Arc<Mutex<HashSet<String>>>,
}

impl Contacts {
    pub fn new(store: Store, key: Key) -> Self {
        Contacts {
            store,
            key,
            added: Arc::default(),
        }
    }

    /// Somebody with these addresses has written to the session, or was written to on its phone.
    pub async fn add(
        &self,
        session: &Session,
        addresses: impl Iterator<Item = &str>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut new: Vec<String> = addresses.map(|it| self.hash(session, it)).collect();
        {
            let mut added = self
                .added
                .lock()
                .expect("no code panics while it holds the lock");
            if added.len() > IN_MEMORY {
                added.clear();
            }
            new.retain(|contact| added.insert(contact.clone()));
        }
        match new.is_empty() {
            true => Ok(()),
            false => self.store.add_contacts(&session.id, &new, at).await,
        }
    }

    /// The hash of an address, a number in E.164 or a LID, for the session's own number.
    pub fn hash(&self, session: &Session, address: &str) -> String {
        let own = session.account().map(|account| &account.phone_number);
        let own = own.map_or("", |number| number.as_str());
        let id = session.id.as_str();
        let keyed = self
            .key
            .sign(format!("contact {id} {own} {address}").as_bytes());
        hex::encode(Sha256::digest(keyed))
    }
}
