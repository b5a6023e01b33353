//! The account's contacts, with whom it has a conversation: people who have written, people to whom the phone's owner or
//! the account has written, and people whose privacy token the account has. While WhatsApp restricts the account, it
//! may write to them only.

use wacore::store::error::Result;
use wacore::store::traits::ProtocolStore as _;
use wacore::time::now_secs;

use super::Backend;
use super::timestamped::with_timestamp;

const CONTACT: &str = "contact";

impl Backend {
    /// Adds the person of this address, a number or a LID without its server.
    pub(crate) async fn add_contact(&self, user: &str) -> Result<()> {
        if self.get(CONTACT, user).await?.is_some() {
            return Ok(());
        }
        let row = with_timestamp(now_secs(), &[]);
        self.put(CONTACT, user, &row).await
    }

    /// Whether there is a conversation with the person, by either of their addresses.
    pub(crate) async fn is_contact(&self, user: &str) -> Result<bool> {
        for user in self.addresses(user).await? {
            let token = self.tc_token(&user).await?;
            let has_token = token.is_some_and(|entry| !entry.token.is_empty());
            if has_token || self.get(CONTACT, &user).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether the client knows devices of the person, so that they have an account.
    pub(crate) async fn has_devices_of(&self, user: &str) -> Result<bool> {
        for user in self.addresses(user).await? {
            let record = self.get_devices(&user).await?;
            if record.is_some_and(|record| !record.devices.is_empty()) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The address itself, and the person's other one if it is known.
    async fn addresses(&self, user: &str) -> Result<Vec<String>> {
        let by_lid = self.mapping_of_lid(user).await?;
        let by_number = self.mapping_of_number(user).await?;
        let number = by_lid.map(|mapping| mapping.phone_number.to_string());
        let lid = by_number.map(|mapping| mapping.lid.to_string());
        let own = std::iter::once(user.to_owned());
        Ok(own.chain(number).chain(lid).collect())
    }
}
