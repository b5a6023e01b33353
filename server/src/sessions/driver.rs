//! The task that owns a session: every command and every event of its connection goes through it, one at a time.
//!
//! Event or command -> transition -> one transaction -> hub. A driver continues when the caller that started it has
//! disconnected. Each of its runs is one connection; between two runs it may wait, for a ban to end or because the last
//! run failed. It ends when nothing is left to do, and starts again with the next command.

mod admission;
mod commands;
mod events;
mod reach;
mod run;
mod supervise;
mod unlink;

use std::time::Duration;

use tokio::time::Instant;

pub(super) use supervise::supervise;

use super::command::{Command, CommandError, Inbox, Outcome};
use super::envelope;
use crate::domain::id::SessionId;
use crate::domain::retry;
use crate::domain::session::{Session, State, Status};
use crate::domain::time::Timestamp;
use crate::domain::transition::{self, Change, Input};
use crate::domain::widget_session::WidgetSession;
use crate::sessions::Sessions;
use crate::sessions::connection::LogOut;
use crate::sessions::hub::{ShownCode, ShownPhoneCode};
use crate::store::StoreError;

/// The pause between two attempts to write an event, which is not dropped.
const WRITE_RETRY_PAUSE: Duration = Duration::from_secs(1);

/// Why a driver ends early.
#[derive(Debug, PartialEq, Eq)]
enum Ended {
    /// The session's row does not exist any more.
    Gone,
}

type Step<T = ()> = Result<T, Ended>;

/// The result of committing a change.
#[derive(Debug, PartialEq, Eq)]
enum Commit {
    Done,
    /// Nothing was written: a link that the change would have completed has ended.
    LinkEnded,
}

/// What a driver does next.
#[derive(Debug, PartialEq, Eq)]
enum Next {
    /// Waits for a command, or for the time at which the session resumes by itself.
    Wait,
    /// Connects.
    Run,
    /// Ends: nothing is left to do, or the process is stopping.
    End,
}

struct Driver {
    sessions: Sessions,
    session: Session,
    code: Option<ShownCode>,
    phone_code: Option<ShownPhoneCode>,
    /// A command that is executed when the connection has closed.
    postponed: Option<Command>,
    /// When the first code of this run was shown.
    first_code: Option<Timestamp>,
    /// Why the account that has just linked must not stay, for `session.logged_out`.
    rejection: Option<&'static str>,
    /// The outcome of removing the link on the connection that was open.
    log_out: Option<LogOut>,
    /// WhatsApp has removed a link that had logged in before.
    removed_by_whatsapp: bool,
    /// The credentials are useless, and are deleted when the connection has closed.
    delete_credentials: bool,
    /// This run has ended in a failure that was reported.
    failed: bool,
    /// Runs in a row that ended in a failure.
    failures: u32,
}

/// Runs the session until nothing is left to do. An error means that its row could not be read.
async fn run(
    sessions: &Sessions,
    session_id: &SessionId,
    inbox: &mut Inbox,
) -> Result<(), StoreError> {
    let Some(session) = sessions.store.session(session_id).await? else {
        reject_all(sessions, session_id, inbox);
        return Ok(());
    };
    let mut driver = Driver::new(sessions.clone(), session);
    if driver.work(inbox).await == Err(Ended::Gone) {
        driver.delete_stored_credentials().await;
        reject_all(sessions, session_id, inbox);
    }
    Ok(())
}

/// Answers the remaining commands with an error: the session does not exist any more.
fn reject_all(sessions: &Sessions, session_id: &SessionId, inbox: &mut Inbox) {
    sessions.hub.release(session_id);
    loop {
        while let Ok(command) = inbox.try_recv() {
            command.reply.send(Err(CommandError::Gone));
        }
        if sessions.drivers.retire(session_id, inbox) {
            return;
        }
    }
}

impl Driver {
    fn new(sessions: Sessions, session: Session) -> Self {
        Driver {
            sessions,
            session,
            code: None,
            phone_code: None,
            postponed: None,
            first_code: None,
            rejection: None,
            log_out: None,
            removed_by_whatsapp: false,
            delete_credentials: false,
            failed: false,
            failures: 0,
        }
    }

    async fn work(&mut self, inbox: &mut Inbox) -> Step {
        // There is no connection yet, so a connected status is that of an earlier process or task.
        self.apply(Input::Dropped).await?;
        let mut next = if self.session.status().is_wanted() {
            Next::Run
        } else {
            Next::Wait
        };
        loop {
            next = match next {
                Next::Wait => self.wait(inbox).await?,
                Next::Run => self.run_once(inbox).await?,
                Next::End => return Ok(()),
            };
        }
    }

