//! The phone codes of one client: requested, remembered and ended.
//!
//! Codes are requested one at a time. The active code is remembered here, because the client does not expose it, and
//! refuses a second one before the first has ended. An entered code does not end by its lifetime alone: the link may
//! be one answer away, and the client reports when it failed. A code that was entered as often as WhatsApp allows
//! cannot be entered again, so its end is reported, while the last entry may still link.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, watch};
use tokio::time::{Instant, sleep_until};
use wacore::pair_code::{PairCodeError, PairCodeUtils};
use whatsapp_rust::Client;
use whatsapp_rust::pair_code::{PairCodeOptions, PairError};

use self::state::{ActiveCode, EntryTimeouts, State, UsedUpCode};
use crate::{LinkCode, PhoneCode, RequestCodeError};

mod state;

/// How long a request waits for the connection.
const CONNECTION_TIMEOUT: Duration = Duration::from_secs(10);

/// How much later than announced the client may report that an entered code failed.
const TOLERANCE: Duration = Duration::from_secs(5);

/// How long the last allowed entry of a code may take to link, before the code's end is reported.
const LAST_ENTRY: Duration = Duration::from_secs(3);

/// Shared by the owner task and the requests in progress.
pub(crate) struct PhoneCodes {
    client: Arc<Client>,
    /// How long a code is valid by the client's clock.
    lifetime: Duration,
    timeouts: EntryTimeouts,
    /// Held while a code is requested or ended.
    request: Mutex<()>,
    state: watch::Sender<State>,
}

impl PhoneCodes {
    pub(crate) fn new(client: Arc<Client>, speed: f64) -> PhoneCodes {
        let link = PairCodeUtils::primary_hello_pair_success_timeout() + TOLERANCE;
        PhoneCodes {
            client,
            lifetime: PairCodeUtils::code_validity().div_f64(speed),
            timeouts: EntryTimeouts {
                link: link.div_f64(speed),
                last_entry: LAST_ENTRY.div_f64(speed),
            },
            request: Mutex::new(()),
            state: watch::Sender::new(State::Idle),
        }
    }

    /// The active code of this number, which is digits only, or a new one.
    pub(crate) async fn get(&self, number: &str) -> Result<PhoneCode, RequestCodeError> {
        let _request = self.request.lock().await;
        if let Some(active) = self.active(number) {
            return Ok(self.issue(active));
        }
        self.client
            .wait_for_socket(CONNECTION_TIMEOUT)
            .await
            .map_err(|_| RequestCodeError::NotWaiting)?;
        if self.is_linked() {
            return Err(RequestCodeError::NotWaiting);
        }
        let code = self.replace(number).await?;
        Ok(self.issue(code))
    }

    /// Ends the code before, and requests a new one.
    async fn replace(&self, number: &str) -> Result<ActiveCode, RequestCodeError> {
        let before = self.state.send_replace(State::Requesting);
        self.client.cancel_pair_code().await;
        let mut requested = self.request(number).await;
        // After a link or a lost connection in the meantime, the code cannot be used.
        if !matches!(&*self.state.borrow(), State::Requesting) {
            requested = Err(RequestCodeError::NotWaiting);
        }
        self.state.send_replace(match &requested {
            Ok(code) => State::Active(code.clone()),
            Err(_) if self.is_linked() || before.is_reported() => State::Idle,
            Err(_) => State::Ended,
        });
        requested
    }

    async fn request(&self, number: &str) -> Result<ActiveCode, RequestCodeError> {
        let expires_at = Instant::now() + self.lifetime;
        // System and browser are those of the device, which WhatsApp accepts.
        let options = PairCodeOptions {
            phone_number: number.to_owned(),
            show_push_notification: true,
            ..PairCodeOptions::default()
        };
        let code = self.client.pair_with_code(options).await;
        Ok(ActiveCode {
            number: number.to_owned(),
            code: LinkCode::new(code.map_err(refused)?),
            expires_at,
            ends_at: expires_at,
            entries: 0,
        })
    }

    /// A person has entered the code, or another one instead of it. The client then gives it time to link.
    pub(crate) fn entered(&self) {
        let now = Instant::now();
        self.change(|state| match state {
            State::Active(code) => Some(code.entered(now, self.timeouts)),
            State::Idle | State::Requesting | State::UsedUp(_) | State::Ended => None,
        });
    }

