//! Who may link: the number that the codes were issued for, and only while the backend or a link waits for it.

use super::Driver;
use crate::domain::failure::Failure;
use crate::domain::session::{Account, StartedBy};
use crate::domain::time::Timestamp;
use crate::domain::widget_session::WidgetSession;

/// Why an account must not stay linked.
pub(super) struct Rejection {
    /// What the person reads; `None` where the page already shows that the link has ended.
    pub(super) failure: Option<Failure>,
    /// The reason in `session.logged_out`.
    pub(super) reason: &'static str,
}

const WRONG_NUMBER: Rejection = Rejection {
    failure: Some(Failure::WrongNumber),
    reason: "wrong_number",
};

const LINK_ENDED: Rejection = Rejection {
    failure: None,
    reason: "link_ended",
};

impl Driver {
    /// Whether an account that has just scanned may stay.
    pub(super) async fn check_scan(&self, account: &Account) -> Result<(), Rejection> {
        if !self.session.admits(account) {
            return Err(WRONG_NUMBER);
        }
        if !self.is_awaited().await {
            return Err(LINK_ENDED);
        }
        Ok(())
    }

    /// Whether an account whose login works for the first time may stay. It scanned earlier, so a link that has
    /// expired since is no reason against it.
    pub(super) async fn check_login(&self, account: &Account) -> Result<(), Rejection> {
        if self.session.account().is_some() && self.session.announced {
            return Ok(());
        }
        if !self.session.admits(account) {
            return Err(WRONG_NUMBER);
        }
        if !self.is_awaited_since(Timestamp::from_millis(0)).await {
            return Err(LINK_ENDED);
        }
        Ok(())
    }

    /// Whether the codes that are shown are still waited for: by the backend, or by a widget session that they were issued for and
    /// that is not over.
    pub(super) async fn is_awaited(&self) -> bool {
        self.is_awaited_since(self.sessions.now()).await
    }

    async fn is_awaited_since(&self, expires_after: Timestamp) -> bool {
        if self.session.started_by == StartedBy::Backend {
            return true;
        }
        let waits = |link: &WidgetSession| {
            link.may_show_codes_of(&self.session) && link.expires_at > expires_after
        };
        self.open_links(expires_after).await.iter().any(waits)
    }
}
