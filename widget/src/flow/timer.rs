//! How long a code lasts, for the animation that shows it.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CodeTimer {
    pub(crate) lasts_ms: u32,
    pub(crate) age_ms: u32,
}

impl CodeTimer {
    pub(super) fn new(lasts_ms: u64, remaining_ms: u64) -> Self {
        Self {
            lasts_ms: lasts_ms as u32,
            age_ms: lasts_ms.saturating_sub(remaining_ms) as u32,
        }
    }
}

/// Whole seconds until `end`, as a person counts them down.
pub(super) fn seconds_until(end: f64, at: f64) -> u32 {
    ((end - at) / 1000.0).ceil().max(0.0) as u32
}