    /// The connection is lost, and so is the code that was requested on it.
    pub(crate) fn disconnected(&self) {
        self.change(|state| match state {
            State::Requesting => Some(State::Ended),
            state => state.invalidated(),
        });
    }

    /// The client reports that the code cannot link any more.
    pub(crate) fn invalidated(&self) {
        self.change(State::invalidated);
    }

    /// The session is linked, by a code or by a scan, so the end of a code is not reported any more.
    pub(crate) fn linked(&self) {
        self.state.send_replace(State::Idle);
    }

    /// Resolves when a code has ended, once for each code. May be dropped and called again at any time.
    pub(crate) async fn ended(&self) {
        loop {
            self.end_is_due().await;
            // A request in progress replaces the code, and the end of a replaced code is not reported.
            let _request = self.request.lock().await;
            if self.take_end().await {
                return;
            }
        }
    }

    /// Ends a code that is due. Returns whether the end is to be reported.
    async fn take_end(&self) -> bool {
        let state = self.state.borrow().clone();
        match state {
            State::Idle | State::Requesting | State::Active(_) => false,
            State::Ended => {
                self.cancel().await;
                true
            }
            // The client keeps the code, because the last entry may still link.
            State::UsedUp(code) if code.report_at.is_some() => {
                let reported = UsedUpCode {
                    report_at: None,
                    ..code
                };
                self.state.send_replace(State::UsedUp(reported));
                true
            }
            State::UsedUp(_) => {
                self.cancel().await;
                false
            }
        }
    }

    async fn cancel(&self) {
        self.client.cancel_pair_code().await;
        self.state.send_replace(State::Idle);
    }

    /// Resolves when the end of a code is to be reported, or a code cannot link any more.
    async fn end_is_due(&self) {
        let mut changes = self.state.subscribe();
        loop {
            let state = changes.borrow_and_update().clone();
            match state {
                State::Ended => return,
                State::UsedUp(code) => tokio::select! {
                    () = sleep_until(code.report_at.unwrap_or(code.ends_at)) => return,
                    _ = changes.changed() => {}
                },
                State::Active(code) => tokio::select! {
                    () = sleep_until(code.ends_at) => self.expire(&code),
                    _ = changes.changed() => {}
                },
                // The sender is `self`, so this cannot fail.
                State::Idle | State::Requesting => drop(changes.changed().await),
            }
        }
    }

    /// Resolves when there is no code and no request for one.
    pub(crate) async fn idle(&self) {
        let idle = |state: &State| matches!(state, State::Idle);
        let _ = self.state.subscribe().wait_for(idle).await;
    }

    fn is_linked(&self) -> bool {
        let persistence = self.client.persistence_manager();
        persistence.get_device_snapshot().pn.is_some()
    }

    fn active(&self, number: &str) -> Option<ActiveCode> {
        match &*self.state.borrow() {
            State::Active(code) => {
                let is_valid = code.number == number && code.expires_at > Instant::now();
                is_valid.then(|| code.clone())
            }
            State::Idle | State::Requesting | State::UsedUp(_) | State::Ended => None,
        }
    }

    fn issue(&self, code: ActiveCode) -> PhoneCode {
        PhoneCode {
            lasts: code.expires_at.saturating_duration_since(Instant::now()),
            of: self.lifetime,
            code: code.code,
        }
    }

    fn expire(&self, expired: &ActiveCode) {
        self.change(|state| match state {
            State::Active(code) if code.ends_at == expired.ends_at => Some(State::Ended),
            _ => None,
        });
    }

    fn change(&self, next: impl FnOnce(&State) -> Option<State>) {
        self.state.send_if_modified(|state| match next(state) {
            Some(next) => {
                *state = next;
                true
            }
            None => false,
        });
    }
}

/// WhatsApp throttles a number with the same answer as it gives to a malformed request, and these requests are
/// well-formed.
fn refused(error: PairError) -> RequestCodeError {
    if let Some(rejection) = error.rejection() {
        return if rejection.is_throttled() {
            RequestCodeError::Throttled {
                retry_after: error.backoff(),
            }
        } else {
            let unknown = || format!("unknown_{}", rejection.code());
            let named = rejection.text().map(|text| text.replace('-', "_"));
            RequestCodeError::Refused(named.unwrap_or_else(unknown))
        };
    }
    match error {
        PairError::PairCode(PairCodeError::MissingPairingRef) => {
            RequestCodeError::Refused("no_reference".to_owned())
        }
        _ => RequestCodeError::NotWaiting,
    }
}
