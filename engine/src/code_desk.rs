//! Where a client's phone code is asked for, remembered and given up.
//!
//! One request at a time. What is live is ours to remember, because the client keeps it to itself
//! and lets nobody have a second code before the first is over. A code that was typed on a phone is
//! not given up by its clock alone: the link may be one answer away, and the client says when it is
//! not. A code that was typed as often as WhatsApp allows cannot be typed again, so it is over for
//! whoever reads it, while a link may still come of the last time.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, watch};
use tokio::time::{Instant, sleep_until};
use wacore::pair_code::{PairCodeError, PairCodeUtils};
use whatsapp_rust::Client;
use whatsapp_rust::pair_code::{PairCodeOptions, PairError};

use self::state::{Live, Spent, State};
use crate::{CodeRefused, LinkCode, PhoneCode};

mod state;

/// How long a request waits for the connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// By how much the client's own verdict on a typed code may be late.
const A_LITTLE: Duration = Duration::from_secs(5);

/// How long the link may take after the last time a code can be typed, before whoever reads the code
/// is told that it is over.
const LAST_TYPED: Duration = Duration::from_secs(3);

/// Asks, remembers and gives up. Shared by the owner and the requests under way.
pub(crate) struct CodeDesk {
    client: Arc<Client>,
    /// How long a code lives by the client's clock.
    lifetime: Duration,
    /// How long a typed code may take to link by the client's clock, and a little more.
    patience: Duration,
    /// [`LAST_TYPED`] by the client's clock.
    last_typed: Duration,
    asking: Mutex<()>,
    state: watch::Sender<State>,
}

impl CodeDesk {
    pub(crate) fn new(client: Arc<Client>, speed: f64) -> CodeDesk {
        CodeDesk {
            client,
            lifetime: PairCodeUtils::code_validity().div_f64(speed),
            patience: (PairCodeUtils::primary_hello_pair_success_timeout() + A_LITTLE)
                .div_f64(speed),
            last_typed: LAST_TYPED.div_f64(speed),
            asking: Mutex::new(()),
            state: watch::Sender::new(State::Idle),
        }
    }

    /// The live code of this number, which is digits only, or a new one.
    pub(crate) async fn code(&self, number: &str) -> Result<PhoneCode, CodeRefused> {
        let _turn = self.asking.lock().await;
        if let Some(live) = self.live(number) {
            return Ok(self.told(live));
        }
        self.client
            .wait_for_socket(PATIENCE)
            .await
            .map_err(|_| CodeRefused::NotWaiting)?;
        if self.is_linked() {
            return Err(CodeRefused::NotWaiting);
        }
        let before = self.state.send_replace(State::Asking);
        self.client.cancel_pair_code().await;
        let mut asked = self.ask(number).await;
        // A link or a lost connection meanwhile leaves a code that nothing can come of.
        if !matches!(&*self.state.borrow(), State::Asking) {
            asked = Err(CodeRefused::NotWaiting);
        }
        self.state.send_replace(match &asked {
            Ok(live) => State::Live(live.clone()),
            Err(_) if self.is_linked() || before.is_told() => State::Idle,
            Err(_) => State::Over,
        });
        asked.map(|live| self.told(live))
    }

    /// A phone has typed the code, or another one that it takes for the code. The client gives it
    /// time to link.
    pub(crate) fn typed(&self) {
        let now = Instant::now();
        self.change(|state| match state {
            State::Live(live) => Some(live.typed(now, self.patience, self.last_typed)),
            State::Idle | State::Asking | State::Spent(_) | State::Over => None,
        });
    }

    /// The connection is gone, and with it the code that was asked for on it.
    pub(crate) fn disconnected(&self) {
        self.change(|state| match state {
            State::Asking => Some(State::Over),
            state => state.lost(),
        });
    }

    /// The client gave the code up.
    pub(crate) fn lost(&self) {
        self.change(State::lost);
    }

    /// The session is linked, by whichever way; there is nothing more to say about a code.
    pub(crate) fn done(&self) {
        self.state.send_replace(State::Idle);
    }

