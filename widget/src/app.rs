//! Takes the page over from the server's HTML and ties the flow to the outside.

use std::pin::Pin;

use leptos::prelude::*;
use protocol::view::{Boot, Step};
use protocol::words::{Words, words};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::api::Trouble;
use crate::flow::{CodeRequest, Effect, Flow, Input, Refusal};
use crate::live::Live;
use crate::{api, bridge, components, countries, json, number, page, store};

/// How long the result can be read before the page goes on.
const READING_MS: i32 = 1600;
const SECOND_MS: i32 = 1000;

/// The running widget; free to copy into every handler.
#[derive(Clone, Copy)]
pub(crate) struct Widget {
    pub(crate) flow: RwSignal<Flow>,
    pub(crate) words: &'static Words,
    live: &'static Live,
}

pub(crate) fn start() {
    let boot = json::boot(&page::text_of("boot"));
    let id = boot
        .as_ref()
        .map_or_else(store::id_in_address, |boot| boot.id.clone());
    let token = store::token(&id);
    take_over(move || {
        let widget = Widget::new(token.clone().unwrap_or_default());
        let card = components::card(widget);
        widget.begin(boot, token.is_some());
        card
    });
}

/// What a person typed before this program was there.
fn typed_early() -> String {
    page::element("number").map_or_else(String::new, |field| page::value_of(&field))
}

fn flow() -> Flow {
    let picked = countries::of_language(&page::language());
    let mut flow = Flow::new(page::phone(), page::offer(), page::tab(), picked);
    flow.desk.typed = number::grouped(&typed_early(), picked);
    flow.around = page::around();
    flow
}

/// Builds the card beside the page and puts it in the old one's place in one go, so that no half-drawn state
/// is ever painted.
fn take_over<V: IntoView + 'static>(card: impl FnOnce() -> V + 'static) {
    let (Some(old), Ok(workshop)) = (
        page::element("card"),
        page::document().create_element("div"),
    ) else {
        return;
    };
    let workshop: HtmlElement = workshop.unchecked_into();
    leptos::mount::mount_to(workshop.clone(), card).forget();
    if let Some(new) = workshop.first_element_child() {
        let _both_are_there = old.replace_with_with_node_1(&new);
    }
}

impl Widget {
    fn new(token: String) -> Self {
        Self {
            flow: RwSignal::new(flow()),
            words: words(&page::root().lang()),
            // One per page and as long as the page.
            live: Box::leak(Box::new(Live::new(token))),
        }
    }

    fn begin(self, boot: Option<Boot>, token_kept: bool) {
        if let Some(boot) = boot {
            self.happen_at(Input::Boot(Box::new(boot)), page::arrived_at());
        }
        if !token_kept {
            return self.happen(Input::NothingKept);
        }
        spawn(Box::pin(self.live.run(move |input| self.happen(input))));
        page::every(SECOND_MS, move || self.tick());
        let nudge = move || self.live.nudge();
        page::on(&page::window(), "online", nudge);
        page::on(&page::document(), "visibilitychange", nudge);
        // The card is in its place, and can be measured, only after this turn.
        page::after(0, move || {
            self.flow
                .with_untracked(|flow| page::write_number(&flow.desk.typed));
            if let Some(card) = page::element("card") {
                bridge::watch_size(card, move |height| {
                    self.flow
                        .with_untracked(|flow| bridge::tell_size(flow.boot.as_ref(), height));
                });
            }
        });
    }

    /// The one way in: everything that happens passes here.
    pub(crate) fn happen(self, input: Input) {
        self.happen_at(input, page::now());
    }

    fn happen_at(self, input: Input, at: f64) {
        let effects = self
            .flow
            .try_update(|flow| flow.step(input, at))
            .unwrap_or_default();
        for effect in effects {
            self.run(effect);
        }
    }

    fn tick(self) {
        self.live.check(page::now());
        self.happen(Input::Tick);
    }

    fn run(self, effect: Effect) {
        match effect {
            Effect::Listen => self.live.nudge(),
            Effect::Hush => self.live.stop(),
            Effect::Start => spawn(Box::pin(self.start())),
            Effect::Renew => spawn(Box::pin(self.renew())),
            Effect::AskCode(request) => spawn(Box::pin(self.ask_code(request))),
            Effect::Copy(code) => spawn(Box::pin(self.copy(code))),
            Effect::Open(tab) => page::show_tab(tab),
            Effect::Write(number) => page::write_number(&number),
            Effect::Cancel => spawn(Box::pin(self.cancel())),
            Effect::Tell(news) => self
                .flow
                .with_untracked(|flow| bridge::tell(flow.boot.as_ref(), &news)),
            // A frame may not take the whole window somewhere without a click: it shows a button.
            Effect::Leave(_) if page::framed() => {}
            Effect::Leave(callback) => page::after(READING_MS, move || page::go_to(&callback)),
            Effect::Ring { lasts_ms, age_ms } => page::start_ring(lasts_ms, age_ms),
            Effect::Line { lasts_ms, age_ms } => page::start_line(lasts_ms, age_ms),
            Effect::Dress => self
                .flow
                .with_untracked(|flow| page::dress(flow, self.words)),
            // Once the button is there. A frame must not take the focus from its host.
            Effect::Focus if page::document().has_focus().unwrap_or_default() => {
                page::after(0, page::focus_decision)
            }
            Effect::Focus => {}
            // Only ever after the person's own click, and once the place is there.
            Effect::FocusOn(spot) => page::after(0, move || page::focus_on(spot)),
            Effect::Reveal => page::after(0, page::reveal_active),
        }
    }

    async fn start(self) {
        match api::start(self.live.token()).await {
            Ok(()) => {}
            Err(Trouble::Refused) => self.happen(Input::Refused),
            Err(Trouble::Unreachable) => self.happen(Input::StartFailed),
        }
    }

    async fn renew(self) {
        match api::renew(self.live.token()).await {
            Ok(()) => {}
            Err(Trouble::Refused) => self.happen(Input::Refused),
            Err(Trouble::Unreachable) => self.happen(Input::RenewFailed),
        }
    }

    async fn ask_code(self, request: CodeRequest) {
        match api::phone_code(self.live.token(), &request).await {
            Ok(Ok(code)) => self.happen(Input::PhoneCode(code)),
            Ok(Err(refusal)) => self.happen(Input::NoPhoneCode(refusal)),
            Err(Trouble::Refused) => self.happen(Input::Refused),
            Err(Trouble::Unreachable) => self.happen(Input::NoPhoneCode(Refusal {
                code: "unavailable".into(),
                ..Refusal::default()
            })),
        }
    }

    async fn copy(self, code: String) {
        match page::copy(&code).await {
            Ok(()) => self.happen(Input::Copied),
            // A frame may be forbidden to; then one more gesture of the person's own does it.
            Err(_) => page::select(page::CODE),
        }
    }

    async fn cancel(self) {
        let view = match api::cancel(self.live.token()).await {
            Ok(view) => view,
            Err(Trouble::Refused) => return self.happen(Input::Refused),
            Err(Trouble::Unreachable) => return self.happen(Input::CancelFailed),
        };
        // On a page of its own, who gives up goes on at once.
        if let Step::Cancelled {
            callback: Some(callback),
        } = &view.step
            && !page::framed()
        {
            page::go_to(callback);
        }
        self.happen(Input::View(view));
    }
}

/// One boxed kind of task: each kind of its own would bring its own copy of the executor's code.
fn spawn(task: Pin<Box<dyn Future<Output = ()>>>) {
    wasm_bindgen_futures::spawn_local(task);
}
