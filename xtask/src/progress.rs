//! Prints the current step, like `[2/4] building the widget …`, so that a long step does not look as if it hangs.

/// Counts the steps of one command.
pub(crate) struct Progress {
    done: usize,
    total: usize,
}

impl Progress {
    pub(crate) fn of(total: usize) -> Self {
        Self { done: 0, total }
    }

    /// Prints the next step.
    pub(crate) fn step(&mut self, what: &str) {
        self.done += 1;
        eprintln!("[{}/{}] {what}", self.done, self.total);
    }
}
