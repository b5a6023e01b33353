//! The list of countries: open or not, the search, the active entry, and the picked country.

use crate::countries::{self, Country, NamedCountry};

pub(crate) struct CountryPicker {
    pub(crate) picked: Country,
    pub(crate) open: bool,
    /// All entries, in the order of their names; empty until the list is opened.
    pub(super) list: &'static [NamedCountry],
    /// The entries that match the search.
    pub(crate) found: Vec<&'static NamedCountry>,
    /// The entry that the arrow keys are on.
    pub(crate) active: usize,
}

pub(crate) enum PickerInput {
    /// The entries, before they are needed.
    List(Vec<NamedCountry>),
    Toggle,
    Close,
    /// Folded, as the names are.
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
            list: &[],
            found: Vec::new(),
            active: 0,
        }
    }
}

impl CountryPicker {
    /// Returns true if a country was picked.
    pub(super) fn handle(&mut self, input: PickerInput) -> bool {
        match input {
            // There is one list, and it lives as long as the page.
            PickerInput::List(list) => self.list = list.leak(),
            PickerInput::Toggle if self.open => self.close(),
            PickerInput::Toggle => self.open(),
            PickerInput::Close => self.close(),
            PickerInput::Search(query) => {
                self.found = countries::search(self.list, &query);
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

    pub(crate) fn has_list(&self) -> bool {
        !self.list.is_empty()
    }

    fn open(&mut self) {
        self.open = true;
        self.found = countries::search(self.list, "");
        let picked = |one: &&NamedCountry| one.country == self.picked;
        let picked = self.found.iter().position(picked);
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
        self.picked = country.country;
        self.close();
        true
    }
}
