//! The open dialogs. They are lost at a restart.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use super::choice::Choice;
use super::scenario::Scenario;
use crate::meta::secret::random_hex;

/// Where the result goes.
#[derive(Clone)]
pub(super) enum Destination {
    /// To the window that opened this one, through the arbiter.
    Popup {
        arbiter: String,
        fallback: Option<String>,
    },
    /// To an address, with the state that it came with.
    Redirect { uri: String, state: Option<String> },
}

#[derive(Clone)]
pub(super) struct Dialog {
    pub(super) id: String,
    pub(super) app_id: String,
    pub(super) destination: Destination,
    pub(super) scenario: Scenario,
    /// The SMS codes of the numbers that were added, by the numbers' ids.
    pub(super) sms_codes: HashMap<String, String>,
    pub(super) choice: Option<Choice>,
}

impl Dialog {
    pub(super) fn new(app_id: String, destination: Destination, scenario: Scenario) -> Dialog {
        Dialog {
            id: random_hex()[..24].to_owned(),
            app_id,
            destination,
            scenario,
            sms_codes: HashMap::new(),
            choice: None,
        }
    }

    pub(super) fn is_popup(&self) -> bool {
        matches!(self.destination, Destination::Popup { .. })
    }
}

#[derive(Default)]
pub(crate) struct Dialogs(Mutex<HashMap<String, Dialog>>);

impl Dialogs {
    /// Adds or replaces a dialog.
    pub(super) fn put(&self, dialog: Dialog) {
        self.dialogs().insert(dialog.id.clone(), dialog);
    }

    pub(super) fn get(&self, id: &str) -> Option<Dialog> {
        self.dialogs().get(id).cloned()
    }

    fn dialogs(&self) -> MutexGuard<'_, HashMap<String, Dialog>> {
        self.0.lock().expect("no holder of this lock panics")
    }
}
