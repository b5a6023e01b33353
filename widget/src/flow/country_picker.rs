//! The list of countries: open or not, the search, the active entry, and the picked country.

use crate::countries::{self, Country};

pub(crate) struct CountryPicker {
    pub(crate) picked: Country,
    pub(crate) open: bool,
    /// The entries that match the search.
    pub(crate) found: Vec<Country>,
    /// The entry that the arrow keys are on.
    pub(crate) active: usize,
}

pub(crate) enum PickerInput {
    Toggle,
    Close,
    Search(String),
    Up,
    Down,
    /// The active entry is picked.
    PickActive,
    /// The entry at this place is picked.
    Pick(usize),
}

impl Default for CountryPicker {
    fn default() -> Self {
        Self {
            picked: countries::of_language(""),
            open: false,
            found: Vec::new(),
            active: 0,
        }
    }
}

impl CountryPicker {
    /// Returns true if a country was picked.
    pub(super) fn handle(&mut self, input: PickerInput) -> bool {
        match input {
            PickerInput::Toggle if self.open => self.close(),
            PickerInput::Toggle => self.open(),
            PickerInput::Close => self.close(),
            PickerInput::Search(query) => {
                self.found = countries::search(&query);
                self.active = 0;
            }
            PickerInput::Up => self.active = self.active.saturating_sub(1),
            PickerInput::Down => {
                self.active = (self.active + 1).min(self.found.len().saturating_sub(1));
            }
            PickerInput::PickActive => return self.pick(self.active),
            PickerInput::Pick(place) => return self.pick(place),
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

    fn pick(&mut self, place: usize) -> bool {
        let Some(country) = self.found.get(place).copied() else {
            return false;
        };
        self.picked = country;
        self.close();
        true
    }
}
