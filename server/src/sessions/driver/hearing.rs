//! What each of the engine's events means for a session.

use std::time::Duration;

use engine::{Event, Line, Refusal, Via};

use super::Driver;
use super::reach::Attempt;
use crate::domain::event::Code;
use crate::domain::mode::Method;
use crate::domain::session::{Account, Status};
use crate::domain::transition::Input;
use crate::hub::ShownCode;

/// A ban without an end is asked about again after this long.
const UNKNOWN_BAN: Duration = Duration::from_hours(1);

impl Driver {
    pub(super) async fn hear(&mut self, event: Event, line: &Line) {
        match event {
            Event::Qr { code, lasts } => {
                self.reached();
                self.show(Code(code.into_string()), lasts).await;
            }
            Event::QrExhausted => {
                self.code = None;
                self.phone_code = None;
                self.take(Input::CodesExhausted).await;
                line.stop().await;
            }
            Event::PhoneCodeOver => {
                self.phone_code = None;
                self.publish();
            }
            Event::Linked { account, via } => self.link(account_of(account), via).await,
            Event::LinkRefused { refusal } => {
                self.phone_code = None;
                self.fail(refusal_word(&refusal));
            }
            Event::PasskeyRequired => self.fail("passkey_required"),
            Event::Connected(account) => {
                self.reached();
                self.connect(account_of(account), line).await;
            }
            Event::PushName(name) => self.take(Input::PushName(name)).await,
            Event::Dropped => self.take(Input::Dropped).await,
            Event::Unreachable {
                attempt: number,
                reason,
                detail,
                next_in,
            } => self.unreachable(&Attempt {
                number,
                reason,
                detail,
                next_in,
            }),
            Event::Reached => self.reached(),
            Event::LoggedOut { reason } => {
                self.forget = true;
                // What went before tells more: a wrong number, an account that cannot be linked.
                if self.failure.is_none() {
                    self.note_failure("logged_out");
                }
                let reason = log_out_word(&reason);
                self.take(Input::LoggedOut { reason }).await;
            }
            Event::Replaced => {
                self.note_failure("replaced");
                self.take(Input::Replaced).await;
            }
            Event::Banned { lasts } => {
                self.note_failure("banned");
                let lasts = if lasts.is_zero() { UNKNOWN_BAN } else { lasts };
                let until = self.app.now().plus(lasts);
                self.take(Input::Banned { until }).await;
            }
            Event::Outdated => self.give_up("outdated").await,
            Event::Failed { reason } => {
                tracing::warn!(session = self.session.id, reason, "the engine gave up");
                self.give_up("unknown").await;
            }
            Event::Closed => {}
        }
    }

    async fn give_up(&mut self, failure: &'static str) {
        self.failures += 1;
        self.note_failure(failure);
        self.take(Input::Failed).await;
    }

    async fn show(&mut self, qr: Code, lasts: Duration) {
        let now = self.app.now();
        let expires_at = now.plus(lasts);
        self.first_code.get_or_insert(now);
        self.app.metrics.sessions.qr_shown();
        self.failure = None;
        self.code = Some(ShownCode {
            qr: qr.clone(),
            expires_at,
            lasts,
        });
        self.take(Input::CodeShown { qr, expires_at }).await;
    }

    async fn link(&mut self, account: Account, via: Via) {
        self.code = None;
        self.phone_code = None;
        if self.is_welcome(&account).await {
            let method = match via {
                Via::Qr => Method::Qr,
                Via::PhoneCode => Method::Pairing,
            };
            self.take(Input::Linked { account, method }).await;
            let from_first_code = |shown| self.app.now().remaining(shown);
            let took = self.first_code.map(from_first_code);
            self.app.metrics.sessions.linked(method, took);
        }
    }

    async fn connect(&mut self, account: Account, line: &Line) {
        if self.unwelcome
            || (self.session.status == Status::Scanning && !self.is_welcome(&account).await)
        {
            self.log_out(line, "wrong_number").await;
            return;
        }
        self.code = None;
        self.phone_code = None;
        self.failure = None;
        self.failures = 0;
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
}

fn refusal_word(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Coexistence => "coexistence",
        Refusal::Other(code) if code == "passkey" => "passkey_required",
        Refusal::SignatureMismatch | Refusal::Other(_) => "link_refused",
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
