//! Keeps the live stream open: connects again after every end, soon at first and then less often, and at once when
//! the device is back online or the person is back at the page. A stream that newer pages have replaced is opened again
//! only then.

use std::cell::Cell;

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use crate::api::{self, ApiError};
use crate::backoff::{StreamEnd, pause_ms};
use crate::flow::Input;
use crate::sse::Event;
use crate::{json, page};

/// The service sends something every 15 s. After two missed heartbeats the connection is lost, even if the browser has
/// not noticed: a phone that changes networks can take minutes for that.
const MAX_SILENCE_MS: f64 = 40_000.0;

#[derive(Default)]
pub(crate) struct LiveStream {
    token: String,
    /// Set while a stream is open or being opened.
    open: Cell<Option<AbortController>>,
    /// Set while waiting for the next attempt: ends the wait.
    end_wait: Cell<Option<Function>>,
    received_at: Cell<f64>,
    is_replaced: Cell<bool>,
    is_closed: Cell<bool>,
}

impl LiveStream {
    pub(crate) fn new(token: String) -> Self {
        Self {
            token,
            ..Self::default()
        }
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// Runs until [`LiveStream::close`] or a rejection.
    pub(crate) async fn run(&self, dispatch: impl Fn(Input)) {
        let mut failures = 0;
        while !self.is_closed.get() {
            let ended = self.attempt(&dispatch, &mut failures).await;
            if self.is_closed.get() {
                return;
            }
            if matches!(ended, Err(ApiError::Rejected)) {
                return dispatch(Input::LinkRejected);
            }
            let end = if self.is_replaced.take() {
                StreamEnd::Replaced
            } else {
                dispatch(Input::StreamLost);
                failures += 1;
                StreamEnd::Lost
            };
            self.wait(pause_ms(end, failures)).await;
        }
    }

    async fn attempt(&self, dispatch: &impl Fn(Input), failures: &mut u32) -> Result<(), ApiError> {
        let abort = AbortController::new()?;
        let signal = abort.signal();
        self.received_at.set(page::now());
        self.open.set(Some(abort));
        let ended = api::read_stream(&self.token, &signal, |events| {
            self.received_at.set(page::now());
            *failures = 0;
            let is_last = |event: &Event| event.name == protocol::view::event::REPLACED;
            if events.iter().any(is_last) {
                self.is_replaced.set(true);
            }
            events.iter().filter_map(input).for_each(dispatch);
        })
        .await;
        self.open.set(None);
        ended
    }

    /// Waits this long, or until [`LiveStream::connect_now`].
    async fn wait(&self, ms: Option<i32>) {
        let wait = Promise::new(&mut |resolve, _| {
            if let Some(ms) = ms {
                let _id = page::window()
                    .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
            }
            self.end_wait.set(Some(resolve));
        });
        let _never_rejected = JsFuture::from(wait).await;
        self.end_wait.set(None);
    }

    /// Makes the next attempt now, if it is being waited for.
    pub(crate) fn connect_now(&self) {
        if let Some(end_wait) = self.end_wait.take() {
            let _never_throws = end_wait.call0(&JsValue::UNDEFINED);
        }
    }

    /// Aborts a stream that has been silent for too long, so that a new one is opened.
    pub(crate) fn abort_if_silent(&self, at: f64) {
        if at - self.received_at.get() > MAX_SILENCE_MS {
            self.abort();
        }
    }

    pub(crate) fn close(&self) {
        self.is_closed.set(true);
        self.abort();
        self.connect_now();
    }

    fn abort(&self) {
        if let Some(open) = self.open.take() {
            open.abort();
        }
    }
}

fn input(event: &Event) -> Option<Input> {
    use protocol::view::event;
    match event.name.as_str() {
        event::BOOT => json::boot(&event.data).map(|boot| Input::Boot(Box::new(boot))),
        event::VIEW => json::view(&event.data).map(Input::View),
        _ => None,
    }
}
