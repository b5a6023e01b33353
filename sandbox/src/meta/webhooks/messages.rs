//! Webhooks about messages: the progress of those that were sent, and those that customers write.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Signing, Target, bodies, targets_of};
use crate::meta::Meta;
use crate::meta::model::Number;

/// What happens to a message that was accepted.
pub(crate) enum Outcome {
    Read,
    /// With the number and the title of the error.
    Failed(u32, &'static str),
}

pub(crate) struct SentMessage {
    pub(crate) id: String,
    pub(crate) to: String,
    pub(crate) outcome: Outcome,
}

/// Reports the progress of a message in the background, in order.
pub(crate) fn report(meta: &Arc<Meta>, number: &Number, message: SentMessage) {
    let now = meta.now();
    let statuses = statuses(&message, now).into_iter();
    let bodies = statuses.map(|status| bodies::status(number, &status, now));
    let (bodies, targets) = (bodies.collect(), targets(meta, number));
    tokio::spawn(deliver_in_order(meta.clone(), targets, bodies));
}

/// A customer writes. Returns how many apps are told.
pub(crate) fn receive(
    meta: &Arc<Meta>,
    number: &Number,
    from: &str,
    name: &str,
    text: &str,
) -> usize {
    let body = bodies::text(number, from, name, text, meta.now());
    let targets = targets(meta, number);
    let count = targets.len();
    tokio::spawn(deliver_in_order(meta.clone(), targets, vec![body]));
    count
}

fn targets(meta: &Meta, number: &Number) -> Vec<Target> {
    let state = meta.store.read();
    let account = state.accounts.get(&number.account_id);
    account.map_or_else(Vec::new, |account| targets_of(&state, account))
}

async fn deliver_in_order(meta: Arc<Meta>, targets: Vec<Target>, bodies: Vec<Value>) {
    for body in &bodies {
        for target in &targets {
            meta.webhooks.deliver(target, body, Signing::Right).await;
        }
    }
}

fn statuses(message: &SentMessage, now: u64) -> Vec<Value> {
    let status = |name: &str| {
        json!({
            "id": message.id,
            "status": name,
            "timestamp": now.to_string(),
            "recipient_id": message.to,
        })
    };
    match message.outcome {
        Outcome::Read => ["sent", "delivered", "read"].map(status).to_vec(),
        Outcome::Failed(code, title) => {
            let mut failed = status("failed");
            let details = json!({ "details": title });
            failed["errors"] =
                json!([{ "code": code, "title": title, "message": title, "error_data": details }]);
            vec![failed]
        }
    }
}
