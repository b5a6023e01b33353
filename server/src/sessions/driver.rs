//! The loop of one live session: engine event -> transition -> one transaction -> hub.
//!
//! A driver outlives whoever asked for it; that nobody watches is normal. Each of its lives is one line of the
//! engine; between two lives it may wait, for a ban to end or because the last one failed.

mod hearing;
pub(super) mod reach;

use std::time::Duration;

use engine::{Event, Line, Proxy};
use tokio::sync::{mpsc, oneshot};

use super::drivers::Command;
use super::envelope;
use crate::app::App;
use crate::domain::retry;
use crate::domain::session::{Reason, Session, Status};
use crate::domain::time::Timestamp;
use crate::domain::transition::{self, Input};
use crate::hub::{ShownCode, ShownPhoneCode};
use crate::store::StoreError;

/// Between two attempts to write what happened; the event waits, it is not dropped.
const WRITE_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// Starts the session's driver unless it is running.
pub(super) fn ensure(app: &App, session_id: &str) {
    if let Some(commands) = app.drivers.claim(session_id) {
        app.tasks
            .spawn(run(app.clone(), session_id.to_owned(), commands));
    }
}

async fn run(app: App, session_id: String, mut commands: mpsc::UnboundedReceiver<Command>) {
    match app.store.session(&session_id).await {
        Ok(Some(session)) => Driver::new(app.clone(), session).live(&mut commands).await,
        Ok(None) => {}
        Err(error) => {
            tracing::error!(session = session_id, %error, "cannot start: the session cannot be read");
        }
    }
    app.drivers.remove(&session_id);
    app.hub.release(&session_id);
    // Whoever asked for a start while we were ending gets one.
    while let Ok(command) = commands.try_recv() {
        if matches!(command, Command::Start) {
            ensure(&app, &session_id);
        }
    }
}

struct Driver {
    app: App,
    session: Session,
    code: Option<ShownCode>,
    phone_code: Option<ShownPhoneCode>,
    failure: Option<&'static str>,
    /// When the first code of this life was shown.
    first_code: Option<Timestamp>,
    /// The link must not stay: the wrong number was scanned.
    unwelcome: bool,
    /// The credentials are worthless and go when the engine has let go of them.
    forget: bool,
    /// Lives in a row that ended in a failure.
    failures: u32,
}

/// What follows a life.
enum Then {
    End,
    /// Somebody asked for a start when this life was already over.
    StartAgain,
    /// Told to stop, or the process is stopping: those who wait are told when everything is put away.
    Stopped(Option<oneshot::Sender<()>>),
}

impl Driver {
    fn new(app: App, session: Session) -> Self {
        Driver {
            app,
            session,
            code: None,
            phone_code: None,
            failure: None,
            first_code: None,
            unwelcome: false,
            forget: false,
            failures: 0,
        }
    }

    async fn live(mut self, commands: &mut mpsc::UnboundedReceiver<Command>) {
        // A process that starts while a ban lasts does not start the session.
        let mut then = if self.session.resume_at.is_some() {
            Then::End
        } else {
            self.one_life(commands).await
        };
        loop {
            match then {
                Then::Stopped(done) => {
                    if let Some(done) = done {
                        let _ = done.send(());
                    }
                    return;
                }
                Then::StartAgain => {}
                Then::End => match self.pause() {
                    None => return,
                    Some(pause) => {
                        if let Some(stopped) = self.wait(pause, commands).await {
                            then = stopped;
                            continue;
                        }
                    }
                },
            }
            then = self.one_life(commands).await;
        }
    }

    /// How long until the session is to come back by itself, if it is.
    fn pause(&self) -> Option<Duration> {
        match (self.session.status, self.session.resume_at) {
            (Status::Disconnected(Reason::TemporaryBan), Some(until)) => {
                Some(until.remaining(self.app.now()))
            }
            (Status::LoggingIn | Status::Connected | Status::Reconnecting, _) => {
                Some(retry::wait(self.failures, rand::random()))
            }
            _ => None,
        }
    }

    /// Waits out a pause; a start cuts it short, a stop ends it.
    async fn wait(
        &mut self,
        pause: Duration,
        commands: &mut mpsc::UnboundedReceiver<Command>,
    ) -> Option<Then> {
        let until = tokio::time::Instant::now() + pause;
        loop {
            tokio::select! {
                () = tokio::time::sleep_until(until) => return None,
                () = self.app.tasks.stopping() => return Some(Then::Stopped(None)),
                Some(command) = commands.recv() => match command {
                    Command::Start => return None,
                    Command::Stop(done) => {
                        self.take(Input::Stop).await;
                        return Some(Then::Stopped(Some(done)));
                    }
                    Command::LogOut(done) => {
                        // Nobody is on the line to unlink with: what we hold is thrown away.
                        self.forget = true;
                        self.take(Input::LoggedOut { reason: "requested" }).await;
                        self.put_away().await;
                        return Some(Then::Stopped(Some(done)));
                    }
                    Command::Show(_) => {}
                },
            }
        }
    }

