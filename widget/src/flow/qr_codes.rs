//! The codes shown one after another, on two sheets, so that a new one can fade in over the one before.

use super::Effect;

/// The code on show and its life.
#[derive(Default)]
pub(crate) struct Codes {
    /// Finished markup; the code on show lies on the sheet `count % 2`.
    sheets: [String; 2],
    /// How many codes this page has shown.
    count: u32,
    dies_at: f64,
}

impl Codes {
    /// A code from the service. Hearing of the same code again only sets its clock right; a new one starts
    /// a ring.
    pub(super) fn show(
        &mut self,
        svg: &str,
        remaining_ms: u64,
        lasts_ms: u64,
        at: f64,
    ) -> Option<Effect> {
        self.dies_at = at + remaining_ms as f64;
        if self.count > 0 && self.sheets[self.on_show()] == svg {
            return None;
        }
        self.count += 1;
        let sheet = self.on_show();
        self.sheets[sheet] = svg.into();
        Some(Effect::Ring {
            lasts_ms: lasts_ms as u32,
            age_ms: lasts_ms.saturating_sub(remaining_ms) as u32,
        })
    }

    pub(crate) fn sheet(&self, sheet: usize) -> &str {
        &self.sheets[sheet]
    }

    pub(crate) fn on_show(&self) -> usize {
        (self.count % 2) as usize
    }

    pub(crate) fn count(&self) -> u32 {
        self.count
    }

    pub(super) fn left_ms(&self, at: f64) -> f64 {
        self.dies_at - at
    }

    /// Whole seconds left, as a person counts them down.
    pub(super) fn left_s(&self, at: f64) -> u32 {
        (self.left_ms(at) / 1000.0).ceil().max(0.0) as u32
    }
}
