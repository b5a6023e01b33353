//! A business token: what one app may do with the WABAs that one business granted.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum TokenState {
    Valid,
    /// It expired before its time.
    Expired,
    Revoked,
    /// The business removed the app.
    AppRemoved,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Token {
    pub(crate) value: String,
    pub(crate) app_id: String,
    pub(crate) business_id: String,
    pub(crate) user_id: String,
    /// The newest first, as Meta lists them.
    pub(crate) account_ids: Vec<String>,
    pub(crate) scopes: Vec<String>,
    /// Seconds since 1970.
    pub(crate) issued_at: u64,
    /// Seconds since 1970, 0 for never.
    pub(crate) expires_at: u64,
    pub(crate) state: TokenState,
}

impl Token {
    pub(crate) fn state_at(&self, now: u64) -> TokenState {
        let is_late = self.expires_at != 0 && self.expires_at <= now;
        match self.state {
            TokenState::Valid if is_late => TokenState::Expired,
            state => state,
        }
    }

    pub(crate) fn covers(&self, account_id: &str) -> bool {
        self.account_ids.iter().any(|id| id == account_id)
    }

    pub(crate) fn has_scope(&self, scopes: &[&str]) -> bool {
        self.scopes
            .iter()
            .any(|scope| scopes.contains(&scope.as_str()))
    }
}
