//! Handles the stanzas that a client sends after its handshake, one file for each subject. A request about an
//! unknown subject gets an empty result, which suits most of WhatsApp's many settings. A request that only a
//! linked device may make is rejected for other clients.

mod account;
mod app_state;
mod history_share;
mod key_share;
mod messages;
mod phone_code;
mod prekeys;
mod presence;

use std::sync::Arc;

use wacore_binary::node::Node;

use crate::actions;
use crate::network::Network;
use crate::nodes::mex::{asks_for_timelock, timelock_result};
use crate::nodes::props::settings;
use crate::nodes::{attribute, error, first_child, phone_code as code_nodes, result, result_with};
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
    match subject.as_str() {
        "encrypt" => handle_key_request(session, &me, iq, about).await,
        "passive" if about == "active" => presence::handle_active(session, iq).await,
        "md" if about == "remove-companion-device" => account::log_out(session, &me, iq).await,
        "w:sync:app:state" if about == "sync" => app_state::sync(session, &me, iq),
        "usync" => account::look_up(session, &me, iq),
        "w:mex" if asks_for_timelock(iq) => {
            let until = crate::messages::timelock(&session.network, &me.number);
            session.peer.send(timelock_result(iq, until));
            Ok(())
        }
        _ => {
            session
                .peer
                .send(default_result(session, &me, iq, &subject));
            Ok(())
        }
    }
}

async fn handle_key_request(
    session: &mut Session,
    me: &DeviceAddress,
    iq: &Node,
    about: &str,
) -> anyhow::Result<()> {
    match about {
        "registration" => return prekeys::upload(session, me, iq).await,
        "rotate" => return prekeys::rotate(session, me, iq).await,
        "key" => return prekeys::fetch(session, me, iq).await,
        "count" => prekeys::count(session, me, iq),
        _ => session.peer.send(error(iq, 404, "item-not-found")),
    }
    Ok(())
}

/// The answer of an account that never changed this setting.
fn default_result(session: &Session, me: &DeviceAddress, iq: &Node, subject: &str) -> Node {
    match subject {
        "privacy" => result_with(iq, "privacy", []),
        "blocklist" => result_with(iq, "list", []),
        "abt" => settings(iq, account::addresses(session, me)),
        "w" => result_with(iq, "props", []),
        _ => {
            tracing::debug!(subject, "an unknown request got an empty result");
            result(iq).build()
        }
    }
}
