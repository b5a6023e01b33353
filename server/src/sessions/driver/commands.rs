//! How a session handles each command: while it is connected, and while it is not.

use super::{Driver, DriverError, DriverResult, NextState};
use crate::domain::failure::Failure;
use crate::domain::phone::PhoneNumber;
use crate::domain::presence::Presence;
use crate::domain::proxy::ProxyUrl;
use crate::domain::session::{self, Session, StartedBy, Status};
use crate::domain::transition::Input;
use crate::sessions::command::{Action, Answer, Command, CommandError, CommandOutcome, LinkEnd};
use crate::store::StoreError;

impl Driver {
    /// While connected. Returns the command if the connection has to be closed for it.
    pub(super) async fn handle_live_command(
        &mut self,
        command: Command,
    ) -> DriverResult<Option<Command>> {
        let status = self.session.status();
        let needs_close = match &command.action {
            Action::Resume => false,
            Action::Show(code) => {
                self.show_phone_code(code.clone()).await?;
                false
            }
            Action::Start if status.is_wanted() => {
                self.start_by_backend().await?;
                false
            }
            Action::OpenLink(lock) if status.is_wanted() => self.has_codes_of_others(lock.as_ref()),
            Action::RenewLink(lock) if status.is_wanted() => {
                self.retry_now();
                let failed =
                    |failure: Failure| status == Status::Scanning && !failure.is_temporary();
                self.session.failure.is_some_and(failed) || self.has_codes_of_others(lock.as_ref())
            }
            // A login that has begun in time may finish.
            Action::EndLink(LinkEnd::Expired) if status != Status::Scanning => false,
            Action::EndLink(_) => self.is_unfinished() && !self.is_awaited().await,
            Action::SetProxy(proxy) => *proxy != self.session.proxy,
            Action::SetPresence(presence) => {
                let answer = self.set_presence(*presence).await?;
                command.reply.send(answer);
                return Ok(None);
            }
            Action::AccessEnded(_) => false,
            Action::SignUp(_)
            | Action::Start
            | Action::OpenLink(_)
            | Action::RenewLink(_)
            | Action::Stop
            | Action::Restart
            | Action::LogOut
            | Action::Delete => true,
        };
        if needs_close {
            return Ok(Some(command));
        }
        command.reply.send(Ok(self.outcome()));
        Ok(None)
    }

    /// If the connection waits for its next attempt to reach WhatsApp, it makes the attempt at once.
    fn retry_now(&self) {
        if let Some(connection) = self.sessions.drivers.connection(&self.session.id) {
            connection.renew();
        }
    }

    /// Whether its first login is still to come.
    fn is_unfinished(&self) -> bool {
        match self.session.status() {
            Status::Scanning => true,
            Status::LoggingIn | Status::Reconnecting => !self.session.announced,
            _ => false,
        }
    }

    /// Whether the codes that are shown were issued under another number lock.
    fn has_codes_of_others(&self, lock: Option<&PhoneNumber>) -> bool {
        self.session.status() == Status::Scanning && self.session.code_lock.as_ref() != lock
    }

    /// While not connected.
    pub(super) async fn handle_command(&mut self, command: Command) -> DriverResult<NextState> {
        let Command { action, reply } = command;
        let (next, answer) = match self.execute_and_reopen(action).await {
            Ok(executed) => executed,
            // Its row was deleted in the meantime.
            Err(error @ DriverError::SessionDeleted) => {
                reply.send(Err(CommandError::SessionDeleted));
                return Err(error);
            }
        };
        reply.send(answer);
        if next == NextState::End {
            return Err(DriverError::SessionDeleted);
        }
        Ok(next)
    }

    /// A Cloud API session has no connection of its own to open.
    async fn execute_and_reopen(&mut self, action: Action) -> DriverResult<(NextState, Answer)> {
        let (next, answer) = self.execute(action).await?;
        if next == NextState::Run && self.session.is_cloud() {
            self.reopen_cloud().await?;
            return self.answer(NextState::Wait);
        }
        Ok((next, answer))
    }

    /// The next state of the driver, and the answer for the caller; `End` if the session was deleted.
    async fn execute(&mut self, action: Action) -> DriverResult<(NextState, Answer)> {
        let wanted = self.session.status().is_wanted();
        match action {
            Action::Resume | Action::Show(_) => self.answer(NextState::Wait),
            Action::Start => {
                self.start_by_backend().await?;
                self.answer(NextState::Run)
            }
            Action::OpenLink(lock) => self.open_link(lock).await,
            Action::RenewLink(lock) if wanted && self.session.account().is_none() => {
                self.open_link(lock).await
            }
            Action::RenewLink(_) if wanted => self.answer(NextState::Run),
            Action::RenewLink(lock) => self.open_link(lock).await,
            Action::EndLink(end) => {
                self.end_link(end).await?;
                self.answer(NextState::Wait)
            }
            Action::Stop => {
                self.apply(Input::Stop).await?;
                self.answer(NextState::Wait)
            }
            Action::Restart if wanted => {
                self.restart().await?;
                self.answer(NextState::Run)
            }
            Action::Restart => {
                self.start_by_backend().await?;
                self.answer(NextState::Run)
            }
            Action::SetProxy(proxy) => self.set_proxy(proxy).await,
            Action::SetPresence(presence) => {
                Ok((self.run_or_wait(), self.set_presence(presence).await?))
            }
            Action::LogOut => {
                let outcome = self.log_out_on_request().await?;
                Ok((NextState::Wait, Ok(outcome)))
            }
            Action::Delete => self.delete().await,
            Action::SignUp(signup) => self.sign_up(&signup).await,
            Action::AccessEnded(reason) => {
                if self.session.is_cloud() {
                    self.apply(Input::LoggedOut { reason }).await?;
                }
                self.answer(self.run_or_wait())
            }
        }
    }

