//! What clients ask once they are in, one file for each subject. A question this network has no answer for
//! gets an empty result, as most of WhatsApp's many settings would; one that only a linked device may ask is
//! refused to others.

pub(crate) mod account;
mod app_state;
mod key_share;
mod mail;
pub(crate) mod passkey;
pub(crate) mod phone_code;
pub(crate) mod prekeys;
mod presence;
pub(crate) mod shape;
pub(crate) mod stream;

use std::sync::Arc;

use wacore_binary::node::Node;

use crate::linking;
use crate::live::Peer;
use crate::network::Network;
use crate::phone::DeviceAddress;
use shape::{attribute, first_child, refusal, result};

/// One client's conversation with the network.
pub(crate) struct Session {
    network: Arc<Network>,
    peer: Peer,
    login: Option<DeviceAddress>,
    /// The message with the account's keys that this client has not confirmed yet.
    unconfirmed_key_share: Option<String>,
}

impl Session {
    pub(crate) fn new(network: Arc<Network>, peer: Peer, login: Option<DeviceAddress>) -> Session {
        Session {
            network,
            peer,
            login,
            unconfirmed_key_share: None,
        }
    }
}

/// Handles one stanza. An error is the client's, and ends its connection.
pub(crate) async fn handle(session: &mut Session, stanza: &Node) -> anyhow::Result<()> {
    match stanza.tag.as_ref() {
        "iq" => handle_iq(session, stanza).await,
        "receipt" => {
            key_share::confirmed(session, stanza).await?;
            mail::receipt(session, stanza).await
        }
        "ack" => mail::acknowledged(session, stanza).await,
        "message" => mail::written(session, stanza).await,
        // Presence and information need no answer.
        _ => Ok(()),
    }
}

async fn handle_iq(session: &mut Session, iq: &Node) -> anyhow::Result<()> {
    match attribute(iq, "type").as_str() {
        "result" | "error" => linking::answered(&session.network, &session.peer, iq).await,
        "get" | "set" => handle_question(session, iq).await,
        other => anyhow::bail!("an iq of type {other:?}"),
    }
}

async fn handle_question(session: &mut Session, iq: &Node) -> anyhow::Result<()> {
    let subject = attribute(iq, "xmlns");
    let about = first_child(iq).map_or("", |child| child.tag.as_ref());
    if subject == "w:p" || about == "ping" {
        session.peer.send(presence::pong(iq));
        return Ok(());
    }
    if (subject.as_str(), about) == ("md", phone_code::TAG) {
        phone_code::handle(session, iq);
        return Ok(());
    }
    let Some(me) = session.login.clone() else {
        session.peer.send(refusal(iq, 403, "forbidden"));
        return Ok(());
    };
    match (subject.as_str(), about) {
        ("passive", "active") => presence::active(session, iq).await,
        ("md", "remove-companion-device") => account::log_out(session, &me, iq).await,
        ("encrypt", "count") => prekeys::count(session, &me, iq),
        ("encrypt", "registration") => prekeys::upload(session, &me, iq).await,
        ("encrypt", "key") => prekeys::fetch(session, iq).await,
        ("encrypt", _) => {
            session.peer.send(refusal(iq, 404, "item-not-found"));
            Ok(())
        }
        ("w:sync:app:state", "sync") => app_state::sync(session, &me, iq),
        ("usync", _) => account::look_up(session, iq),
        ("privacy", _) => answer(session, iq, "privacy"),
        ("blocklist", _) => answer(session, iq, "list"),
        ("w" | "abt", _) => answer(session, iq, "props"),
        _ => {
            tracing::debug!(subject, about, "a question answered with an empty result");
            session.peer.send(result(iq).build());
            Ok(())
        }
    }
}

/// The answer of an account that never changed this setting.
fn answer(session: &Session, iq: &Node, empty: &'static str) -> anyhow::Result<()> {
    session.peer.send(shape::result_with(iq, empty, []));
    Ok(())
}
