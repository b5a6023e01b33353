//! The Graph API. Every request is read, meets a fault if one is set for its call, is handled, and is recorded.

mod access;
pub(crate) mod answer;
mod app_data;
mod call;
mod debug_token;
mod error;
mod exchange;
mod fault;
mod fields;
mod messages;
mod objects;
mod paging;
mod registration;
mod request;
mod subscriptions;
mod token_error;

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;

use super::Meta;
use super::requests::{RequestRecord, without_secrets};
use super::secret::fingerprint;
use answer::Answer;
pub(crate) use call::Call;
use error::GraphError;
use request::GraphRequest;

type Reply = Result<Value, GraphError>;

/// One request to the Graph API.
pub(crate) async fn handle(State(meta): State<Arc<Meta>>, request: Request) -> Response {
    let request = GraphRequest::read(request).await;
    let call = Call::of(&request);
    let fault = meta.faults.take(call);
    let name = fault.as_ref().map(|fault| fault.name());
    let answer = fault::answer(&meta, &request, call, fault).await;
    meta.requests
        .record(record(&meta, &request, call, name, &answer));
    answer.into_response()
}

async fn reply(meta: &Arc<Meta>, request: &GraphRequest, call: Call) -> Reply {
    match call {
        Call::Exchange => exchange::exchange(meta, request),
        Call::DebugToken => debug_token::debug_token(meta, request),
        Call::Me => objects::me(meta, request),
        Call::Object => objects::object(meta, request),
        Call::PhoneNumbers => objects::phone_numbers(meta, request),
        Call::Subscribe => subscriptions::subscribe(meta, request).await,
        Call::Unsubscribe => subscriptions::unsubscribe(meta, request),
        Call::Subscriptions => subscriptions::list(meta, request),
        Call::Register => registration::register(meta, request),
        Call::Deregister => registration::deregister(meta, request),
        Call::SmbAppData => app_data::synchronise(meta, request),
        Call::Messages => messages::send(meta, request),
        Call::LoginStatus | Call::Unknown => Err(unknown(request)),
    }
}

fn unknown(request: &GraphRequest) -> GraphError {
    let path = request.segments.join("/");
    GraphError::new(2500, format!("Unknown path components: /{path}"))
}

fn record(
    meta: &Meta,
    request: &GraphRequest,
    call: Call,
    fault: Option<&'static str>,
    answer: &Answer,
) -> RequestRecord {
    RequestRecord {
        at: meta.now(),
        method: request.method.to_string(),
        path: request.path.clone(),
        call: call.name(),
        query: without_secrets(&request.query),
        body: without_secrets(&request.body),
        bearer: request.bearer.as_deref().map(fingerprint),
        fault,
        status: answer.status(),
        code: answer.error_number("code"),
        subcode: answer.error_number("error_subcode"),
    }
}
