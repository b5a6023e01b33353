//! The list of countries: open or not, what is searched for, where the arrow keys are, and what was picked.

use crate::countries::{self, Country};

pub(crate) struct Picker {
    pub(crate) picked: Country,
    pub(crate) open: bool,
    pub(crate) found: Vec<Country>,
    /// The line the arrow keys are on.
    pub(crate) active: usize,
}

/// What can happen to it.
pub(crate) enum Pick {
    Toggle,
    Close,
    Search(String),
    Up,
    Down,
    /// The active line.
    Take,
    /// The line that was clicked.
    TakeThis(usize),
}

impl Default for Picker {
    fn default() -> Self {
        Self {
            picked: countries::of_language(""),
            open: false,
            found: Vec::new(),
            active: 0,
        }
    }
}

impl Picker {
    /// Returns true once a country was picked.
    pub(super) fn step(&mut self, pick: Pick) -> bool {
        match pick {
            Pick::Toggle if self.open => self.close(),
            Pick::Toggle => self.open(),
            Pick::Close => self.close(),
            Pick::Search(query) => {
                self.found = countries::search(&query);
                self.active = 0;
            }
            Pick::Up => self.active = self.active.saturating_sub(1),
            Pick::Down => {
                self.active = (self.active + 1).min(self.found.len().saturating_sub(1));
            }
            Pick::Take => return self.take(self.active),
            Pick::TakeThis(line) => return self.take(line),
        }
        false
    }

    fn open(&mut self) {
        self.open = true;
        self.found = countries::search("");
        let picked = self.found.iter().position(|one| *one == self.picked);
        self.active = picked.unwrap_or_default();
    }

    fn close(&mut self) {
        self.open = false;
        self.found = Vec::new();
    }

    fn take(&mut self, line: usize) -> bool {
        let Some(country) = self.found.get(line).copied() else {
            return false;
        };
        self.picked = country;
        self.close();
        true
    }
}
