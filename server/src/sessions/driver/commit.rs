//! Applies an input to the session, and writes the change before it is published.

use std::time::Duration;

use super::{Driver, DriverError, DriverResult};
use crate::domain::session::Status;
use crate::domain::signup::Signup;
use crate::domain::time::Timestamp;
use crate::domain::transition::{self, Change, Input};
use crate::domain::unlinking::Unlinking;
use crate::domain::widget_session::WidgetSession;
use crate::sessions::envelope;
use crate::store::StoreError;

/// The pause between two attempts to write an event, which is not dropped.
const WRITE_RETRY_PAUSE: Duration = Duration::from_secs(1);

/// What is written together with a change.
pub(super) enum Along<'a> {
    Nothing,
    /// The link that is to be removed later.
    Unlinking(&'a Unlinking),
    /// The signup that has connected the session.
    Signup(&'a Signup),
}

/// The result of committing a change.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum CommitResult {
    Done,
    /// Nothing was written: the database refuses the change for good.
    Refused,
    /// Nothing was written: a link that the change would have completed has ended.
    LinkEnded,
}

impl Driver {
    /// Applies an input and commits the change.
    pub(super) async fn apply(&mut self, input: Input) -> DriverResult {
        while self.try_apply(input.clone()).await? == CommitResult::LinkEnded {}
        Ok(())
    }

    /// As [`Self::apply`], for a caller that has to check again when a link has ended.
    pub(super) async fn try_apply(&mut self, input: Input) -> DriverResult<CommitResult> {
        let at = self.sessions.now();
        let change = transition::apply(&self.session, input, at);
        if !change.is_nothing(&self.session) {
            if let Some(failure) = change.failed {
                self.sessions.metrics.sessions.failed(failure.as_str());
            }
            if self.commit(change, at, &Along::Nothing).await? == CommitResult::LinkEnded {
                return Ok(CommitResult::LinkEnded);
            }
        }
        self.publish();
        Ok(CommitResult::Done)
    }

    /// Writes a change and what belongs to it in one transaction. Retries until the change is written or cannot be.
    pub(super) async fn commit(
        &mut self,
        change: Change,
        at: Timestamp,
        along: &Along<'_>,
    ) -> DriverResult<CommitResult> {
        loop {
            let links = self.affected_links(&change, at).await;
            // The lock is held for one attempt, so that sessions that share it do not wait for the retry.
            let written = {
                let _lock = self.sessions.ids.lock_session(&change.session.id).await;
                let rows = envelope::rows(&change, &links, &self.sessions.ids, at);
                let (store, session) = (&self.sessions.store, &change.session);
                match along {
                    Along::Nothing => store.commit(session, &rows, &links).await,
                    Along::Unlinking(it) => store.begin_unlinking(session, &rows, it).await,
                    Along::Signup(it) => store.commit_signup(session, &rows, &links, it).await,
                }
            };
            match written {
                Ok(progress) => {
                    self.sessions.metrics.funnel.record(&progress);
                    break;
                }
                Err(StoreError::NotFound) => return Err(DriverError::SessionDeleted),
                Err(StoreError::LinkEnded) => return Ok(CommitResult::LinkEnded),
                Err(error) if error.is_permanent() => {
                    self.report_refused_change(&error);
                    return Ok(CommitResult::Refused);
                }
                Err(error) => self.wait_for_the_database(&error).await,
            }
        }
        self.accept(change);
        Ok(CommitResult::Done)
    }

    /// Retrying a change that the database refuses for good would block the session for ever.
    pub(super) fn report_refused_change(&self, error: &StoreError) {
        tracing::error!(
            session = self.session.id.as_str(), %error,
            "the database refuses a change for good; it is left out"
        );
    }

    /// The links whose events a change emits: those that wait for a session that connects or fails.
    async fn affected_links(&self, change: &Change, at: Timestamp) -> Vec<WidgetSession> {
        let status = change.session.status();
        let connects = status == Status::Connected && status != self.session.status();
        if !connects && change.failed.is_none() {
            return Vec::new();
        }
        self.open_links(change.session.attempt_at(at)).await
    }

    /// The opened links of the session that had not ended at `at`.
    pub(super) async fn open_links(&self, at: Timestamp) -> Vec<WidgetSession> {
        loop {
            match self.sessions.store.open_links(&self.session.id, at).await {
                Ok(links) => return links,
                Err(error) => self.wait_for_the_database(&error).await,
            }
        }
    }

    /// Continues from what was written.
    fn accept(&mut self, change: Change) {
        if change.session.status() != self.session.status() {
            tracing::info!(
                session = change.session.id.as_str(),
                status = change.session.status().stored(),
                "session changed"
            );
        }
        self.session = change.session;
    }

    pub(super) async fn wait_for_the_database(&self, error: &(impl std::error::Error + Sync)) {
        tracing::error!(
            session = self.session.id.as_str(), %error,
            "the database refuses a write; trying again"
        );
        tokio::time::sleep(WRITE_RETRY_PAUSE).await;
    }
}
