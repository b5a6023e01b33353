//! What the widget is doing, as one value; the only place that decides what comes next.
//!
//! Everything that can happen is an [`Input`], and a transition is [`Flow::step`]: it changes the value and
//! returns what must be done outside as [`Effect`]s. Time comes in as milliseconds. Knows no browser and no
//! Leptos, so the rules are tested natively.

use protocol::bridge::CODE_STEP;
use protocol::view::{Boot, Step, View};

pub(crate) use self::{
    code::Codes,
    desk::{CodeRequest, Desk, Refusal, Stage},
    effect::{Effect, News, Spot},
    input::Input,
    method::{Method, Offer},
    picker::{Pick, Picker},
    screen::Screen,
};
use crate::countries::Country;

mod by_number;
mod code;
mod desk;
#[cfg(test)]
mod desk_tests;
mod effect;
mod input;
mod method;
mod picker;
mod screen;
#[cfg(test)]
mod tests;

/// Failed attempts to reach the service after which the page says so; before, it is a hiccup.
const PATIENCE: u32 = 3;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Phone {
    #[default]
    Android,
    Iphone,
}

#[derive(Default)]
pub(crate) struct Flow {
    pub(crate) screen: Screen,
    pub(crate) codes: Codes,
    /// Seconds left of the code on show.
    pub(crate) left_s: u32,
    /// Which phone's words the person sees.
    pub(crate) phone: Phone,
    pub(crate) offer: Offer,
    pub(crate) tab: Method,
    pub(crate) desk: Desk,
    pub(crate) picker: Picker,
    /// Fixed facts, once known.
    pub(crate) boot: Option<Boot>,
    /// The origin of the page around this one, as the browser tells it; empty at top level or where it does not.
    pub(crate) around: String,
    /// The session was started, or asked to be.
    start_asked: bool,
    /// Attempts to reach the service that failed in a row.
    failures: u32,
    /// When this link ends, by this browser's clock.
    ends_at: Option<f64>,
    told_connected: bool,
    /// When the person is told that WhatsApp is not reached, unless it is by then.
    notice_at: Option<f64>,
}

impl Flow {
    pub(crate) fn new(phone: Phone, offer: Offer, tab: Method, picked: Country) -> Self {
        Self {
            phone,
            tab: offer.or_first(tab),
            offer,
            picker: Picker {
                picked,
                ..Picker::default()
            },
            ..Self::default()
        }
    }

    /// The transition: `at` is now, in milliseconds.
    pub(crate) fn step(&mut self, input: Input, at: f64) -> Vec<Effect> {
        let before = self.name();
        let mut effects = self.apply(input, at);
        self.left_s = self.codes.left_s(at);
        self.desk.count_down(at);
        if self.name() != before {
            // The host hears `ready` first, and of the new step before what it means.
            let first = effects
                .iter()
                .take_while(|effect| matches!(effect, Effect::Dress | Effect::Tell(News::Ready)))
                .count();
            effects.insert(first, Effect::Tell(News::Step(self.name())));
        }
        effects
    }

    fn apply(&mut self, input: Input, at: f64) -> Vec<Effect> {
        match input {
            Input::Boot(boot) => self.boot(*boot, at),
            Input::View(view) => self.show(view, at),
            Input::LineDown => self.line_down(at),
            Input::Refused => self.turn(Screen::Expired),
            Input::NothingKept => self.turn(Screen::Lost),
            Input::Tick => self.tick(at),
            Input::WantsCode => self.want_code(),
            Input::StartFailed => {
                self.start_asked = false;
                self.turn(Screen::Unavailable)
            }
            Input::RenewFailed => self.turn(Screen::Unavailable),
            Input::WantsRetry => self.retry(),
            Input::WantsCancel => vec![Effect::Cancel],
            Input::Chose(phone) => {
                self.phone = phone;
                Vec::new()
            }
            Input::ChoseTab(tab) => self.open(tab),
            Input::Typed(text) => self.typed(text),
            Input::Picked(pick) => self.pick(pick),
            Input::WantsPhoneCode => self.want_phone_code(),
            Input::PhoneCode(code) => self.phone_code(code, at),
            Input::NoPhoneCode(refusal) => self.no_phone_code(refusal, at),
            Input::WantsOtherNumber => {
                self.desk.change_number();
                vec![Effect::FocusOn(Spot::Number)]
            }
            Input::WantsCopy => vec![Effect::Copy(self.desk.code.clone())],
            Input::Copied => {
                self.desk.copied_at(at);
                Vec::new()
            }
            // Who gives up is let go: the link ends by itself.
            Input::CancelFailed => self.turn(Screen::Cancelled { callback: None }),
        }
    }

    /// True while the last code can still be shown but nobody answers.
    pub(crate) fn offline(&self) -> bool {
        self.failures > 0
    }

    /// True while the person is at the desk where numbers are typed; a result takes over from it.
    pub(crate) fn at_desk(&self) -> bool {
        self.tab == Method::Pairing && self.screen.has_guide()
    }

