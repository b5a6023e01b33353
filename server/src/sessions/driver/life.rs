//! One life of a session: one line of the engine, from its opening until it has closed and its last event is handled.

use engine::{Event, Line};
use tokio::sync::mpsc::UnboundedReceiver;

use super::{Driver, Next, Step};
use crate::domain::failure::Failure;
use crate::domain::transition::Input;
use crate::sessions::command::{Action, Inbox};
use crate::sessions::proxy;

/// What ended a life.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// The line closed by itself.
    Closed,
    /// A command needs it closed.
    Asked,
    /// The process is stopping.
    Stopping,
}

impl Driver {
    pub(super) async fn live(&mut self, inbox: &mut Inbox) -> Step<Next> {
        self.first_code = None;
        self.rejection = None;
        self.log_out = None;
        self.ended_there = false;
        self.failed = false;
        self.begin_reach();
        let (line, mut events) = match self.open_line() {
            Ok(opened) => opened,
            Err(error) => {
                self.end_reach();
                tracing::warn!(session = self.session.id, %error, "a session cannot use its proxy");
                self.give_up(Failure::ProxyRefused).await?;
                self.clean_up().await;
                return Ok(Next::Rest);
            }
        };
        self.publish();
        let lived = self.listen(&line, &mut events, inbox).await;
        // Also where the row is gone: no line may run without a driver.
        line.stop().await;
        self.sessions.drivers.set_line(&self.session.id, None);
        self.end_reach();
        let end = lived?;
        self.handle_remaining_events(&line, &mut events).await?;
        if end == End::Stopping {
            // The state stays as it is: the next process carries on from it.
            return Ok(Next::End);
        }
        self.log_out_rejected().await?;
        if end == End::Closed && !self.failed {
            // A line that closes without a reason has failed; after an event that gave one this changes nothing.
            self.apply(Input::Failed(Failure::Unknown)).await?;
        }
        self.clean_up().await;
        Ok(Next::Rest)
    }

    pub(super) fn open_line(
        &self,
    ) -> Result<(Line, UnboundedReceiver<Event>), proxy::ProxySettingError> {
        let proxy = proxy::of(self.session.proxy.as_ref())?;
        let (line, events) = self.sessions.engine.open(&self.session.id, proxy);
        self.sessions
            .drivers
            .set_line(&self.session.id, Some(line.clone()));
        Ok((line, events))
    }

    async fn listen(
        &mut self,
        line: &Line,
        events: &mut UnboundedReceiver<Event>,
        inbox: &mut Inbox,
    ) -> Step<End> {
        loop {
            tokio::select! {
                event = events.recv() => match event {
                    None | Some(Event::Closed) => return Ok(End::Closed),
                    Some(event) => self.handle_event(event, line).await?,
                },
                Some(command) = inbox.recv() => {
                    let Some(command) = self.handle_live_command(command).await? else {
                        continue;
                    };
                    if matches!(command.action, Action::LogOut | Action::Delete) {
                        self.log_out = Some(line.log_out().await);
                    }
                    self.postponed = Some(command);
                    return Ok(End::Asked);
                }
                () = self.sessions.tasks.stopping() => return Ok(End::Stopping),
            }
        }
    }

    /// What the line had said before it closed: a phone may have accepted while it was being stopped.
    pub(super) async fn handle_remaining_events(
        &mut self,
        line: &Line,
        events: &mut UnboundedReceiver<Event>,
    ) -> Step {
        while let Some(event) = events.recv().await {
            if event == Event::Closed {
                break;
            }
            self.handle_event(event, line).await?;
        }
        Ok(())
    }
}
