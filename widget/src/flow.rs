//! What the widget is doing, as one value; the only place that decides what comes next.
//!
//! Everything that can happen is an [`Input`], and a transition is [`Flow::step`]: it changes the value and
//! returns what must be done outside as [`Effect`]s. Time comes in as milliseconds. Knows no browser and no
//! Leptos, so the rules are tested natively.

use protocol::view::{Boot, Step, View};

pub(crate) use self::{code::Codes, screen::Screen};

mod code;
mod screen;
#[cfg(test)]
mod tests;

/// Failed attempts to reach the service after which the page says so; before, it is a hiccup.
const PATIENCE: u32 = 3;

/// Something that happened.
pub(crate) enum Input {
    /// The page's own state, or the live stream's first event.
    Boot(Box<Boot>),
    View(View),
    /// The stream broke or could not be opened.
    LineDown,
    /// The service no longer takes this link.
    Refused,
    /// This browser kept nothing to go on with after a reload.
    NothingKept,
    Tick,
    /// The person asks for a new code.
    WantsCode,
    /// … which the service could not be told.
    RenewFailed,
    /// The person wants the service tried again.
    WantsRetry,
    WantsCancel,
    Chose(Phone),
    /// The service has answered, or could not.
    Cancelled {
        callback: Option<String>,
    },
}

/// Something to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Open the live stream now, without waiting for the next attempt's turn.
    Listen,
    /// Close it for good.
    Hush,
    Renew,
    Cancel,
    Tell(News),
    /// Go to the tenant's page after the result could be read.
    Leave(String),
    /// A new code: its ring starts at this age and is empty when the code dies.
    Ring {
        lasts_ms: u32,
        age_ms: u32,
    },
    /// Dress the page around the card as the tenant wants it.
    Dress,
    /// The person has to decide: bring the keyboard to the button.
    Focus,
}

/// What the host page is told.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum News {
    Ready,
    Step(&'static str),
    Error(String),
    Expired,
    Close,
    Connected {
        method: String,
        phone_number: String,
    },
}

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
    /// Fixed facts, once known.
    pub(crate) boot: Option<Boot>,
    /// Attempts to reach the service that failed in a row.
    failures: u32,
    /// When this link ends, by this browser's clock.
    ends_at: Option<f64>,
    told_connected: bool,
}

impl Flow {
    pub(crate) fn new(phone: Phone) -> Self {
        Self {
            phone,
            ..Self::default()
        }
    }

    /// The transition: `at` is now, in milliseconds.
    pub(crate) fn step(&mut self, input: Input, at: f64) -> Vec<Effect> {
        let effects = self.apply(input, at);
        self.left_s = self.codes.left_s(at);
        effects
    }

    fn apply(&mut self, input: Input, at: f64) -> Vec<Effect> {
        match input {
            Input::Boot(boot) => self.boot(*boot, at),
            Input::View(view) => self.show(view.step, at),
            Input::LineDown => self.line_down(at),
            Input::Refused => self.turn(Screen::Expired),
            Input::NothingKept => self.turn(Screen::Lost),
            Input::Tick => self.tick(at),
            Input::WantsCode => self.want_code(),
            Input::RenewFailed => self.turn(Screen::Unavailable),
            Input::WantsRetry => self.retry(),
            Input::WantsCancel => vec![Effect::Cancel],
            Input::Chose(phone) => {
                self.phone = phone;
                Vec::new()
            }
            Input::Cancelled { callback } => self.turn(Screen::Cancelled { callback }),
        }
    }

    /// True while the last code can still be shown but nobody answers.
    pub(crate) fn offline(&self) -> bool {
        self.failures > 0
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
        // The step is shown, not kept: a code's markup is large.
        let step = std::mem::replace(&mut boot.view.step, Step::Preparing);
        self.boot = Some(boot);
        effects.extend(self.show(step, at));
        effects
    }

    fn show(&mut self, step: Step, at: f64) -> Vec<Effect> {
        self.failures = 0;
        // A view that was under way when the person cancelled changes nothing any more.
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
        let mut effects = self.turn(Screen::of(step));
        effects.extend(ring);
        effects
    }

    fn line_down(&mut self, at: f64) -> Vec<Effect> {
        self.failures += 1;
        let nothing_to_show = match self.screen {
            Screen::Preparing => true,
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
        Vec::new()
    }

    fn want_code(&mut self) -> Vec<Effect> {
        let mut effects = self.turn(Screen::Preparing);
        effects.push(Effect::Renew);
        effects
    }

    fn retry(&mut self) -> Vec<Effect> {
        self.failures = 0;
        let mut effects = self.turn(Screen::Preparing);
        effects.push(Effect::Listen);
        effects
    }

    /// Shows another screen and says so where it matters.
    fn turn(&mut self, screen: Screen) -> Vec<Effect> {
        if self.screen == screen {
            return Vec::new();
        }
        self.screen = screen;
        let mut effects = vec![Effect::Tell(News::Step(self.screen.name()))];
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
            Screen::Preparing | Screen::Qr | Screen::Scanned | Screen::TimedOut => {}
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
