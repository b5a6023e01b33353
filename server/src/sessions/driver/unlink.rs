//! Removes the link at WhatsApp. When WhatsApp is not reached, the credentials are moved to an unlinking, which
//! `sessions/unlinking.rs` retries, so that the session can be used again, or be deleted, at once.

use super::commit::{Along, CommitResult};
use super::{Driver, DriverResult};
use crate::domain::transition::{self, Input};
use crate::domain::unlinking::Unlinking;
use crate::sessions::cloud;
use crate::sessions::connection::LogOut;

impl Driver {
    /// Whether the stored credentials belong to a linked device.
    pub(super) async fn is_linked(&self) -> bool {
        loop {
            match self.sessions.connections.is_linked(&self.session.id).await {
                Ok(linked) => return linked,
                Err(error) => self.wait_for_the_database(&error).await,
            }
        }
    }

    /// Unlinks and records it. True if WhatsApp still has the link.
    pub(super) async fn log_out(&mut self, reason: &'static str) -> DriverResult<bool> {
        let removed = self.unlink().await?;
        self.rejection = None;
        if removed == LogOut::NotReached {
            self.defer_unlinking(reason).await?;
        } else {
            self.apply(Input::LoggedOut { reason }).await?;
            self.delete_credentials = true;
        }
        // A session that was never linked has nothing to log out; it only stops.
        self.apply(Input::Stop).await?;
        self.clean_up().await;
        Ok(removed == LogOut::NotReached)
    }

    /// Logs out an account that was rejected and has not logged in during this run.
    pub(super) async fn log_out_rejected(&mut self) -> DriverResult {
        let Some(reason) = self.rejection.take() else {
            return Ok(());
        };
        self.log_out(reason).await.map(drop)
    }

    async fn unlink(&mut self) -> DriverResult<LogOut> {
        match self.log_out.take() {
            Some(LogOut::NotReached) if self.removed_by_whatsapp => return Ok(LogOut::Removed),
            Some(outcome @ (LogOut::Removed | LogOut::Refused | LogOut::NotReached)) => {
                return Ok(self.interpret_refusal(outcome));
            }
            // A phone may have accepted since.
            Some(LogOut::NotLinked) | None => {}
        }
        if self.session.is_cloud() {
            return Ok(cloud::log_out(&self.sessions, &self.session).await);
        }
        if !self.is_linked().await {
            return Ok(LogOut::NotLinked);
        }
        let Ok((connection, events)) = self.open_connection() else {
            return Ok(LogOut::NotReached);
        };
        let outcome = connection.unlink(events).await;
        self.sessions.drivers.set_connection(&self.session.id, None);
        Ok(self.interpret_refusal(outcome))
    }

    /// A refused login means that WhatsApp has ended the link before; but a link that has never logged in may be so
    /// young that WhatsApp does not know it yet.
    fn interpret_refusal(&self, outcome: LogOut) -> LogOut {
        match outcome {
            LogOut::Refused if self.session.announced => LogOut::Removed,
            LogOut::Refused => LogOut::NotReached,
            outcome => outcome,
        }
    }

    /// In one transaction: the session has no link any more, and the keys wait for WhatsApp elsewhere.
    async fn defer_unlinking(&mut self, reason: &'static str) -> DriverResult {
        let at = self.sessions.now();
        let change = transition::apply(&self.session, Input::LoggedOut { reason }, at);
        let unlinking = Unlinking {
            cloud: cloud::to_undo(&self.sessions, &self.session).await,
            ..Unlinking::new(self.sessions.ids.next(at), &self.session, at)
        };
        if self
            .commit(change, at, &Along::Unlinking(&unlinking))
            .await?
            != CommitResult::Done
        {
            return Ok(());
        }
        tracing::warn!(
            session = self.session.id.as_str(),
            "WhatsApp was not reached to unlink the number; it is tried again"
        );
        self.publish();
        Ok(())
    }
}
