//! Sets faults of Graph calls: `{call, kind, times?}`. Faults of the same call happen one after the other.
//!
//! `call` is one of `exchange`, `debug_token`, `me`, `object` (a WABA or a number), `phone_numbers`, `subscribe`,
//! `unsubscribe`, `subscriptions`, `register`, `deregister`, `smb_app_data`, `messages`, `unknown` and
//! `login_status`: what the SDK asks when the dialog was closed, which can be slow or cut.
//!
//! | `kind` | effect |
//! |---|---|
//! | `{"error": {code, subcode?, status?, message?, details?, transient?}}` | Graph rejects the call |
//! | `{"html": 500}` | a page instead of JSON, with this status |
//! | `"rateLimit"` | status 429 with code 4 |
//! | `{"slowMs": 1000}` | it takes longer |
//! | `"reset"` | the connection is cut, and nothing is done |
//! | `"dropReply"` | it is done, then the connection is cut |
//! | `"successFalse"` | `{"success": false}`, and nothing is done |
//! | `{"merge": {…}}` | it is done, and these fields of its reply are replaced; `null` removes a field |
//! | `{"reply": {status, body}}` | exactly this reply, and nothing is done |

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::input::Body;
use super::super::reply::{ApiError, Data, data};
use crate::meta::{Call, Fault, FaultKind, Meta};

/// A longer delay is taken for a mistake.
const MAX_DELAY_MS: u64 = 120_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FaultRequest {
    call: Call,
    kind: FaultKind,
    #[serde(default = "once")]
    times: u32,
}

fn once() -> u32 {
    1
}

pub(super) async fn add(
    State(meta): State<Arc<Meta>>,
    Body(request): Body<FaultRequest>,
) -> Result<Json<Data<Value>>, ApiError> {
    if !is_valid(&request.kind) {
        let error =
            "a status is from 400 to 599, or from 200 in a reply, and slowMs is at most 120000";
        return Err(ApiError::bad_request("invalid_fault", error));
    }
    let (call, kind, times) = (request.call, request.kind, request.times);
    let view = json!({ "call": call.name(), "kind": kind.name(), "times": times });
    meta.faults.add(Fault { call, kind, times });
    Ok(data(view))
}

fn is_valid(kind: &FaultKind) -> bool {
    match kind {
        FaultKind::Error(error) => error.status.is_none_or(is_error),
        FaultKind::Html(status) => is_error(*status),
        FaultKind::Reply(reply) => (200..=599).contains(&reply.status),
        FaultKind::SlowMs(delay) => *delay <= MAX_DELAY_MS,
        _ => true,
    }
}

fn is_error(status: u16) -> bool {
    (400..=599).contains(&status)
}

pub(super) async fn clear(State(meta): State<Arc<Meta>>) -> Json<Data<Value>> {
    meta.faults.clear();
    data(json!({}))
}
