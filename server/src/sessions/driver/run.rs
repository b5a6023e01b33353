//! One run of a session: one connection, from opening until it has closed and its last event is handled.

use super::{Driver, DriverResult, NextState};
use crate::domain::failure::Failure;
use crate::domain::session::Session;
use crate::domain::transition::Input;
use crate::sessions::command::{Action, Inbox};
use crate::sessions::connection::proxy::ProxySettingError;
use crate::sessions::connection::{Connection, Events};

/// Why a run ended.
#[derive(Debug, PartialEq, Eq)]
enum RunEnd {
    /// The connection closed by itself.
    Closed,
    /// A command needs the connection closed.
    Command,
    /// The process is stopping.
    Stopping,
}

impl Driver {
    pub(super) async fn run_once(&mut self, inbox: &mut Inbox) -> DriverResult<NextState> {
        self.first_code = None;
        self.rejection = None;
        self.log_out = None;
        self.removed_by_whatsapp = false;
        self.failed = false;
        self.begin_reach();
        let (connection, mut events) = match self.open_connection() {
            Ok(opened) => opened,
            Err(error) => {
                self.end_reach();
                tracing::warn!(
                    session = self.session.id.as_str(), %error,
                    "a session cannot use its proxy"
                );
                self.give_up(Failure::ProxyRefused).await?;
                self.clean_up().await;
                return Ok(NextState::Wait);
            }
        };
        self.publish();
        let result = self.listen(&connection, &mut events, inbox).await;
        // Also when the row is deleted: no connection may stay open without a driver.
        connection.close().await;
        self.sessions.drivers.set_connection(&self.session.id, None);
        self.end_reach();
        let end = result?;
        self.handle_remaining_events(&connection, &mut events)
            .await?;
        if end == RunEnd::Stopping {
            // The status stays as it is: the next process continues from it.
            return Ok(NextState::End);
        }
        self.log_out_rejected().await?;
        if end == RunEnd::Closed && !self.failed {
            // A connection that closes without a reason has failed; after an event with a reason this changes nothing.
            self.apply(Input::Failed(Failure::Unknown)).await?;
        }
        self.clean_up().await;
        Ok(NextState::Wait)
    }

    pub(super) fn open_connection(&self) -> Result<(Connection, Events), ProxySettingError> {
        let Session {
            id,
            tenant_id,
            proxy,
            presence,
            ..
        } = &self.session;
        let (connection, events) = self
            .sessions
            .connections
            .open(tenant_id, id, proxy.as_ref())?;
        connection.set_presence(*presence);
        self.sessions
            .drivers
            .set_connection(id, Some(connection.clone()));
        Ok((connection, events))
    }

    async fn listen(
        &mut self,
        connection: &Connection,
        events: &mut Events,
        inbox: &mut Inbox,
    ) -> DriverResult<RunEnd> {
        loop {
            tokio::select! {
                event = events.next() => match event {
                    None => return Ok(RunEnd::Closed),
                    Some(event) => self.handle_event(event, connection).await?,
                },
                Some(command) = inbox.recv() => {
                    let Some(command) = self.handle_live_command(command).await? else {
                        continue;
                    };
                    if matches!(command.action, Action::LogOut | Action::Delete) {
                        self.log_out = Some(connection.log_out().await);
                    }
                    self.postponed = Some(command);
                    return Ok(RunEnd::Command);
                }
                () = self.sessions.tasks.stopping() => return Ok(RunEnd::Stopping),
            }
        }
    }

    /// The events before the connection closed: a phone may have accepted in the meantime.
    pub(super) async fn handle_remaining_events(
        &mut self,
        connection: &Connection,
        events: &mut Events,
    ) -> DriverResult {
        while let Some(event) = events.next().await {
            self.handle_event(event, connection).await?;
        }
        Ok(())
    }
}
