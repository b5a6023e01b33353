//! What the page does at the end, as a list of actions.

use serde::Serialize;
use serde_json::Value;

use super::scenario::{Order, Scenario};
use super::session::{Destination, Dialog};
use super::with_params;

/// Longer than the popup needs to send its message after the code.
const HOLD_MS: u64 = 1000;

#[derive(Clone, Serialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub(super) enum Action {
    Message {
        content: Value,
        delay_ms: u64,
    },
    /// Requests a code and takes it to the opener. In a frame, if a message follows.
    Code {
        delay_ms: u64,
        in_frame: bool,
        /// How long the opener keeps this window.
        hold_ms: u64,
    },
    Leave {
        url: String,
    },
    Close,
}

/// A dialog that ends with a code. A redirect has no opener, so it has no message.
pub(super) fn finished(dialog: &Dialog, message: &Value) -> Vec<Action> {
    let scenario = &dialog.scenario;
    if let Destination::Redirect { .. } = dialog.destination {
        return vec![code(scenario, false)];
    }
    let messages = messages(scenario, message);
    match scenario.order {
        Order::MessageFirst => [messages, vec![code(scenario, false)]].concat(),
        // The opener closes the window. If the window closed itself, the opener might see that before the code.
        Order::CodeFirst => [vec![code(scenario, true)], messages].concat(),
        Order::MessageOnly => [messages, vec![Action::Close]].concat(),
        Order::CodeOnly => vec![code(scenario, false)],
        Order::Neither => vec![Action::Close],
    }
}

/// A dialog that ends without a code.
pub(super) fn ended(dialog: &Dialog, message: &Value) -> Vec<Action> {
    let Destination::Redirect { uri, state } = &dialog.destination else {
        let mut actions = messages(&dialog.scenario, message);
        actions.push(Action::Close);
        return actions;
    };
    let mut params = vec![
        ("error", "access_denied"),
        ("error_code", "200"),
        ("error_description", "Permissions error"),
        ("error_reason", "user_denied"),
    ];
    params.extend(state.as_deref().map(|state| ("state", state)));
    let url = with_params(uri, &params);
    vec![Action::Leave { url }]
}

fn messages(scenario: &Scenario, message: &Value) -> Vec<Action> {
    if matches!(scenario.order, Order::CodeOnly | Order::Neither) {
        return Vec::new();
    }
    let times = scenario.message_times.unwrap_or(1);
    let action = |_| Action::Message {
        content: message.clone(),
        delay_ms: scenario.message_delay_ms,
    };
    (0..times).map(action).collect()
}

fn code(scenario: &Scenario, in_frame: bool) -> Action {
    let times = u64::from(scenario.message_times.unwrap_or(1));
    let hold_ms = HOLD_MS + times * scenario.message_delay_ms;
    Action::Code {
        delay_ms: scenario.code_delay_ms,
        in_frame,
        hold_ms: if in_frame { hold_ms } else { 0 },
    }
}
