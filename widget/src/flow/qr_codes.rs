//! The QR codes shown one after another, on two layers, so that a new one can fade in over the one before.

use super::timer::{CodeTimer, seconds_until};

/// The QR code that is shown, and how long it lasts.
#[derive(Default)]
pub(crate) struct QrCodes {
    /// Finished markup; the code that is shown is on the layer `count % 2`.
    layers: [String; 2],
    /// How many codes this page has shown.
    count: u32,
    ends_at: f64,
    /// Seconds left of the code that is shown.
    pub(crate) left_s: u32,
}

impl QrCodes {
    /// Shows a code from the service. The same code again only corrects its end; a new one starts a timer.
    pub(super) fn show(
        &mut self,
        svg: &str,
        remaining_ms: u64,
        lasts_ms: u64,
        at: f64,
    ) -> Option<CodeTimer> {
        self.ends_at = at + remaining_ms as f64;
        if self.count > 0 && self.layers[self.visible_layer()] == svg {
            return None;
        }
        self.count += 1;
        let layer = self.visible_layer();
        self.layers[layer] = svg.into();
        Some(CodeTimer::new(lasts_ms, remaining_ms))
    }

    pub(crate) fn layer(&self, layer: usize) -> &str {
        &self.layers[layer]
    }

    pub(crate) fn visible_layer(&self) -> usize {
        (self.count % 2) as usize
    }

    pub(crate) fn count(&self) -> u32 {
        self.count
    }

    pub(super) fn left_ms(&self, at: f64) -> f64 {
        self.ends_at - at
    }

    pub(super) fn count_down(&mut self, at: f64) {
        self.left_s = seconds_until(self.ends_at, at);
    }
}
