//! The running widget: the flow as a signal, and the way in for everything that happens.

use leptos::prelude::*;
use protocol::words::Words;

use crate::flow::{Flow, Input};
use crate::live::LiveStream;
use crate::{json, page};

mod effects;
mod requests;
mod signup;

/// Free to copy into every handler.
#[derive(Clone, Copy)]
pub(crate) struct Widget {
    pub(crate) flow: RwSignal<Flow>,
    pub(crate) words: &'static Words,
    stream: &'static LiveStream,
}

impl Widget {
    pub(crate) fn new(flow: Flow, token: String) -> Self {
        Self {
            flow: RwSignal::new(flow),
            // There is one of each, and it lives as long as the page.
            words: Box::leak(Box::new(json::words(
                &page::text_of("words"),
                &page::text_of("own-texts"),
            ))),
            stream: Box::leak(Box::new(LiveStream::new(token))),
        }
    }

    /// Applies what happened and carries out what follows.
    pub(crate) fn dispatch(self, input: Input) {
        self.dispatch_at(input, page::now());
    }

    pub(crate) fn dispatch_at(self, input: Input, at: f64) {
        page::focus::keep();
        let effects = self.flow.try_update(|flow| flow.handle(input, at));
        for effect in effects.unwrap_or_default() {
            self.carry_out(effect);
        }
    }

    pub(crate) fn open_stream(self) {
        requests::spawn(Box::pin(self.stream.run(move |input| self.dispatch(input))));
    }

    pub(crate) fn reconnect(self) {
        self.stream.connect_now();
    }

    pub(crate) fn token(self) -> &'static str {
        self.stream.token()
    }

    pub(crate) fn tick(self) {
        self.stream.abort_if_silent(page::now());
        self.dispatch(Input::Tick);
    }
}