    /// Between two runs.
    async fn wait(&mut self, inbox: &mut Inbox) -> Step<Next> {
        if let Some(command) = self.postponed.take() {
            return self.handle_command(command).await;
        }
        let Some(pause) = self.pause() else {
            return match inbox.try_recv() {
                Ok(command) => self.handle_command(command).await,
                Err(_) => Ok(self.retire(inbox)),
            };
        };
        let until = Instant::now() + pause;
        tokio::select! {
            () = tokio::time::sleep_until(until) => {
                self.apply(Input::Resume).await?;
                Ok(Next::Run)
            }
            // The status stays as it is: the next process continues from it.
            () = self.sessions.tasks.stopping() => Ok(Next::End),
            Some(command) = inbox.recv() => self.handle_command(command).await,
        }
    }

    fn retire(&self, inbox: &Inbox) -> Next {
        self.sessions.hub.release(&self.session.id);
        if self.sessions.drivers.retire(&self.session.id, inbox) {
            Next::End
        } else {
            Next::Wait
        }
    }

    /// How long until the session resumes by itself, if it does.
    fn pause(&self) -> Option<Duration> {
        match &self.session.state {
            State::LoggingIn(_) | State::Connected(_) | State::Reconnecting(_) => {
                Some(retry::wait(self.failures, rand::random()))
            }
            state => Some(state.resume_at()?.remaining(self.sessions.now())),
        }
    }

    /// Applies an input and commits the change.
    async fn apply(&mut self, input: Input) -> Step {
        while self.try_apply(input.clone()).await? == Commit::LinkEnded {}
        Ok(())
    }

    /// As [`Self::apply`], for a caller that has to check again when a link has ended.
    async fn try_apply(&mut self, input: Input) -> Step<Commit> {
        let at = self.sessions.now();
        let change = transition::apply(&self.session, input, at);
        if !change.is_nothing(&self.session) {
            if let Some(failure) = change.failed {
                self.sessions.metrics.sessions.failed(failure.as_str());
            }
            if self.commit(change, at).await? == Commit::LinkEnded {
                return Ok(Commit::LinkEnded);
            }
        }
        self.publish();
        Ok(Commit::Done)
    }

    async fn commit(&mut self, change: Change, at: Timestamp) -> Step<Commit> {
        loop {
            let links = self.affected_links(&change).await;
            // The turn is held for one attempt, so that sessions that share it do not wait for the retry.
            let written = {
                let _turn = self.sessions.ids.lock_session(&change.session.id).await;
                let rows = envelope::rows(&change, &links, &self.sessions.ids, at);
                let store = &self.sessions.store;
                store.commit(&change.session, &rows, &links).await
            };
            match written {
                Ok(()) => break,
                Err(StoreError::NotFound) => return Err(Ended::Gone),
                Err(StoreError::LinkEnded) => return Ok(Commit::LinkEnded),
                Err(error) if error.is_permanent() => {
                    self.report_refused_change(&error);
                    return Ok(Commit::Done);
                }
                Err(error) => self.wait_for_the_database(&error).await,
            }
        }
        self.accept(change);
        Ok(Commit::Done)
    }

    /// Retrying a change that the database refuses for good would block the session for ever.
    fn report_refused_change(&self, error: &StoreError) {
        tracing::error!(session = self.session.id.as_str(), %error, "the database refuses a change for good; it is left out");
    }

    /// The links whose events a change emits: those that wait for a session that connects or fails.
    async fn affected_links(&self, change: &Change) -> Vec<WidgetSession> {
        let status = change.session.status();
        let connects = status == Status::Connected && status != self.session.status();
        if !connects && change.failed.is_none() {
            return Vec::new();
        }
        self.open_links().await
    }

    async fn open_links(&self) -> Vec<WidgetSession> {
        loop {
            match self.sessions.store.open_links(&self.session.id).await {
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

    async fn wait_for_the_database(&self, error: &(impl std::error::Error + Sync)) {
        tracing::error!(session = self.session.id.as_str(), %error, "the database refuses a write; trying again");
        tokio::time::sleep(WRITE_RETRY_PAUSE).await;
    }

    fn publish(&self) {
        self.sessions.hub.publish(
            self.session.clone(),
            self.code.clone(),
            self.phone_code.clone(),
        );
    }

    fn outcome(&self) -> Outcome {
        Outcome {
            session: self.session.clone(),
            still_linked: false,
        }
    }

    /// Removes what is left of a link that has ended.
    async fn clean_up(&mut self) {
        if self.code.take().is_some() | self.phone_code.take().is_some() {
            self.publish();
        }
        if std::mem::take(&mut self.delete_credentials) {
            self.delete_stored_credentials().await;
        }
    }

    /// Only while not connected.
    async fn delete_stored_credentials(&self) {
        while let Err(error) = self
            .sessions
            .connections
            .delete_credentials(&self.session.id)
            .await
        {
            self.wait_for_the_database(&error).await;
        }
    }
}
