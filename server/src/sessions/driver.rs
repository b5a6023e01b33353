//! The task that owns a session: every command and every event of the engine goes through it, one after the other.
//!
//! Event or command -> transition -> one transaction -> hub. A driver goes on when the caller that started it is gone. Each of its
//! lives is one line of the engine; between two lives it may wait, for a ban to end or because the last one failed.
//! It ends when nothing is left to do, and starts again with the next command.

mod admission;
mod commands;
mod events;
mod life;
mod reach;
mod supervise;
mod unlink;

use std::time::Duration;

use tokio::time::Instant;

pub(super) use supervise::supervise;

use super::command::{Command, CommandError, Inbox, Outcome};
use super::envelope;
use crate::domain::retry;
use crate::domain::session::{Reason, Session, Status};
use crate::domain::time::Timestamp;
use crate::domain::transition::{self, Change, Input};
use crate::domain::widget_session::WidgetSession;
use crate::sessions::Sessions;
use crate::sessions::hub::{ShownCode, ShownPhoneCode};
use crate::store::StoreError;
use engine::LogOut;

/// Between two attempts to write what happened; the event waits, it is not dropped.
const WRITE_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// Why a driver ends before its time.
#[derive(Debug, PartialEq, Eq)]
enum Ended {
    /// The session's row does not exist any more.
    Gone,
}

type Step<T = ()> = Result<T, Ended>;

/// What became of a change that was to be committed.
#[derive(Debug, PartialEq, Eq)]
enum Commit {
    Done,
    /// Nothing was written: a link that the change would have completed has ended.
    LinkEnded,
}

/// What a driver does next.
#[derive(Debug, PartialEq, Eq)]
enum Next {
    /// Waits for a command, or for the time at which the session comes back by itself.
    Rest,
    /// Opens a line.
    Live,
    /// Ends: nothing is left to do, or the process is stopping.
    End,
}

struct Driver {
    sessions: Sessions,
    session: Session,
    code: Option<ShownCode>,
    phone_code: Option<ShownPhoneCode>,
    /// A command that needs the line closed, to be obeyed when it is.
    postponed: Option<Command>,
    /// When the first code of this life was shown.
    first_code: Option<Timestamp>,
    /// Why the account that has just linked must not stay, for `session.logged_out`.
    rejection: Option<&'static str>,
    /// What became of the link when it was to be removed on the line that was open.
    log_out: Option<LogOut>,
    /// WhatsApp has ended a link that had logged in before.
    ended_there: bool,
    /// The credentials are worthless and go when the engine has let go of them.
    forget: bool,
    /// This life has ended in a failure that was announced.
    failed: bool,
    /// Lives in a row that ended in a failure.
    failures: u32,
}

/// Runs the session until nothing is left to do. An error means that its row could not be read.
async fn run(sessions: &Sessions, session_id: &str, inbox: &mut Inbox) -> Result<(), StoreError> {
    let Some(session) = sessions.store.session(session_id).await? else {
        refuse_all(sessions, session_id, inbox);
        return Ok(());
    };
    let mut driver = Driver::new(sessions.clone(), session);
    if driver.work(inbox).await == Err(Ended::Gone) {
        driver.clear().await;
        refuse_all(sessions, session_id, inbox);
    }
    Ok(())
}

/// Answers the remaining commands: the session is gone.
fn refuse_all(sessions: &Sessions, session_id: &str, inbox: &mut Inbox) {
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
            ended_there: false,
            forget: false,
            failed: false,
            failures: 0,
        }
    }

    async fn work(&mut self, inbox: &mut Inbox) -> Step {
        // Nothing of it runs yet, so what the row says of a connection was true of another process or task.
        self.apply(Input::Dropped).await?;
        let mut next = if self.session.status.is_wanted() {
            Next::Live
        } else {
            Next::Rest
        };
        loop {
            next = match next {
                Next::Rest => self.rest(inbox).await?,
                Next::Live => self.live(inbox).await?,
                Next::End => return Ok(()),
            };
        }
    }

    /// Between two lives.
    async fn rest(&mut self, inbox: &mut Inbox) -> Step<Next> {
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
                Ok(Next::Live)
            }
            // The state stays as it is: the next process carries on from it.
            () = self.sessions.tasks.stopping() => Ok(Next::End),
            Some(command) = inbox.recv() => self.handle_command(command).await,
        }
    }

    fn retire(&self, inbox: &Inbox) -> Next {
        self.sessions.hub.release(&self.session.id);
        if self.sessions.drivers.retire(&self.session.id, inbox) {
            Next::End
        } else {
            Next::Rest
        }
    }

    /// How long until the session is to come back by itself, if it is.
    fn pause(&self) -> Option<Duration> {
        match (self.session.status, self.session.resume_at) {
            (Status::Disconnected(Reason::TemporaryBan), Some(until)) => {
                Some(until.remaining(self.sessions.now()))
            }
            (Status::LoggingIn | Status::Connected | Status::Reconnecting, _) => {
                Some(retry::wait(self.failures, rand::random()))
            }
            _ => None,
        }
    }

    /// Applies an input and commits the change.
    async fn apply(&mut self, input: Input) -> Step {
        while self.try_apply(input.clone()).await? == Commit::LinkEnded {}
        Ok(())
    }

    /// As [`Self::apply`], for a caller that has to check again once a link has ended.
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
            // The turn is held for one attempt: sessions that share it go on while this one waits for the next.
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

    /// Trying a change again that the database refuses for good would hold the session up for ever.
    fn report_refused_change(&self, error: &StoreError) {
        tracing::error!(session = self.session.id, %error, "the database refuses a change for good; it is left out");
    }

    /// The links whose events a change emits: those that wait for a session that connects or fails.
    async fn affected_links(&self, change: &Change) -> Vec<WidgetSession> {
        let status = change.session.status;
        let connects = status == Status::Connected && status != self.session.status;
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

    /// Takes over what has been written.
    fn accept(&mut self, change: Change) {
        if change.session.status != self.session.status {
            tracing::info!(
                session = change.session.id,
                status = change.session.status.stored(),
                "session changed"
            );
        }
        self.session = change.session;
    }

    async fn wait_for_the_database(&self, error: &(impl std::error::Error + Sync)) {
        tracing::error!(session = self.session.id, %error, "the database does not take it; trying again");
        tokio::time::sleep(WRITE_AGAIN_AFTER).await;
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

    /// Nothing of a dead link stays.
    async fn clean_up(&mut self) {
        if self.code.take().is_some() | self.phone_code.take().is_some() {
            self.publish();
        }
        if std::mem::take(&mut self.forget) {
            self.clear().await;
        }
    }

    /// Deletes what the engine keeps. Only while no line is open.
    async fn clear(&self) {
        while let Err(error) = self.sessions.engine.forget(&self.session.id).await {
            self.wait_for_the_database(&error).await;
        }
    }
}
