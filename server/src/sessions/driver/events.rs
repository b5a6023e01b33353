//! What each of the engine's events means for a session.

use std::time::Duration;

use engine::{Event, Line, Refusal, Via};

use super::admission::Rejection;
use super::reach::Attempt;
use super::{Commit, Driver, Step};
use crate::domain::event::Code;
use crate::domain::failure::Failure;
use crate::domain::mode::Method;
use crate::domain::session::{Account, Platform, Status};
use crate::domain::text::clean_name;
use crate::domain::transition::Input;
use crate::sessions::hub::{ShownCode, ShownPhoneCode};

/// A ban without an end is asked about again after this long.
const UNKNOWN_BAN: Duration = Duration::from_hours(1);

impl Driver {
    pub(super) async fn handle_event(&mut self, event: Event, line: &Line) -> Step {
        match event {
            Event::Qr { code, lasts } => {
                self.reached().await?;
                self.show(Code(code.into_string()), lasts).await
            }
            Event::QrExhausted => self.end_codes(line).await,
            Event::PhoneCodeOver => {
                self.phone_code = None;
                self.publish();
                Ok(())
            }
            Event::Linked { account, via } => self.link(account_of(account), via).await,
            Event::LinkRefused { refusal } => {
                self.phone_code = None;
                self.apply(Input::Refused(failure_of(&refusal))).await
            }
            Event::PasskeyRequired => self.apply(Input::Refused(Failure::PasskeyRequired)).await,
            Event::Connected(account) => {
                self.reached().await?;
                self.connect(account_of(account), line).await
            }
            Event::PushName(name) => self.apply(Input::PushName(clean_name(&name))).await,
            Event::Dropped => self.apply(Input::Dropped).await,
            Event::Unreachable {
                attempt: number,
                reason,
                detail,
                next_in,
            } => {
                let attempt = Attempt {
                    number,
                    reason,
                    detail,
                    next_in,
                };
                self.unreachable(&attempt).await
            }
            Event::Reached => self.reached().await,
            Event::LoggedOut { reason } => self.logged_out(&reason).await,
            Event::Replaced => self.apply(Input::Replaced).await,
            Event::Banned { lasts } => self.banned(lasts).await,
            Event::Outdated => self.give_up(Failure::Outdated).await,
            Event::Failed { reason } => self.engine_failed(&reason).await,
            Event::Closed => Ok(()),
        }
    }

    async fn end_codes(&mut self, line: &Line) -> Step {
        self.code = None;
        self.phone_code = None;
        self.apply(Input::CodesExhausted).await?;
        line.stop().await;
        Ok(())
    }

    async fn logged_out(&mut self, reason: &str) -> Step {
        self.forget = true;
        self.ended_there = self.session.announced;
        let reason = self.rejection.unwrap_or_else(|| log_out_word(reason));
        self.apply(Input::LoggedOut { reason }).await
    }

    async fn banned(&mut self, lasts: Duration) -> Step {
        let lasts = if lasts.is_zero() { UNKNOWN_BAN } else { lasts };
        let until = self.sessions.now().plus(lasts);
        self.apply(Input::Banned { until }).await
    }

    async fn engine_failed(&mut self, reason: &str) -> Step {
        tracing::warn!(session = self.session.id, reason, "the engine failed");
        let failure = match reason {
            "proxy_refused" => Failure::ProxyRefused,
            _ => Failure::Unknown,
        };
        self.give_up(failure).await
    }

    pub(super) async fn show_phone_code(&mut self, code: ShownPhoneCode) -> Step {
        if self.session.status != Status::Scanning {
            return Ok(());
        }
        self.sessions.metrics.sessions.phone_code_shown();
        self.phone_code = Some(code);
        self.apply(Input::PhoneCodeShown).await
    }

    pub(super) async fn give_up(&mut self, failure: Failure) -> Step {
        self.failures += 1;
        self.failed = true;
        self.apply(Input::Failed(failure)).await
    }

    async fn show(&mut self, qr: Code, lasts: Duration) -> Step {
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

    async fn link(&mut self, account: Account, via: Via) -> Step {
        self.code = None;
        self.phone_code = None;
        if let Err(rejection) = self.check_scan(&account).await {
            return self.reject(&rejection).await;
        }
        let method = match via {
            Via::Qr => Method::Qr,
            Via::PhoneCode => Method::Pairing,
        };
        self.apply(Input::Linked { account, method }).await?;
        let from_first_code = |shown| self.sessions.now().remaining(shown);
        let took = self.first_code.map(from_first_code);
        self.sessions.metrics.sessions.linked(method, took);
        Ok(())
    }

    /// A link that ends between the check and the commit is checked again, so a cancelled link never connects a number.
    async fn connect(&mut self, account: Account, line: &Line) -> Step {
        while self.try_connect(&account, line).await? == Commit::LinkEnded {}
        Ok(())
    }

    async fn try_connect(&mut self, account: &Account, line: &Line) -> Step<Commit> {
        if self.rejection.is_none()
            && let Err(rejection) = self.check_login(account).await
        {
            self.reject(&rejection).await?;
        }
        if self.rejection.is_some() {
            // Only a device that is logged in can remove itself.
            self.log_out = Some(line.log_out().await);
            return Ok(Commit::Done);
        }
        self.code = None;
        self.phone_code = None;
        self.failures = 0;
        let account = account.clone();
        self.try_apply(Input::Connected { account }).await
    }

    /// The account is unlinked as soon as it has logged in.
    async fn reject(&mut self, rejection: &Rejection) -> Step {
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

fn failure_of(refusal: &Refusal) -> Failure {
    match refusal {
        Refusal::Coexistence => Failure::Coexistence,
        Refusal::Other(code) if code == "passkey" => Failure::PasskeyRequired,
        Refusal::SignatureMismatch | Refusal::Other(_) => Failure::LinkRefused,
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

/// What the network says of an account was written by people: it is cleaned here, where it enters.
fn account_of(account: engine::Account) -> Account {
    Account {
        phone_number: clean_name(&account.phone_number),
        lid: clean_name(&account.lid),
        push_name: account.push_name.as_deref().map(clean_name),
        business_name: account.business_name.as_deref().map(clean_name),
        platform: match account.platform {
            engine::Platform::Business => Platform::Business,
            engine::Platform::Consumer => Platform::Consumer,
        },
    }
}
