//! Trusted-contact tokens, received and given. Two writers share a row, and each has its own field, so both read and
//! write under one lock.

use wacore::store::error::Result;
use wacore::store::traits::TcTokenEntry;

use super::{Backend, from_json};

pub(super) const TC_TOKEN: &str = "tc_token";

impl Backend {
    pub(super) async fn tc_token(&self, jid: &str) -> Result<Option<TcTokenEntry>> {
        self.get_json(TC_TOKEN, jid).await
    }

    pub(super) async fn set_tc_token(&self, jid: &str, entry: &TcTokenEntry) -> Result<()> {
        let _lock = self.lock_changes().await;
        self.put_json(TC_TOKEN, jid, entry).await
    }

    pub(super) async fn remove_tc_token(&self, jid: &str) -> Result<()> {
        let _lock = self.lock_changes().await;
        self.delete(TC_TOKEN, jid).await
    }

    pub(super) async fn tc_token_holders(&self) -> Result<Vec<String>> {
        let rows = self.list(TC_TOKEN).await?;
        Ok(rows.into_iter().map(|(jid, _)| jid).collect())
    }

    /// Deletes the rows of which both the received and the given token have expired.
    pub(super) async fn expire_tc_tokens(
        &self,
        token_cutoff: i64,
        sender_cutoff: i64,
    ) -> Result<u32> {
        self.delete_where(TC_TOKEN, |_, row| {
            let entry: TcTokenEntry = from_json(row)?;
            let received = !entry.token.is_empty() && entry.token_timestamp >= token_cutoff;
            let given = entry.sender_timestamp.is_some_and(|at| at >= sender_cutoff);
            Ok(!received && !given)
        })
        .await
    }

    /// Records when our token was given last. An earlier time is ignored.
    pub(super) async fn touch_sender_timestamp(&self, jid: &str, at: i64) -> Result<()> {
        let _lock = self.lock_changes().await;
        let mut entry = self.tc_token(jid).await?.unwrap_or(TcTokenEntry {
            token: Vec::new(),
            token_timestamp: at,
            sender_timestamp: None,
        });
        entry.sender_timestamp = entry.sender_timestamp.max(Some(at));
        self.put_json(TC_TOKEN, jid, &entry).await
    }

    /// Stores a token, unless there is a newer one. A token without bytes is a placeholder.
    pub(super) async fn store_tc_token(&self, jid: &str, token: &[u8], at: i64) -> Result<()> {
        let _lock = self.lock_changes().await;
        let known = self.tc_token(jid).await?;
        if let Some(known) = &known
            && !known.token.is_empty()
            && at < known.token_timestamp
        {
            return Ok(());
        }
        let entry = TcTokenEntry {
            token: token.to_vec(),
            token_timestamp: at,
            sender_timestamp: known.and_then(|known| known.sender_timestamp),
        };
        self.put_json(TC_TOKEN, jid, &entry).await
    }
}