    pub(super) fn answer(&self, next: NextState) -> DriverResult<(NextState, Answer)> {
        Ok((next, Ok(self.outcome())))
    }

    /// Codes that the backend requests are for any number; codes already shown keep their lock.
    async fn start_by_backend(&mut self) -> DriverResult {
        let lock = self.lock_for(None).await;
        let by = StartedBy::Backend;
        self.apply(Input::Start { by, lock }).await
    }

    async fn restart(&mut self) -> DriverResult {
        let lock = self.session.code_lock.clone();
        self.apply(Input::Restart { lock }).await
    }

    /// The lock of new codes. A phone that has accepted a code but is not known yet keeps that code's lock.
    async fn lock_for(&self, lock: Option<PhoneNumber>) -> Option<PhoneNumber> {
        if self.session.account().is_none() && self.is_linked().await {
            self.session.code_lock.clone()
        } else {
            lock
        }
    }

    async fn open_link(&mut self, lock: Option<PhoneNumber>) -> DriverResult<(NextState, Answer)> {
        if let Some(account) = self.session.account()
            && !session::admits(lock.as_ref(), account)
        {
            // The linked number stays linked; it is not the one that this link is for.
            self.apply(Input::Refused(Failure::WrongNumber)).await?;
            return self.answer(self.run_or_wait());
        }
        let lock = self.lock_for(lock).await;
        let input = if self.session.status().is_wanted() {
            Input::Restart { lock }
        } else {
            let by = StartedBy::Link;
            Input::Start { by, lock }
        };
        self.apply(input).await?;
        self.answer(NextState::Run)
    }

    async fn end_link(&mut self, end: LinkEnd) -> DriverResult {
        if !self.is_unfinished() || self.is_awaited().await {
            return Ok(());
        }
        if self.is_linked().await {
            // A phone has accepted, and no link is open for it any more.
            return self.log_out("link_ended").await.map(drop);
        }
        match (self.session.status(), end) {
            (Status::Scanning, LinkEnd::Expired) => self.apply(Input::CodesExhausted).await,
            (Status::Scanning, LinkEnd::Withdrawn) => self.apply(Input::Stop).await,
            _ => Ok(()),
        }
    }

    async fn set_proxy(&mut self, proxy: Option<ProxyUrl>) -> DriverResult<(NextState, Answer)> {
        let changed = Session {
            proxy,
            updated_at: self.sessions.now(),
            ..self.session.clone()
        };
        match self.sessions.store.set_proxy(&changed).await {
            Ok(()) => {}
            Err(StoreError::NotFound) => return Err(DriverError::SessionDeleted),
            Err(error) => return Ok((self.run_or_wait(), Err(error.into()))),
        }
        self.session = changed;
        if self.session.status().is_wanted() {
            self.restart().await?;
        }
        self.publish();
        self.answer(self.run_or_wait())
    }

    /// A session that is connected reports its new presence at once.
    async fn set_presence(&mut self, presence: Presence) -> DriverResult<Answer> {
        let changed = Session {
            presence,
            updated_at: self.sessions.now(),
            ..self.session.clone()
        };
        match self.sessions.store.set_presence(&changed).await {
            Ok(()) => {}
            Err(StoreError::NotFound) => return Err(DriverError::SessionDeleted),
            Err(error) => return Ok(Err(error.into())),
        }
        self.session = changed;
        if let Some(connection) = self.sessions.drivers.connection(&self.session.id) {
            connection.set_presence(presence);
        }
        Ok(Ok(self.outcome()))
    }

    /// `Run` for a session that has to run.
    pub(super) fn run_or_wait(&self) -> NextState {
        if self.session.status().is_wanted() {
            NextState::Run
        } else {
            NextState::Wait
        }
    }

    async fn log_out_on_request(&mut self) -> DriverResult<CommandOutcome> {
        let still_linked = self.log_out("requested").await?;
        let session = self.session.clone();
        Ok(CommandOutcome {
            session,
            still_linked,
        })
    }

    async fn delete(&mut self) -> DriverResult<(NextState, Answer)> {
        let outcome = self.log_out_on_request().await?;
        match self.sessions.store.delete_session(&self.session).await {
            Ok(()) => {
                self.sessions.hub.touch(&self.session.id);
                Ok((NextState::End, Ok(outcome)))
            }
            Err(error) => Ok((NextState::Wait, Err(error.into()))),
        }
    }
}
