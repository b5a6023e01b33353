//! Keeps the live stream open: again after every break, soon at first and then less and less often, and at
//! once when the device is back online or the person is back at the page.

use std::cell::{Cell, RefCell};

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use crate::api::{self, Trouble};
use crate::flow::Input;
use crate::sse::Event;
use crate::{json, page};

/// The service says something every 15 s; two heartbeats missed and the line is dead, whatever the browser
/// believes (a phone that changed networks can take minutes to notice).
const SILENCE_MS: f64 = 40_000.0;

#[derive(Default)]
pub(crate) struct Live {
    token: String,
    /// Set while a stream is open or being opened.
    open: RefCell<Option<AbortController>>,
    /// Set while waiting for the next attempt: ends the wait.
    wake: RefCell<Option<Function>>,
    heard_at: Cell<f64>,
    over: Cell<bool>,
}

impl Live {
    pub(crate) fn new(token: String) -> Self {
        Self {
            token,
            ..Self::default()
        }
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// Runs until [`Live::stop`] or a refusal.
    pub(crate) async fn run(&self, tell: impl Fn(Input)) {
        let mut failures = 0;
        while !self.over.get() {
            let ended = self.attempt(&tell, &mut failures).await;
            if self.over.get() {
                return;
            }
            if matches!(ended, Err(Trouble::Refused)) {
                tell(Input::Refused);
                return;
            }
            tell(Input::LineDown);
            failures += 1;
            self.wait(backoff_ms(failures)).await;
        }
    }

    async fn attempt(&self, tell: &impl Fn(Input), failures: &mut u32) -> Result<(), Trouble> {
        let abort = AbortController::new()?;
        let signal = abort.signal();
        self.heard_at.set(page::now());
        self.open.replace(Some(abort));
        let ended = api::listen(&self.token, &signal, |events| {
            self.heard_at.set(page::now());
            *failures = 0;
            events.iter().filter_map(input).for_each(tell);
        })
        .await;
        self.open.replace(None);
        ended
    }

    async fn wait(&self, ms: i32) {
        let waiting = Promise::new(&mut |resolve, _| {
            let _id =
                page::window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
            self.wake.replace(Some(resolve));
        });
        let _never_rejected = JsFuture::from(waiting).await;
        self.wake.replace(None);
    }

    /// Makes the next attempt now, if one is waited for.
    pub(crate) fn nudge(&self) {
        if let Some(wake) = self.wake.take() {
            let _never_throws = wake.call0(&JsValue::UNDEFINED);
        }
    }

    /// Gives up a stream that has gone silent, so that a new one is opened.
    pub(crate) fn check(&self, at: f64) {
        if at - self.heard_at.get() > SILENCE_MS {
            self.abort();
        }
    }

    pub(crate) fn stop(&self) {
        self.over.set(true);
        self.abort();
        self.nudge();
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

/// 1, 2, 4, 8 and then 10 s.
fn backoff_ms(failures: u32) -> i32 {
    (500 << failures.min(5)).min(10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_get_rarer_but_never_stop() {
        let waits: Vec<i32> = (1..8).map(backoff_ms).collect();
        assert_eq!(waits, [1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
    }
}
