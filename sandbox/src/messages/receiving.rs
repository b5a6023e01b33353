//! A linked device writes: each phone it is for opens its own copy, keeps it, and says so. Only when it is on
//! disk does the server confirm the message.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use crate::clock::unix_seconds;
use crate::history::Kind;
use crate::network::Network;
use crate::phone::DeviceAddress;
use crate::phone::mail::{self, Letter, Quote};
use crate::phone::signal::{Conversations, Opened};
use crate::stanza::account::phone_at;
use crate::stanza::prekeys;
use crate::stanza::shape::{attribute, child, children, content, message_ack};

/// Takes in a message of a linked device, and returns what it is answered.
pub(crate) async fn receive(
    network: &Network,
    from: &DeviceAddress,
    message: &Node,
) -> anyhow::Result<Vec<Node>> {
    let mut answers = vec![message_ack(message)];
    let Some(to) = number_at(network, &attribute(message, "to")) else {
        return Ok(answers);
    };
    for (address, enc) in copies(message) {
        let Some(number) = number_at(network, &address) else {
            continue;
        };
        match open(network, &number, from, enc).await? {
            Opened::Unreadable => {
                answers.push(ask_again(network, &number, message, &address).await?);
                continue;
            }
            Opened::Again => {}
            Opened::Message {
                message: opened,
                one_time,
            } => {
                // What a device tells its own phone, like asking for a key, is no letter.
                let read = mail::read(&opened);
                let letter = read.map(|read| letter(message, from, &to, read));
                keep(network, &number, letter, one_time).await?;
            }
        }
        if number != from.number {
            answers.push(receipt(message, &attribute(message, "to")).build());
        }
    }
    let id = attribute(message, "id");
    network.history.note(Kind::MessageSent, from, &id);
    Ok(answers)
}

/// The copies in a message, each with the address it is for: one for all, or one for each device.
fn copies(message: &Node) -> Vec<(String, &Node)> {
    let mut copies = Vec::new();
    if let Some(enc) = child(message, "enc") {
        copies.push((attribute(message, "to"), enc));
    }
    let participants = child(message, "participants").map(children);
    for to in participants.unwrap_or_default() {
        if let Some(enc) = child(to, "enc") {
            copies.push((attribute(to, "jid"), enc));
        }
    }
    copies
}

fn number_at(network: &Network, jid: &str) -> Option<String> {
    let state = network.store.read();
    phone_at(&state, jid).map(|phone| phone.number.clone())
}

fn letter(
    message: &Node,
    from: &DeviceAddress,
    to: &str,
    (text, quoted_id): (String, Option<String>),
) -> Letter {
    Letter {
        id: attribute(message, "id"),
        from: from.number.clone(),
        to: to.to_owned(),
        text,
        quoted: quoted_id.map(|id| Quote {
            id,
            from: to.to_owned(),
            text: String::new(),
        }),
        at: unix_seconds(),
    }
}

async fn open(
    network: &Network,
    number: &str,
    from: &DeviceAddress,
    enc: &Node,
) -> anyhow::Result<Opened> {
    let mut conversations = network.conversations.lock().await;
    let state = network.store.read();
    let Some(phone) = state.phones.get(number) else {
        return Ok(Opened::Unreadable);
    };
    let conversation = conversations
        .entry(phone.number.clone())
        .or_insert_with(|| Conversations::of(phone));
    let kind = attribute(enc, "type");
    Ok(conversation.open(phone, from, &kind, content(enc)).await)
}

async fn keep(
    network: &Network,
    number: &str,
    letter: Option<Letter>,
    one_time: Option<u32>,
) -> anyhow::Result<()> {
    if letter.is_none() && one_time.is_none() {
        return Ok(());
    }
    network
        .store
        .change(|state| {
            if let Some(phone) = state.phone_mut(number) {
                if let Some(id) = one_time {
                    phone.prekeys.handed_out.remove(&id);
                }
                if let Some(letter) = letter {
                    phone.inbox.keep(letter);
                }
            }
            anyhow::Ok(())
        })
        .await
}

/// The phone cannot open its copy, and asks for another, with what is needed to begin anew.
async fn ask_again(
    network: &Network,
    number: &str,
    message: &Node,
    address: &str,
) -> anyhow::Result<Node> {
    let keys = network
        .store
        .change(|state| {
            let phone = state.phone_mut(number);
            anyhow::Ok(phone.map(prekeys::keys_of).unwrap_or_default())
        })
        .await?;
    let (registration, keys): (Vec<Node>, Vec<Node>) = keys
        .into_iter()
        .partition(|node| node.tag == "registration");
    let retry = NodeBuilder::new("retry")
        .attr("v", "1")
        .attr("count", "1")
        .attr("id", attribute(message, "id"))
        .attr("t", unix_seconds().to_string())
        .build();
    let mut parts = vec![retry];
    parts.extend(registration);
    parts.push(NodeBuilder::new("keys").children(keys).build());
    Ok(receipt(message, address)
        .attr("type", "retry")
        .children(parts)
        .build())
}

/// What the phone at `from` says about a message.
fn receipt(message: &Node, from: &str) -> NodeBuilder {
    NodeBuilder::new("receipt")
        .attr("from", from.to_owned())
        .attr("id", attribute(message, "id"))
        .attr("t", unix_seconds().to_string())
}
