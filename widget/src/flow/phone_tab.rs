//! What the person does with tabs, number and code, as transitions of the whole flow.

use protocol::view::PhoneCode;

use super::{Effect, Flow, Method, News, Pick, Refusal, Spot, Stage};
use crate::number;

impl Flow {
    pub(super) fn open(&mut self, tab: Method) -> Vec<Effect> {
        if self.tab == tab || !self.offer.has(tab) {
            return Vec::new();
        }
        self.tab = tab;
        vec![Effect::Open(tab), Effect::FocusOn(Spot::Tab(tab))]
    }

    pub(super) fn typed(&mut self, text: String) -> Vec<Effect> {
        self.desk.trouble = None;
        self.picker.picked = number::country(&text, self.picker.picked);
        self.desk.typed = text;
        Vec::new()
    }

    pub(super) fn pick(&mut self, pick: Pick) -> Vec<Effect> {
        let (before, open) = (self.picker.picked, self.picker.open);
        let moved = matches!(pick, Pick::Up | Pick::Down);
        if self.picker.step(pick) {
            let rest = number::national(&self.desk.typed, before);
            self.desk.typed = number::grouped(&rest, self.picker.picked);
            self.desk.trouble = None;
            let text = self.desk.typed.clone();
            return vec![Effect::Write(text), Effect::FocusOn(Spot::Number)];
        }
        match (open, self.picker.open) {
            (false, true) => vec![Effect::FocusOn(Spot::Search), Effect::Reveal],
            (true, true) if moved => vec![Effect::Reveal],
            _ => Vec::new(),
        }
    }

    pub(super) fn want_phone_code(&mut self) -> Vec<Effect> {
        let again = self.desk.stage != Stage::Number && !self.desk.requested.number.is_empty();
        let request = match self.desk.stage {
            // Asked already: a second click changes nothing.
            Stage::Asking => return Vec::new(),
            // The number of the code that is over; after a reload the field is empty.
            _ if again => Some(self.desk.ask_again()),
            _ => self.desk.ask(self.picker.picked),
        };
        match request {
            Some(request) => vec![Effect::AskCode(request)],
            None => vec![Effect::FocusOn(Spot::Number)],
        }
    }

    pub(super) fn phone_code(&mut self, code: PhoneCode, at: f64) -> Vec<Effect> {
        let line = self.desk.answered(code, at).map(Effect::line);
        let mut effects: Vec<Effect> = line.into_iter().collect();
        if self.at_desk() {
            effects.push(Effect::FocusOn(Spot::Code));
        }
        effects
    }

    pub(super) fn no_phone_code(&mut self, refusal: Refusal, at: f64) -> Vec<Effect> {
        let pauses = ["throttled", "code_limit"].contains(&refusal.code.as_str());
        let news = Effect::Tell(News::Error(refusal.code.clone()));
        self.desk.refused(refusal, at);
        match (self.at_desk(), pauses) {
            (false, _) => Vec::new(),
            (true, true) => vec![news, Effect::FocusOn(Spot::Next)],
            (true, false) => vec![Effect::FocusOn(Spot::Number)],
        }
    }
}