    /// Resolves when a code is over, once for each. May be dropped and called again at any time.
    pub(crate) async fn over(&self) {
        loop {
            self.until_over().await;
            // Whoever asked meanwhile had the code replaced, and a replaced code is not over.
            let _turn = self.asking.lock().await;
            let state = self.state.borrow().clone();
            match state {
                State::Over => {
                    self.client.cancel_pair_code().await;
                    self.state.send_replace(State::Idle);
                    return;
                }
                State::Spent(Spent { tell_at: None, .. }) => {
                    self.client.cancel_pair_code().await;
                    self.state.send_replace(State::Idle);
                }
                // The client keeps the code: the last time that it was typed may still link.
                State::Spent(Spent { over, .. }) => {
                    let tell_at = None;
                    self.state
                        .send_replace(State::Spent(Spent { tell_at, over }));
                    return;
                }
                State::Idle | State::Asking | State::Live(_) => {}
            }
        }
    }

    /// Until there is something to tell of a code, or nothing can come of it any more.
    async fn until_over(&self) {
        let mut seen = self.state.subscribe();
        loop {
            let state = seen.borrow_and_update().clone();
            match state {
                State::Over => return,
                State::Spent(spent) => tokio::select! {
                    () = sleep_until(spent.tell_at.unwrap_or(spent.over)) => return,
                    _ = seen.changed() => {}
                },
                State::Live(live) => tokio::select! {
                    () = sleep_until(live.over) => self.expire(&live),
                    _ = seen.changed() => {}
                },
                // The sender is `self`, so there is always another change to wait for.
                State::Idle | State::Asking => drop(seen.changed().await),
            }
        }
    }

    /// Resolves when no code is live or on its way.
    pub(crate) async fn idle(&self) {
        let idle = |state: &State| matches!(state, State::Idle);
        let _ = self.state.subscribe().wait_for(idle).await;
    }

    async fn ask(&self, number: &str) -> Result<Live, CodeRefused> {
        let until = Instant::now() + self.lifetime;
        // The system and the browser come from what the device shows, which is what WhatsApp takes.
        let options = PairCodeOptions {
            phone_number: number.to_owned(),
            show_push_notification: true,
            ..PairCodeOptions::default()
        };
        let code = self.client.pair_with_code(options).await.map_err(refused)?;
        Ok(Live {
            number: number.to_owned(),
            code: LinkCode::new(code),
            until,
            over: until,
            typed: 0,
        })
    }

    fn is_linked(&self) -> bool {
        let persistence = self.client.persistence_manager();
        persistence.get_device_snapshot().pn.is_some()
    }

    fn live(&self, number: &str) -> Option<Live> {
        match &*self.state.borrow() {
            State::Live(live) => {
                let same = live.number == number && live.until > Instant::now();
                same.then(|| live.clone())
            }
            State::Idle | State::Asking | State::Spent(_) | State::Over => None,
        }
    }

    fn told(&self, live: Live) -> PhoneCode {
        PhoneCode {
            lasts: live.until.saturating_duration_since(Instant::now()),
            of: self.lifetime,
            code: live.code,
        }
    }

    fn expire(&self, expired: &Live) {
        self.change(|state| match state {
            State::Live(live) if live.over == expired.over => Some(State::Over),
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

/// WhatsApp throttles a number under the same answer as it gives to a malformed request, and the
/// requests here are not malformed.
fn refused(error: PairError) -> CodeRefused {
    if let Some(rejection) = error.rejection() {
        return if rejection.is_throttled() {
            CodeRefused::Throttled {
                retry_after: error.backoff(),
            }
        } else {
            let unknown = || format!("unknown_{}", rejection.code());
            let named = rejection.text().map(|text| text.replace('-', "_"));
            CodeRefused::Refused(named.unwrap_or_else(unknown))
        };
    }
    match error {
        PairError::PairCode(PairCodeError::MissingPairingRef) => {
            CodeRefused::Refused("no_reference".to_owned())
        }
        _ => CodeRefused::NotWaiting,
    }
}