    /// The screen's name in `data-step` and in the host's `step` message.
    pub(crate) fn name(&self) -> &'static str {
        if self.at_desk() && self.desk.stage == Stage::Code {
            return CODE_STEP;
        }
        self.screen.name()
    }

    /// Whose page asks; empty when it is not known.
    pub(crate) fn tenant(&self) -> &str {
        self.boot.as_ref().map_or("", |boot| &boot.tenant)
    }

    fn boot(&mut self, mut boot: Boot, at: f64) -> Vec<Effect> {
        let mut effects = match self.boot {
            None => vec![Effect::Dress, Effect::Tell(News::Ready)],
            Some(_) => Vec::new(),
        };
        self.ends_at = Some(at + boot.expires_in_ms as f64);
        self.offer = Offer::of(boot.methods.iter().map(String::as_str));
        // After a reload the code that is still alive is what the person was at.
        let wanted = match &boot.view.phone_code {
            Some(_) if self.boot.is_none() => Method::Pairing,
            _ => self.tab,
        };
        let tab = self.offer.or_first(wanted);
        if tab != self.tab {
            self.tab = tab;
            effects.push(Effect::Open(tab));
        }
        // The step is shown, not kept: a code's markup is large.
        let view = View {
            seq: boot.view.seq,
            step: std::mem::replace(&mut boot.view.step, Step::Preparing),
            phone_code: boot.view.phone_code.take(),
        };
        effects.extend(self.start(boot.started));
        self.boot = Some(boot);
        effects.extend(self.show(view, at));
        effects
    }

    /// Asks for the start, once, where neither the request for the page nor an earlier one brought it about.
    fn start(&mut self, started: bool) -> Option<Effect> {
        let asked = std::mem::replace(&mut self.start_asked, true);
        (!started && !asked).then_some(Effect::Start)
    }

    /// The origin of the host, if it is one that the tenant named.
    pub(crate) fn host(&self) -> &str {
        let named = self.boot.as_ref().map(|boot| boot.origins.as_slice());
        let mut named = named.unwrap_or_default().iter();
        named
            .find(|origin| **origin == self.around)
            .map_or("", String::as_str)
    }

    fn show(&mut self, view: View, at: f64) -> Vec<Effect> {
        let View {
            step, phone_code, ..
        } = view;
        self.failures = 0;
        // A view that was under way when the last screen came changes nothing any more.
        if self.screen.is_last() {
            return Vec::new();
        }
        let ring = match &step {
            Step::Qr {
                svg,
                remaining_ms,
                lasts_ms,
            } => self.codes.show(svg, *remaining_ms, *lasts_ms, at),
            _ => None,
        };
        let line = self.desk.hear(phone_code, at).map(Effect::line);
        let screen = self.patient(&step, at);
        let mut effects = self.turn(screen.unwrap_or_else(|| Screen::of(step)));
        effects.extend(ring);
        effects.extend(line);
        effects
    }

    /// The screen to keep while a hiccup may be over before it has to be told.
    fn patient(&mut self, step: &Step, at: f64) -> Option<Screen> {
        self.notice_at = match step {
            Step::Unreachable { notice_in_ms, .. } => Some(at + *notice_in_ms as f64),
            _ => None,
        };
        let is_soon = self.notice_at.is_some_and(|notice_at| at < notice_at);
        is_soon.then_some(match self.screen {
            Screen::Scanned => Screen::Scanned,
            _ => Screen::Preparing,
        })
    }

    fn line_down(&mut self, at: f64) -> Vec<Effect> {
        self.failures += 1;
        let nothing_to_show = match self.screen {
            Screen::Preparing | Screen::Qr if self.desk.has_living_code() => false,
            Screen::Preparing | Screen::Unreachable => true,
            Screen::Qr => self.codes.left_ms(at) <= 0.0,
            _ => false,
        };
        if self.failures >= PATIENCE && nothing_to_show {
            return self.turn(Screen::Unavailable);
        }
        Vec::new()
    }

    fn tick(&mut self, at: f64) -> Vec<Effect> {
        let over = self.ends_at.is_some_and(|end| at >= end);
        // Someone who has just scanned is about to be done: the service has the last word on that.
        if over && !self.screen.is_last() && self.screen != Screen::Scanned {
            return self.turn(Screen::Expired);
        }
        if self
            .notice_at
            .take_if(|notice_at| at >= *notice_at)
            .is_some()
        {
            return self.turn(Screen::Unreachable);
        }
        Vec::new()
    }

    fn want_code(&mut self) -> Vec<Effect> {
        let paused = matches!(&self.screen, Screen::Failed { reason, .. } if reason == "throttled");
        let mut effects = self.turn(Screen::Preparing);
        effects.push(Effect::Renew);
        if paused {
            effects.extend(self.open(self.offer.or_first(Method::Qr)));
        }
        effects
    }

    fn retry(&mut self) -> Vec<Effect> {
        self.failures = 0;
        let mut effects = self.turn(Screen::Preparing);
        effects.push(Effect::Listen);
        let started = self.boot.as_ref().is_none_or(|boot| boot.started);
        effects.extend(self.start(started));
        effects
    }

    /// Shows another screen and says so where it matters.
    fn turn(&mut self, screen: Screen) -> Vec<Effect> {
        if self.screen == screen {
            return Vec::new();
        }
        self.screen = screen;
        let mut effects = Vec::new();
        match &self.screen {
            Screen::Connected {
                method,
                phone_number,
                callback,
                ..
            } => {
                if !self.told_connected {
                    self.told_connected = true;
                    let (method, phone_number) = (method.clone(), phone_number.clone());
                    effects.push(Effect::Tell(News::Connected {
                        method,
                        phone_number,
                    }));
                    effects.extend(callback.clone().map(Effect::Leave));
                }
            }
            Screen::Failed { reason, .. } => {
                effects.push(Effect::Tell(News::Error(reason.clone())))
            }
            Screen::Unavailable | Screen::Lost => {
                effects.push(Effect::Tell(News::Error(self.screen.name().into())))
            }
            Screen::Expired => effects.push(Effect::Tell(News::Expired)),
            Screen::Cancelled { .. } => effects.push(Effect::Tell(News::Close)),
            Screen::Unreachable
            | Screen::Preparing
            | Screen::Qr
            | Screen::Scanned
            | Screen::TimedOut => {}
        }
        if !self.screen.has_guide() {
            effects.push(Effect::Focus);
        }
        if self.screen.is_last() {
            effects.push(Effect::Hush);
        }
        effects
    }
}
