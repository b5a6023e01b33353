//! With whom the account has a conversation: people who have written, people to whom a message was acknowledged, and
//! people whose privacy token the account has. While WhatsApp restricts the account, it may write to them only.

use wacore::store::error::Result;
use wacore::time::now_secs;

use super::Backend;
use super::timestamped::with_timestamp;

const ACQUAINTANCE: &str = "acquaintance";

impl Backend {
    /// Records that there is a conversation with the person of this address, by number or LID, without its server.
    pub(crate) async fn remember_acquaintance(&self, user: &str) -> Result<()> {
        if self.get(ACQUAINTANCE, user).await?.is_some() {
            return Ok(());
        }
        let row = with_timestamp(now_secs(), &[]);
        self.put(ACQUAINTANCE, user, &row).await
    }

    /// Whether there is a conversation with the person, by either of their addresses.
    pub(crate) async fn is_acquaintance(&self, user: &str) -> Result<bool> {
        let by_lid = self.mapping_of_lid(user).await?;
        let by_number = self.mapping_of_number(user).await?;
        let others = [
            by_lid.map(|mapping| mapping.phone_number),
            by_number.map(|mapping| mapping.lid),
        ];
        let others = others.iter().flatten().map(|other| &**other);
        for user in std::iter::once(user).chain(others) {
            let token = self.tc_token(user).await?;
            let has_token = token.is_some_and(|entry| !entry.token.is_empty());
            if has_token || self.get(ACQUAINTANCE, user).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
