//! The loop of one live session: engine event -> transition -> one transaction -> hub.
//!
//! A driver outlives whoever asked for it; that nobody watches is normal. It ends when the engine has closed
//! the session, and leaves the store saying why.

use std::time::Duration;

use engine::{Event, Line, Refusal};
use tokio::sync::mpsc;

use super::drivers::Command;
use super::envelope;
use crate::app::App;
use crate::domain::event::Code;
use crate::domain::mode::Method;
use crate::domain::session::{Account, Session, Status};
use crate::domain::transition::{self, Input};
use crate::hub::ShownCode;

/// Between two attempts to write what happened; the event waits, it is not dropped.
const WRITE_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// Starts the session's driver unless it is running.
pub(super) fn ensure(app: &App, session_id: &str) {
    if let Some(inbox) = app.drivers.claim(session_id) {
        app.tasks
            .spawn(run(app.clone(), session_id.to_owned(), inbox));
    }
}

async fn run(app: App, session_id: String, mut commands: mpsc::UnboundedReceiver<Command>) {
    let mut again = true;
    while again {
        again = match app.store.session(&session_id).await {
            Ok(Some(session)) => Driver::new(app.clone(), session).live(&mut commands).await,
            Ok(None) => false,
            Err(error) => {
                tracing::error!(session = session_id, %error, "cannot start: the session cannot be read");
                false
            }
        };
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
    failure: Option<&'static str>,
    /// The link must not stay: the wrong number was scanned.
    unwelcome: bool,
    /// The credentials are worthless and go when the engine has let go of them.
    forget: bool,
    /// Somebody asked for a start when this life was already over.
    again: bool,
}

impl Driver {
    fn new(app: App, session: Session) -> Self {
        Driver {
            app,
            session,
            code: None,
            failure: None,
            unwelcome: false,
            forget: false,
            again: false,
        }
    }

    /// Lives until the engine has closed the session. True when another life is wanted at once.
    async fn live(mut self, commands: &mut mpsc::UnboundedReceiver<Command>) -> bool {
        self.take(Input::Start).await;
        let (line, mut events) = self.app.engine.open(&self.session.id);
        let mut stopped = None;
        loop {
            tokio::select! {
                event = events.recv() => match event {
                    None | Some(Event::Closed) => {
                        // An end nobody announced is a failure; after an announced one this changes nothing.
                        self.take(Input::Failed).await;
                        break;
                    }
                    Some(event) => self.hear(event, &line).await,
                },
                Some(command) = commands.recv() => match command {
                    Command::Start => self.again = !self.session.status.is_wanted(),
                    Command::Stop(done) => {
                        line.stop().await;
                        self.take(Input::Stop).await;
                        self.again = false;
                        stopped = Some(done);
                    }
                },
                // The state stays as it is: the next process carries on from it.
                () = self.app.tasks.stopping() => {
                    line.stop().await;
                    self.again = false;
                    break;
                }
            }
        }
        self.leave().await;
        if let Some(done) = stopped {
            let _ = done.send(());
        }
        self.again
    }

    async fn hear(&mut self, event: Event, line: &Line) {
        match event {
            Event::Qr { code, lasts } => self.show(Code(code.into_string()), lasts).await,
            Event::QrExhausted => {
                self.code = None;
                self.take(Input::CodesExhausted).await;
                line.stop().await;
            }
            Event::Linked(account) => {
                self.code = None;
                let account = account_of(account);
                if self.is_welcome(&account).await {
                    self.take(Input::Linked {
                        account,
                        method: Method::Qr,
                    })
                    .await;
                }
            }
            Event::LinkRefused { refusal } => self.fail(refusal_word(&refusal)),
            Event::PasskeyRequired => self.fail("passkey_required"),
            Event::Connected(account) => self.connect(account_of(account), line).await,
            Event::PushName(name) => self.take(Input::PushName(name)).await,
            Event::Dropped => self.take(Input::Dropped).await,
            Event::LoggedOut { reason } => {
                self.forget = true;
                // What went before tells more: a wrong number, an account that cannot be linked.
                self.failure.get_or_insert("logged_out");
                self.take(Input::LoggedOut {
                    reason: log_out_word(&reason),
                })
                .await;
            }
            Event::Replaced => self.take(Input::StreamError).await,
            Event::Banned { lasts: _ } => {
                self.failure = Some("banned");
                self.take(Input::Banned).await;
            }
            Event::Outdated => {
                self.failure = Some("outdated");
                self.take(Input::Failed).await;
            }
            Event::Failed { reason } => {
                tracing::warn!(session = self.session.id, reason, "the engine gave up");
                self.take(Input::Failed).await;
            }
            Event::Closed => {}
        }
    }

    async fn show(&mut self, qr: Code, lasts: Duration) {
        let expires_at = self.app.now().plus(lasts);
        self.failure = None;
        self.code = Some(ShownCode {
            qr: qr.clone(),
            expires_at,
            lasts,
        });
        self.take(Input::CodeShown { qr, expires_at }).await;
    }

    async fn connect(&mut self, account: Account, line: &Line) {
        if self.unwelcome
            || (self.session.status == Status::Scanning && !self.is_welcome(&account).await)
        {
            line.log_out().await;
            self.forget = true;
            self.take(Input::LoggedOut {
                reason: "wrong_number",
            })
            .await;
            return;
        }
        self.code = None;
        self.failure = None;
        self.take(Input::Connected { account }).await;
    }

    /// Whether the widget session in front of the person allows this number.
    async fn is_welcome(&mut self, account: &Account) -> bool {
        let lock = loop {
            match self
                .app
                .store
                .number_lock(&self.session.id, self.app.now())
                .await
            {
                Ok(lock) => break lock,
                Err(error) => self.wait_for_the_database(&error).await,
            }
        };
        if lock.is_none_or(|lock| lock.as_str() == account.phone_number) {
            return true;
        }
        self.unwelcome = true;
        self.fail("wrong_number");
        false
    }

    /// Tells the person why this attempt failed; the session itself stands where it stood.
    fn fail(&mut self, failure: &'static str) {
        self.failure = Some(failure);
        self.publish();
    }

    async fn take(&mut self, input: Input) {
        let at = self.app.now();
        let change = transition::apply(&self.session, input, at);
        if !change.is_nothing(&self.session) {
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

    async fn wait_for_the_database(&self, error: &crate::store::StoreError) {
        tracing::error!(session = self.session.id, %error, "the database does not take it; trying again");
        tokio::time::sleep(WRITE_AGAIN_AFTER).await;
    }

    fn publish(&self) {
        self.app
            .hub
            .publish(self.session.clone(), self.code.clone(), self.failure);
    }

    async fn leave(&mut self) {
        if self.forget {
            while let Err(error) = self.app.engine.forget(&self.session.id).await {
                tracing::error!(session = self.session.id, %error, "the credentials cannot be deleted; trying again");
                tokio::time::sleep(WRITE_AGAIN_AFTER).await;
            }
        }
    }
}

fn log_out_word(reason: &str) -> &'static str {
    match reason {
        "device_removed" | "not_linked" => "unlinked",
        "account_locked" => "account_locked",
        "requested" => "requested",
        _ => "unknown",
    }
}

fn refusal_word(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Coexistence => "coexistence",
        Refusal::SignatureMismatch | Refusal::Other(_) => "link_refused",
    }
}

fn account_of(account: engine::Account) -> Account {
    Account {
        phone_number: account.phone_number,
        lid: account.lid,
        push_name: account.push_name,
        business_name: account.business_name,
        platform: match account.platform {
            engine::Platform::Business => "smba",
            engine::Platform::Consumer => "consumer",
        },
    }
}
