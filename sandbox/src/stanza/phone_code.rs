//! The server's part in linking by a phone code: it checks what a client sends, and forwards it. It never sees
//! the code.

use wacore_binary::node::Node;

use super::Session;
use crate::history::Kind;
use crate::linking::FinishResult;
use crate::nodes::phone_code::{bad_request, hello_result, read_finish, read_hello, throttled};
use crate::nodes::{attribute, error, first_child, result};

/// A client requests a code, or sends its keys for one.
pub(super) fn handle(session: &Session, iq: &Node) {
    let Some(request) = first_child(iq) else {
        return;
    };
    let stage = attribute(request, "stage");
    let answer = match stage.as_str() {
        _ if session.login.is_some() => error(iq, 403, "forbidden"),
        "companion_hello" => hello(session, iq, request),
        "companion_finish" => finish(session, iq, request),
        _ => bad_request(iq),
    };
    session.peer.send(answer);
}

fn hello(session: &Session, iq: &Node, request: &Node) -> Node {
    let network = &session.network;
    let Some(hello) = read_hello(&session.peer, request) else {
        return bad_request(iq);
    };
    let number = hello.number.as_str();
    network.history.record(Kind::CodeRequested, number, "");
    if let Some(throttle) = network.faults.take_code_throttle() {
        return throttled(iq, throttle.retry_after);
    }
    let (peer, key, speed) = (&session.peer, hello.companion_key, network.speed);
    let connections = &network.connections;
    let reference = connections.request_phone_code(number, peer, key, speed);
    hello_result(iq, &reference)
}

fn finish(session: &Session, iq: &Node, request: &Node) -> Node {
    let Some(finish) = read_finish(request) else {
        return bad_request(iq);
    };
    let (number, reference) = (&finish.number, &finish.reference);
    let connections = &session.network.connections;
    match connections.finish_attempt(number, &session.peer, reference, finish.keys) {
        FinishResult::Delivered => result(iq).build(),
        FinishResult::Unexpected => bad_request(iq),
    }
}
