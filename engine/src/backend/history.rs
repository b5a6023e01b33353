//! Histories that the phone has sent and that are not processed, and what is taken from them.

use wacore::store::error::Result;
use wacore::store::traits::TcTokenEntry;
use waproto::buffa::Message as _;
use waproto::whatsapp::message::HistorySyncNotification;

use super::tc_token::TC_TOKEN;
use super::{Backend, malformed, put_json};

const HISTORY: &str = "history";

/// The privacy token that a person gave the account.
pub(crate) struct ReceivedToken {
    /// The person's number and LID, without server; at least one.
    pub(crate) number: Option<String>,
    pub(crate) lid: Option<String>,
    pub(crate) token: Vec<u8>,
    /// In seconds since 1970.
    pub(crate) at: i64,
    /// When the account gave its own token to the person.
    pub(crate) given_at: Option<i64>,
}

impl Backend {
    /// Stores a history by the id of its message.
    pub(crate) async fn add_history(
        &self,
        id: &str,
        notification: &HistorySyncNotification,
    ) -> Result<()> {
        self.put(HISTORY, id, &notification.encode_to_vec()).await
    }

    pub(crate) async fn histories(&self) -> Result<Vec<(String, HistorySyncNotification)>> {
        let rows = self.list(HISTORY).await?.into_iter();
        rows.map(|(id, row)| {
            let notification = HistorySyncNotification::decode_from_slice(&row);
            Ok((id, notification.map_err(|_| malformed(HISTORY))?))
        })
        .collect()
    }

    pub(crate) async fn delete_history(&self, id: &str) -> Result<()> {
        self.delete(HISTORY, id).await
    }

    /// Stores tokens in one batch, each by the address under which the client looks it up: the LID if it is known. A
    /// newer token stays.
    pub(crate) async fn store_tc_tokens(&self, tokens: &[ReceivedToken]) -> Result<()> {
        let _lock = self.lock_changes().await;
        let mut changes = Vec::with_capacity(tokens.len());
        for received in tokens {
            let Some(key) = received.lid.as_ref().or(received.number.as_ref()) else {
                continue;
            };
            let known = self.tc_token(key).await?;
            let given_at = known.as_ref().and_then(|known| known.sender_timestamp);
            let is_newer = |known: &TcTokenEntry| {
                !known.token.is_empty() && known.token_timestamp > received.at
            };
            if known.as_ref().is_some_and(is_newer) {
                continue;
            }
            let entry = TcTokenEntry {
                token: received.token.clone(),
                token_timestamp: received.at,
                sender_timestamp: given_at.max(received.given_at),
            };
            changes.push(put_json(TC_TOKEN, key, &entry)?);
        }
        self.apply(changes).await
    }
}
