//! How the next dialogs behave.

use std::sync::{Mutex, MutexGuard};

use serde::Deserialize;
use serde_json::{Map, Value};

/// In which order the opener gets the message with the ids and the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Order {
    #[default]
    MessageFirst,
    CodeFirst,
    MessageOnly,
    CodeOnly,
    Neither,
}

/// When the webhook `PARTNER_ADDED` is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum PartnerAdded {
    /// Before the message and the code.
    Before,
    /// Just before the code.
    Between,
    #[default]
    After,
    Never,
}

/// What is chosen without a person.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Auto {
    /// A name or an id. Without it, the first business.
    pub(crate) business: Option<String>,
    /// An id or digits. Without it, the first number.
    pub(crate) number: Option<String>,
    /// The event of the message. Without it, the one that fits the number.
    pub(crate) finish: Option<String>,
    /// The step that a `CANCEL` names.
    pub(crate) step: Option<String>,
}

#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct Scenario {
    /// How many dialogs it is for. Without it, one.
    pub(crate) times: Option<u32>,
    pub(crate) auto: Option<Auto>,
    pub(crate) order: Order,
    /// How often the message is sent. Without it, once.
    pub(crate) message_times: Option<u32>,
    pub(crate) message_delay_ms: u64,
    pub(crate) code_delay_ms: u64,
    /// The origin that the dialog is moved to, and its message is sent from.
    pub(crate) message_origin: Option<String>,
    /// Sent instead of the message.
    pub(crate) message: Option<Value>,
    /// Fields of the message's `data` that are replaced; `null` removes a field.
    pub(crate) data: Map<String, Value>,
    /// The message is sent as an object instead of JSON text.
    pub(crate) as_object: bool,
    /// The step at which the window closes by itself.
    pub(crate) close_at: Option<String>,
    /// The header `Cross-Origin-Opener-Policy` of the dialog.
    pub(crate) coop: Option<String>,
    /// The WABAs that the token covers, instead of the chosen one.
    pub(crate) grant: Option<Vec<String>>,
    /// An error page with this text instead of the dialog.
    pub(crate) error: Option<String>,
    pub(crate) partner_added: PartnerAdded,
}

/// The scenarios of the next dialogs, the first one first.
#[derive(Default)]
pub(crate) struct Scenarios(Mutex<Vec<Scenario>>);

impl Scenarios {
    pub(crate) fn add(&self, scenario: Scenario) {
        self.scenarios().push(scenario);
    }

    /// The scenario of a dialog that opens. It uses the scenario up.
    pub(crate) fn take(&self) -> Option<Scenario> {
        let mut scenarios = self.scenarios();
        let scenario = scenarios.first_mut()?;
        let left = scenario.times.unwrap_or(1).saturating_sub(1);
        scenario.times = Some(left);
        let taken = scenario.clone();
        scenarios.retain(|scenario| scenario.times != Some(0));
        Some(taken)
    }

    pub(crate) fn clear(&self) {
        self.scenarios().clear();
    }

    fn scenarios(&self) -> MutexGuard<'_, Vec<Scenario>> {
        self.0.lock().expect("no holder of this lock panics")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scenario_is_used_as_often_as_it_says() {
        let scenarios = Scenarios::default();
        let named = |step: &str, times| Scenario {
            close_at: Some(step.to_owned()),
            times,
            ..Scenario::default()
        };
        scenarios.add(named("a", Some(2)));
        scenarios.add(named("b", None));
        for expected in [Some("a"), Some("a"), Some("b"), None] {
            let step = scenarios.take().and_then(|scenario| scenario.close_at);
            assert_eq!(step.as_deref(), expected);
        }
    }
}
