//! The task that owns a session: every command and every event of its connection goes through it, one at a time.
//!
//! Event or command -> transition -> one transaction -> hub. A driver continues when the caller that started it has
//! disconnected. Each of its runs is one connection; between two runs it may wait, for a ban to end or because the last
//! run failed. It ends when nothing is left to do, and starts again with the next command.

mod admission;
mod commands;
mod commit;
mod events;
mod messages;
mod phone;
mod reach;
mod run;
mod signup;
mod supervise;
mod unlink;

use std::time::Duration;

pub(super) use supervise::supervise;

use super::command::{Command, CommandError, CommandOutcome, Inbox};
use crate::domain::id::SessionId;
use crate::domain::retry;
use crate::domain::session::{Session, State};
use crate::domain::time::Timestamp;
use crate::domain::transition::Input;
use crate::runtime::clock::SharedClock;
use crate::sessions::Sessions;
use crate::sessions::connection::LogOut;
use crate::sessions::hub::{ShownCode, ShownPhoneCode};
use crate::store::StoreError;

/// Why a driver ends early.
#[derive(Debug, PartialEq, Eq)]
enum DriverError {
    /// The session's row does not exist any more.
    SessionDeleted,
}

type DriverResult<T = ()> = Result<T, DriverError>;

/// What a driver does next.
#[derive(Debug, PartialEq, Eq)]
enum NextState {
    /// Waits for a command, or for the time at which the session resumes by itself.
    Wait,
    /// Connects.
    Run,
    /// Ends: nothing is left to do, or the process is stopping.
    End,
}

/// How long a session waits between two runs.
enum Pause {
    For(Duration),
    Until(Timestamp),
}

impl Pause {
    async fn over(&self, clock: &SharedClock) {
        match self {
            Pause::For(time) => tokio::time::sleep(*time).await,
            Pause::Until(at) => clock.reached(*at).await,
        }
    }
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
    if driver.run(inbox).await == Err(DriverError::SessionDeleted) {
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
            command.reply.send(Err(CommandError::SessionDeleted));
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

    async fn run(&mut self, inbox: &mut Inbox) -> DriverResult {
        let mut next = NextState::Wait;
        if !self.session.is_cloud() {
            // There is no connection yet, so a connected status is that of an earlier process or task.
            self.apply(Input::Dropped).await?;
            next = self.run_or_wait();
        }
        loop {
            next = match next {
                NextState::Wait => self.wait(inbox).await?,
                NextState::Run => self.run_once(inbox).await?,
                NextState::End => return Ok(()),
            };
        }
    }

    /// Between two runs.
    async fn wait(&mut self, inbox: &mut Inbox) -> DriverResult<NextState> {
        if let Some(command) = self.postponed.take() {
            return self.handle_command(command).await;
        }
        let Some(pause) = self.pause() else {
            return match inbox.try_recv() {
                Ok(command) => self.handle_command(command).await,
                Err(_) => Ok(self.retire(inbox)),
            };
        };
        tokio::select! {
            () = pause.over(&self.sessions.clock) => {
                self.apply(Input::Resume).await?;
                Ok(NextState::Run)
            }
            // The status stays as it is: the next process continues from it.
            () = self.sessions.tasks.stopping() => Ok(NextState::End),
            Some(command) = inbox.recv() => self.handle_command(command).await,
        }
    }

    fn retire(&self, inbox: &Inbox) -> NextState {
        self.sessions.hub.release(&self.session.id);
        if self.sessions.drivers.retire(&self.session.id, inbox) {
            NextState::End
        } else {
            NextState::Wait
        }
    }

    /// How long until the session resumes by itself, if it does.
    fn pause(&self) -> Option<Pause> {
        if self.session.is_cloud() {
            return None;
        }
        match &self.session.state {
            State::LoggingIn(_) | State::Connected(_) | State::Reconnecting(_) => {
                Some(Pause::For(retry::wait(self.failures, rand::random())))
            }
            state => Some(Pause::Until(state.resume_at()?)),
        }
    }

    fn publish(&self) {
        self.sessions.hub.publish(
            self.session.clone(),
            self.code.clone(),
            self.phone_code.clone(),
        );
    }

    fn outcome(&self) -> CommandOutcome {
        CommandOutcome {
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
