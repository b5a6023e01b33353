//! How a session handles each event of its connection.

use std::time::Duration;

use super::admission::Rejection;
use super::commit::CommitResult;
use super::{Driver, DriverResult};
use crate::domain::event::QrCode;
use crate::domain::failure::Failure;
use crate::domain::mode::Method;
use crate::domain::session::{Account, Status};
use crate::domain::transition::Input;
use crate::sessions::connection::{Connection, Event};
use crate::sessions::hub::{ShownCode, ShownPhoneCode};
use crate::sessions::unlink_wave;

/// A session whose ban has no known end tries to log in again after this long.
const UNKNOWN_BAN: Duration = Duration::from_hours(1);

/// The reason of a log-out that somebody has requested here.
const REQUESTED: &str = "requested";

impl Driver {
    pub(super) async fn handle_event(
        &mut self,
        event: Event,
        connection: &Connection,
    ) -> DriverResult {
        match event {
            Event::QrCode { qr, lasts } => {
                self.reached().await?;
                self.show_qr(qr, lasts).await
            }
            Event::CodesExhausted => self.end_codes(connection).await,
            Event::PhoneCodeEnded => {
                self.phone_code = None;
                self.publish();
                Ok(())
            }
            Event::Linked { account, method } => self.link(account, method).await,
            Event::LinkFailed(failure) => {
                self.phone_code = None;
                self.apply(Input::Refused(failure)).await
            }
            Event::PasskeyRequired => self.apply(Input::Refused(Failure::PasskeyRequired)).await,
            Event::Connected(account) => {
                self.reached().await?;
                self.connect(account, connection).await
            }
            Event::PushName(name) => self.apply(Input::PushName(name)).await,
            Event::PhoneSeen { ago } => {
                self.phone_seen(ago).await;
                Ok(())
            }
            Event::MessageStatus { ids, status } => self.report_status(ids, status).await,
            Event::MessageRefused { id, refusal } => self.report_refusal(&id, &refusal).await,
            Event::Restricted { until } => self.apply(Input::Restricted { until }).await,
            Event::RestrictionEnded => self.apply(Input::RestrictionEnded).await,
            Event::Dropped => self.apply(Input::Dropped).await,
            Event::Unreachable(attempt) => self.unreachable(&attempt).await,
            Event::Reached => self.reached().await,
            Event::LoggedOut { reason } => self.logged_out(reason).await,
            Event::Replaced => self.apply(Input::Replaced).await,
            Event::Banned { lasts } => self.banned(lasts).await,
            Event::Failed { failure, reason } => {
                tracing::warn!(
                    session = self.session.id.as_str(),
                    reason,
                    "a connection failed"
                );
                self.give_up(failure).await
            }
        }
    }

    async fn end_codes(&mut self, connection: &Connection) -> DriverResult {
        self.code = None;
        self.phone_code = None;
        self.apply(Input::CodesExhausted).await?;
        connection.close().await;
        Ok(())
    }

    async fn logged_out(&mut self, reason: &'static str) -> DriverResult {
        self.delete_credentials = true;
        self.removed_by_whatsapp = self.session.announced;
        let is_unwanted = self.session.announced && self.rejection.is_none() && reason != REQUESTED;
        let reason = self.rejection.unwrap_or(reason);
        self.apply(Input::LoggedOut { reason }).await?;
        if is_unwanted {
            unlink_wave::unlinked(&self.sessions, &self.session).await;
        }
        Ok(())
    }

    async fn banned(&mut self, lasts: Option<Duration>) -> DriverResult {
        let until = self.sessions.now().plus(lasts.unwrap_or(UNKNOWN_BAN));
        self.apply(Input::Banned { until }).await
    }

    pub(super) async fn show_phone_code(&mut self, code: ShownPhoneCode) -> DriverResult {
        if self.session.status() != Status::Scanning {
            return Ok(());
        }
        self.sessions.metrics.sessions.phone_code_shown();
        self.phone_code = Some(code);
        self.apply(Input::PhoneCodeShown).await
    }

    pub(super) async fn give_up(&mut self, failure: Failure) -> DriverResult {
        self.failures += 1;
        self.failed = true;
        self.apply(Input::Failed(failure)).await
    }

    async fn show_qr(&mut self, qr: QrCode, lasts: Duration) -> DriverResult {
        let now = self.sessions.now();
        let expires_at = now.plus(lasts);
        self.first_code.get_or_insert(now);
        self.sessions.metrics.sessions.qr_shown();
        self.code = Some(ShownCode {
            qr: qr.clone(),
            expires_at,
            lasts,
        });
        self.apply(Input::CodeShown { qr, expires_at }).await
    }

    async fn link(&mut self, account: Account, method: Method) -> DriverResult {
        self.code = None;
        self.phone_code = None;
        if let Err(rejection) = self.check_scan(&account).await {
            return self.reject(&rejection).await;
        }
        self.apply(Input::Linked { account, method }).await?;
        self.watch_link().await;
        let from_first_code = |shown| self.sessions.now().remaining(shown);
        let took = self.first_code.map(from_first_code);
        self.sessions.metrics.sessions.linked(method, took);
        Ok(())
    }

    /// A link that ends between the check and the commit is checked again, so a cancelled link never connects a number.
    async fn connect(&mut self, account: Account, connection: &Connection) -> DriverResult {
        while self.try_connect(&account, connection).await? == CommitResult::LinkEnded {}
        Ok(())
    }

    async fn try_connect(
        &mut self,
        account: &Account,
        connection: &Connection,
    ) -> DriverResult<CommitResult> {
        if self.rejection.is_none()
            && let Err(rejection) = self.check_login(account).await
        {
            self.reject(&rejection).await?;
        }
        if self.rejection.is_some() {
            // Only a device that is logged in can remove itself.
            self.log_out = Some(connection.log_out().await);
            return Ok(CommitResult::Done);
        }
        self.code = None;
        self.phone_code = None;
        self.failures = 0;
        let account = account.clone();
        self.try_apply(Input::Connected { account }).await
    }

    /// The account is unlinked as soon as it has logged in.
    async fn reject(&mut self, rejection: &Rejection) -> DriverResult {
        self.rejection = Some(rejection.reason);
        match rejection.failure {
            Some(failure) => self.apply(Input::Refused(failure)).await,
            None => {
                self.publish();
                Ok(())
            }
        }
    }
}
