//! Handles the stanzas that a client sends after its handshake, one file for each subject. A request that this network
//! does not implement is refused and recorded, so that nobody takes an empty result for an answer. A request that only
//! a linked device may make is rejected for other clients.

mod account;
mod app_state;
mod digest;
mod history_share;
mod key_share;
mod messages;
mod not_implemented;
mod phone_code;
mod prekeys;
mod presence;
mod usync;

use std::sync::Arc;

use wacore_binary::node::Node;

use crate::actions;
use crate::network::Network;
use crate::nodes::mex::{asks_for_timelock, timelock_result};
use crate::nodes::props::settings;
use crate::nodes::{
    attribute, error, first_child, phone_code as code_nodes, privacy, result, result_with,
};
use crate::peer::Peer;
use crate::phone::DeviceAddress;

/// One client's session with the network.
pub(crate) struct Session {
    network: Arc<Network>,
    peer: Peer,
    login: Option<DeviceAddress>,
    /// The id of the message with the account's key that this client has not confirmed yet.
    unconfirmed_key_share: Option<String>,
    /// The id of the message with the history that this client has not confirmed yet.
    unconfirmed_history: Option<String>,
}

impl Session {
    pub(crate) fn new(network: Arc<Network>, peer: Peer, login: Option<DeviceAddress>) -> Session {
        Session {
            network,
            peer,
            login,
            unconfirmed_key_share: None,
            unconfirmed_history: None,
        }
    }
}

/// Handles one stanza. An error is the client's fault, and ends its connection.
pub(crate) async fn handle(session: &mut Session, stanza: &Node) -> anyhow::Result<()> {
    match stanza.tag.as_ref() {
        "iq" => handle_iq(session, stanza).await,
        "receipt" => {
            key_share::handle_receipt(session, stanza).await?;
            history_share::handle_receipt(session, stanza).await?;
            messages::handle_receipt(session, stanza).await
        }
        "ack" => messages::handle_ack(session, stanza).await,
        "message" => messages::handle_message(session, stanza).await,
        "presence" => {
            presence::handle(session, stanza);
            Ok(())
        }
        // Information needs no answer.
        _ => Ok(()),
    }
}

async fn handle_iq(session: &mut Session, iq: &Node) -> anyhow::Result<()> {
    match attribute(iq, "type").as_str() {
        "result" | "error" => actions::handle_answer(&session.network, &session.peer, iq).await,
        "get" | "set" => handle_request(session, iq).await,
        other => anyhow::bail!("an iq of type {other:?}"),
    }
}

async fn handle_request(session: &mut Session, iq: &Node) -> anyhow::Result<()> {
    let subject = attribute(iq, "xmlns");
    let about = first_child(iq).map_or("", |child| child.tag.as_ref());
    if subject == "w:p" || about == "ping" {
        session.peer.send(presence::pong(iq));
        return Ok(());
    }
    if (subject.as_str(), about) == ("md", code_nodes::TAG) {
        phone_code::handle(session, iq);
        return Ok(());
    }
    let Some(me) = session.login.clone() else {
        session.peer.send(error(iq, 403, "forbidden"));
        return Ok(());
    };
    match (subject.as_str(), about) {
        ("encrypt", "registration") => return prekeys::upload(session, &me, iq).await,
        ("encrypt", "rotate") => return prekeys::rotate(session, &me, iq).await,
        ("encrypt", "key") => return prekeys::fetch(session, &me, iq).await,
        ("encrypt", "count") => prekeys::count(session, &me, iq),
        ("encrypt", "digest") => digest::answer(session, &me, iq),
        ("passive", "active") => return presence::handle_active(session, iq).await,
        ("md", "remove-companion-device") => return account::log_out(session, &me, iq).await,
        ("w:sync:app:state", "sync") => return app_state::sync(session, &me, iq),
        ("usync", "usync") => usync::look_up(session, &me, iq),
        _ => answer_setting(session, &me, iq, (&subject, about)),
    }
    Ok(())
}

/// Answers what an account that never changed a setting has, or refuses the request.
fn answer_setting(session: &Session, me: &DeviceAddress, iq: &Node, asked: (&str, &str)) {
    let answer = match (asked, attribute(iq, "type").as_str()) {
        (("w:mex", _), "get") if asks_for_timelock(iq) => {
            timelock_result(iq, crate::messages::timelock(&session.network, &me.number))
        }
        (("privacy", "privacy"), "get") => privacy::settings(iq),
        // A token for somebody who may write to this account. The phones derive theirs, see `phone::tokens`.
        (("privacy", "tokens"), "set") => result(iq).build(),
        (("blocklist", ""), "get") => result_with(iq, "list", []),
        (("w", "props"), "get") => result_with(iq, "props", []),
        (("abt", "props"), "get") => settings(iq, account::addresses(session, me)),
        _ => not_implemented::refuse(session, iq),
    };
    session.peer.send(answer);
}
