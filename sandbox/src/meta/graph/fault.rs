//! A request with the fault that was set for its call.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::error::GraphError;
use super::request::GraphRequest;
use super::{Call, Reply, reply};
use crate::meta::Meta;
use crate::meta::faults::{FaultError, FaultKind};

pub(super) async fn answer(
    meta: &Arc<Meta>,
    request: &GraphRequest,
    call: Call,
    fault: Option<FaultKind>,
) -> Answer {
    let Some(fault) = fault else {
        return reply(meta, request, call).await.into();
    };
    match fault {
        FaultKind::Error(error) => Answer::from(Err(graph_error(error))),
        FaultKind::RateLimit => Answer::from(Err(rate_limit())),
        FaultKind::Html(status) => Answer::Html(status),
        FaultKind::Reset => Answer::Cut,
        FaultKind::SuccessFalse => Answer::Json(200, json!({ "success": false })),
        FaultKind::Reply(reply) => Answer::Json(reply.status, reply.body),
        FaultKind::SlowMs(delay) => {
            tokio::time::sleep(Duration::from_millis(delay)).await;
            reply(meta, request, call).await.into()
        }
        FaultKind::DropReply => {
            // The client must not see the result, which the record of the request does not show, either.
            let _ = reply(meta, request, call).await;
            Answer::Cut
        }
        FaultKind::Merge(fields) => merged(reply(meta, request, call).await, fields).into(),
    }
}

fn graph_error(fault: FaultError) -> GraphError {
    let message = fault
        .message
        .unwrap_or_else(|| "A fault was set.".to_owned());
    let error = GraphError::numbered(fault.code, &message)
        .subcode(fault.subcode)
        .status(fault.status.unwrap_or(400))
        .transient(fault.transient);
    match fault.details {
        Some(details) => error.details(details),
        None => error,
    }
}

fn rate_limit() -> GraphError {
    GraphError::numbered(4, "Application request limit reached")
        .status(429)
        .transient(true)
}

fn merged(reply: Reply, fields: Map<String, Value>) -> Reply {
    let mut body = reply?;
    merge(&mut body, Value::Object(fields));
    Ok(body)
}

/// A JSON merge patch (RFC 7396).
fn merge(target: &mut Value, patch: Value) {
    let (Some(target), Value::Object(patch)) = (target.as_object_mut(), patch.clone()) else {
        *target = patch;
        return;
    };
    for (name, value) in patch {
        if value.is_null() {
            target.remove(&name);
        } else {
            merge(target.entry(name).or_insert(json!({})), value);
        }
    }
}