    /// One line of the engine, from its opening until it has closed.
    async fn one_life(&mut self, commands: &mut mpsc::UnboundedReceiver<Command>) -> Then {
        self.failure = None;
        self.first_code = None;
        self.unwelcome = false;
        self.begin_reach();
        self.take(Input::Start).await;
        let proxy = self
            .session
            .proxy
            .as_deref()
            .and_then(|proxy| Proxy::parse(proxy).ok());
        let (line, mut events) = self.app.engine.open(&self.session.id, proxy);
        self.app
            .drivers
            .set_line(&self.session.id, Some(line.clone()));
        let mut then = Then::End;
        loop {
            tokio::select! {
                event = events.recv() => match event {
                    None | Some(Event::Closed) => break,
                    Some(event) => self.hear(event, &line).await,
                },
                Some(command) = commands.recv() => match command {
                    Command::Start if self.session.status.is_wanted() => {}
                    Command::Start => then = Then::StartAgain,
                    Command::Show(code) => self.show_phone_code(code),
                    Command::Stop(done) => {
                        line.stop().await;
                        self.take(Input::Stop).await;
                        then = Then::Stopped(Some(done));
                    }
                    Command::LogOut(done) => {
                        self.log_out(&line, "requested").await;
                        then = Then::Stopped(Some(done));
                    }
                },
                // The state stays as it is: the next process carries on from it.
                () = self.app.tasks.stopping() => {
                    line.stop().await;
                    self.app.drivers.set_line(&self.session.id, None);
                    self.end_reach();
                    return Then::Stopped(None);
                }
            }
        }
        self.app.drivers.set_line(&self.session.id, None);
        self.end_reach();
        // An end nobody announced is a failure; after an announced one this changes nothing.
        self.take(Input::Failed).await;
        self.put_away().await;
        then
    }

    async fn log_out(&mut self, line: &Line, reason: &'static str) {
        line.log_out().await;
        self.forget = true;
        self.take(Input::LoggedOut { reason }).await;
        // A session that was never linked has nobody to log out; it just ends.
        self.take(Input::Stop).await;
    }

    fn show_phone_code(&mut self, code: ShownPhoneCode) {
        if self.session.status == Status::Scanning {
            self.failure = None;
            self.app.metrics.sessions.phone_code_shown();
            self.phone_code = Some(code);
            self.publish();
        }
    }

    /// Tells the person why this attempt failed; the session itself stands where it stood.
    fn fail(&mut self, failure: &'static str) {
        self.note_failure(failure);
        self.publish();
    }

    fn note_failure(&mut self, failure: &'static str) {
        self.app.metrics.sessions.failed(failure);
        self.failure = Some(failure);
    }

    async fn take(&mut self, input: Input) {
        let at = self.app.now();
        let change = transition::apply(&self.session, input, at);
        if !change.is_nothing(&self.session) {
            let _turn = self.app.ids.turn(&change.session.id).await;
            let rows = envelope::rows(&change.events, &self.app.ids, at);
            while let Err(error) = self.app.store.commit(&change.session, &rows).await {
                self.wait_for_the_database(&error).await;
            }
            if change.session.status != self.session.status {
                tracing::info!(
                    session = change.session.id,
                    status = change.session.status.stored(),
                    "session changed"
                );
            }
            self.session = change.session;
        }
        self.publish();
    }

    async fn wait_for_the_database(&self, error: &StoreError) {
        tracing::error!(session = self.session.id, %error, "the database does not take it; trying again");
        tokio::time::sleep(WRITE_AGAIN_AFTER).await;
    }

    fn publish(&self) {
        self.app.hub.publish(
            self.session.clone(),
            self.code.clone(),
            self.phone_code.clone(),
            self.failure,
        );
    }

    /// Nothing of a dead link stays.
    async fn put_away(&mut self) {
        self.code = None;
        self.phone_code = None;
        self.publish();
        while self.forget {
            match self.app.engine.forget(&self.session.id).await {
                Ok(()) => self.forget = false,
                Err(error) => {
                    tracing::error!(session = self.session.id, %error, "the credentials cannot be deleted; trying again");
                    tokio::time::sleep(WRITE_AGAIN_AFTER).await;
                }
            }
        }
    }
}
