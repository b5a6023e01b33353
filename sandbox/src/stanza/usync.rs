//! Answers which accounts exist, and what the network knows of them.

use wacore_binary::node::Node;

use super::{Session, not_implemented};
use crate::nodes::usync::Query;
use crate::phone::DeviceAddress;

/// A question that the network cannot answer gets an error of its own, and the others their answers.
pub(super) fn look_up(session: &Session, me: &DeviceAddress, iq: &Node) {
    let query = Query::read(iq);
    for question in &query.unknown {
        not_implemented::record(session, &format!("get usync {question}"));
    }
    let state = session.network.store.read();
    let people = query.people.iter();
    let found = people.filter_map(|jid| {
        let phone = state.contact_at(&me.number, jid);
        query.answer(jid, phone.map(|phone| &**phone))
    });
    session.peer.send(query.result(iq, found.collect()));
}
