//! Keys for first messages: a device uploads its own, asks how many are left, and fetches those of others.
//! What was uploaded is on disk before the upload is confirmed, since the client will not send it again.

use anyhow::Context as _;
use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use super::account::phone_at;
use super::shape::{
    attribute, child, children, content, first_child, refusal, result, result_with,
};
use super::{Session, key_share};
use crate::keys::PublicBytes;
use crate::messages::{self, Delivery};
use crate::phone::prekeys::{Bundle, Prekey, SIGNED_PREKEY_ID, SignedPrekey};
use crate::phone::signal::Introduction;
use crate::phone::{DeviceAddress, Phone};

/// How many one-time keys of the device are left.
pub(super) fn count(session: &Session, me: &DeviceAddress, iq: &Node) -> anyhow::Result<()> {
    let state = session.network.store.read();
    let phone = state.phones.get(&me.number);
    let device = phone.and_then(|phone| phone.devices.get(&me.device));
    let bundle = device.and_then(|device| device.bundle.as_ref());
    let left = bundle.map_or(0, |bundle| bundle.one_time.len());
    let count = NodeBuilder::new("count")
        .attr("value", left.to_string())
        .build();
    session.peer.send(result(iq).children([count]).build());
    Ok(())
}

/// The device uploads its keys. They must be those of the identity that was linked.
pub(super) async fn upload(
    session: &mut Session,
    me: &DeviceAddress,
    iq: &Node,
) -> anyhow::Result<()> {
    let (identity, bundle) = read_upload(iq)?;
    let kept = session
        .network
        .store
        .change(|state| {
            let device = state.device_mut(me).context("the device was unlinked")?;
            if device.identity_key != identity || !bundle.is_signed_by(&identity) {
                return Ok(Upload::Refused);
            }
            match &mut device.bundle {
                Some(earlier) => earlier.merge(bundle),
                none => *none = Some(bundle),
            }
            anyhow::Ok(Upload::Kept)
        })
        .await?;
    match kept {
        Upload::Kept => session.peer.send(result(iq).build()),
        Upload::Refused => session.peer.send(refusal(iq, 406, "not-acceptable")),
    }
    // Whatever was written to it before it could be written to.
    messages::prepare(&session.network, me).await?;
    messages::deliver(&session.network, me, Delivery::Live);
    key_share::send_if_due(session).await
}

enum Upload {
    Kept,
    Refused,
}

fn read_upload(iq: &Node) -> anyhow::Result<(PublicBytes, Bundle)> {
    let signed = child(iq, "skey").context("no signed prekey")?;
    let list = child(iq, "list").context("no list of prekeys")?;
    let one_time: anyhow::Result<Vec<Prekey>> = children(list)
        .iter()
        .map(|key| {
            Ok(Prekey {
                id: number(key, "id")?,
                key: key_in(key, "value")?,
            })
        })
        .collect();
    let bundle = Bundle {
        registration_id: number(iq, "registration")?,
        signed: SignedPrekey {
            id: number(signed, "id")?,
            key: key_in(signed, "value")?,
            signature: content(child(signed, "signature").context("no signature")?).to_vec(),
        },
        one_time: one_time?,
    };
    Ok((key_in(iq, "identity")?, bundle))
}

/// The keys that a device gives when it asks for a message again, if it does.
pub(super) fn introduction_in(receipt: &Node) -> Option<Introduction> {
    let keys = child(receipt, "keys")?;
    let signed = child(keys, "skey")?;
    let one_time = child(keys, "key").and_then(|key| {
        Some(Prekey {
            id: number(key, "id").ok()?,
            key: key_in(key, "value").ok()?,
        })
    });
    Some(Introduction {
        identity_key: key_in(keys, "identity").ok()?,
        bundle: Bundle {
            registration_id: number(receipt, "registration").ok()?,
            signed: SignedPrekey {
                id: number(signed, "id").ok()?,
                key: key_in(signed, "value").ok()?,
                signature: content(child(signed, "signature")?).to_vec(),
            },
            one_time: Vec::new(),
        },
        one_time,
    })
}

/// A number as WhatsApp writes it: the big end first, in as many bytes as it likes.
fn number(node: &Node, tag: &'static str) -> anyhow::Result<u32> {
    let bytes = content(child(node, tag).with_context(|| format!("no {tag}"))?);
    anyhow::ensure!(bytes.len() <= 4, "{tag} is too long for a number");
    Ok(bytes
        .iter()
        .fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
}

fn key_in(node: &Node, tag: &'static str) -> anyhow::Result<PublicBytes> {
    let bytes = content(child(node, tag).with_context(|| format!("no {tag}"))?);
    bytes
        .try_into()
        .with_context(|| format!("{tag} is not a key"))
}

/// The device wants to write to others. Only phones can be written to so far.
pub(super) async fn fetch(session: &Session, iq: &Node) -> anyhow::Result<()> {
    let asked = first_child(iq).map(children).unwrap_or_default();
    let asked: Vec<String> = asked.iter().map(|user| attribute(user, "jid")).collect();
    let users = session
        .network
        .store
        .change(|state| {
            let mut users = Vec::new();
            for jid in asked {
                let number = phone_at(state, &jid).map(|phone| phone.number.clone());
                let number = number.filter(|_| names_the_phone(&jid));
                let phone = number.and_then(|number| state.phone_mut(&number));
                users.push(match phone {
                    Some(phone) => hand_out(phone, jid),
                    None => unknown_user(jid),
                });
            }
            anyhow::Ok(users)
        })
        .await?;
    session.peer.send(result_with(iq, "list", users));
    Ok(())
}

/// A phone is device 0, which is also what no device means.
fn names_the_phone(jid: &str) -> bool {
    let user = jid.split('@').next().unwrap_or_default();
    matches!(user.split_once(':'), None | Some((_, "0")))
}

fn hand_out(phone: &mut Phone, jid: String) -> Node {
    NodeBuilder::new("user")
        .attr("jid", jid)
        .children(keys_of(phone))
        .build()
}

/// What others need to write to a phone for the first time.
pub(crate) fn keys_of(phone: &mut Phone) -> Vec<Node> {
    let (id, key) = phone.prekeys.hand_out();
    let own = &phone.prekeys;
    let bytes = |tag, bytes: Vec<u8>| NodeBuilder::new(tag).bytes(bytes).build();
    // Ids of keys are three bytes on the wire.
    let id_node = |id: u32| bytes("id", id.to_be_bytes()[1..].to_vec());
    vec![
        bytes("registration", own.registration_id.to_be_bytes().to_vec()),
        bytes("type", vec![5]),
        bytes("identity", phone.identity.public().to_vec()),
        NodeBuilder::new("key")
            .children([id_node(id), bytes("value", key.to_vec())])
            .build(),
        NodeBuilder::new("skey")
            .children([
                id_node(SIGNED_PREKEY_ID),
                bytes("value", own.signed.public().to_vec()),
                bytes("signature", own.signature.clone()),
            ])
            .build(),
    ]
}

fn unknown_user(jid: String) -> Node {
    let error = NodeBuilder::new("error")
        .attr("code", "406")
        .attr("text", "not-acceptable")
        .build();
    NodeBuilder::new("user")
        .attr("jid", jid)
        .children([error])
        .build()
}
