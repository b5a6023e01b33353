//! WhatsApp's GraphQL over the socket: the query for the restriction on writing to strangers, and its notification.

use serde_json::{Value, json};
use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use super::{attribute, content, first_child, result};
use crate::clock::unix_seconds;

/// The restriction, as the query for it returns it.
pub(crate) fn timelock_result(iq: &Node, until: Option<u64>) -> Node {
    let data = json!({"data": {"xwa2_fetch_account_reachout_timelock": state(until)}});
    let answer = NodeBuilder::new("result").bytes(data.to_string().into_bytes());
    result(iq).children([answer.build()]).build()
}

/// Whether a query asks for the restriction. The id of such a query changes with WhatsApp Web's versions.
pub(crate) fn asks_for_timelock(iq: &Node) -> bool {
    const QUERY: &str = wacore::iq::mex_operations::fetch_reachout_timelock::DOC_ID;
    first_child(iq).is_some_and(|query| {
        attribute(query, "query_id") == QUERY
            && serde_json::from_slice::<Value>(content(query)).is_ok()
    })
}

/// Notifies a device that the restriction has begun or ended.
pub(crate) fn timelock_update(until: Option<u64>) -> Node {
    let data = json!({"data": {"xwa2_notify_account_reachout_timelock": state(until)}});
    let update = NodeBuilder::new("update")
        .attr("op_name", "NotificationUserReachoutTimelockUpdate")
        .bytes(data.to_string().into_bytes())
        .build();
    NodeBuilder::new("notification")
        .attr("from", "s.whatsapp.net")
        .attr("type", "mex")
        .attr("id", format!("mex-{}", rand::random::<u32>()))
        .attr("t", unix_seconds().to_string())
        .children([update])
        .build()
}

fn state(until: Option<u64>) -> Value {
    match until {
        Some(until) => json!({
            "is_active": true,
            "enforcement_type": "RESTRICT_ALL_COMPANIONS",
            "time_enforcement_ends": until.to_string(),
        }),
        None => json!({ "is_active": false }),
    }
}
