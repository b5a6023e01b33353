//! The stanzas of prekeys: a device's upload, the keys in its retry receipts, and a phone's own keys.

use anyhow::Context as _;
use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use super::{child, children, content, result_with};
use crate::keys::PublicBytes;
use crate::phone::Phone;
use crate::phone::prekeys::{Bundle, Prekey, SIGNED_PREKEY_ID, SignedPrekey};
use crate::phone::signal::DeviceKeys;

/// The keys that a device uploads.
pub(crate) struct Upload {
    pub(crate) identity_key: PublicBytes,
    pub(crate) bundle: Bundle,
}

pub(crate) fn read_upload(iq: &Node) -> anyhow::Result<Upload> {
    let list = child(iq, "list").context("no list of prekeys")?;
    let one_time: anyhow::Result<Vec<Prekey>> = children(list).iter().map(prekey).collect();
    Ok(Upload {
        identity_key: key_in(iq, "identity")?,
        bundle: Bundle {
            registration_id: number(iq, "registration")?,
            signed: signed_prekey(iq)?,
            replaced: Vec::new(),
            one_time: one_time?,
        },
    })
}

/// The signed key with which a device replaces its earlier one.
pub(crate) fn read_rotation(iq: &Node) -> anyhow::Result<SignedPrekey> {
    signed_prekey(child(iq, "rotate").context("no rotation")?)
}

/// The keys that a device may send when it requests a message again.
pub(crate) fn keys_in_receipt(receipt: &Node) -> Option<DeviceKeys> {
    let keys = child(receipt, "keys")?;
    Some(DeviceKeys {
        identity_key: key_in(keys, "identity").ok()?,
        bundle: Bundle {
            registration_id: number(receipt, "registration").ok()?,
            signed: signed_prekey(keys).ok()?,
            replaced: Vec::new(),
            one_time: Vec::new(),
        },
        one_time: child(keys, "key").and_then(|key| prekey(key).ok()),
    })
}

fn signed_prekey(parent: &Node) -> anyhow::Result<SignedPrekey> {
    let node = child(parent, "skey").context("no signed prekey")?;
    let signature = child(node, "signature").context("no signature")?;
    let Prekey { id, key } = prekey(node)?;
    Ok(SignedPrekey {
        id,
        key,
        signature: content(signature).to_vec(),
    })
}

fn prekey(node: &Node) -> anyhow::Result<Prekey> {
    Ok(Prekey {
        id: number(node, "id")?,
        key: key_in(node, "value")?,
    })
}

/// A number in big-endian order, in as many bytes as the client likes.
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

/// Which keys of a device the network has, and the digest of them.
pub(crate) fn digest_of(iq: &Node, identity: &PublicBytes, bundle: &Bundle, hash: &[u8]) -> Node {
    let one_time = bundle.one_time.iter().map(|prekey| key_id(prekey.id));
    let signed = NodeBuilder::new("skey").children([
        key_id(bundle.signed.id),
        bytes("value", &bundle.signed.key),
        bytes("signature", &bundle.signed.signature),
    ]);
    let parts = [
        bytes("registration", &bundle.registration_id.to_be_bytes()),
        bytes("type", &[5]),
        bytes("identity", identity),
        signed.build(),
        NodeBuilder::new("list").children(one_time).build(),
        bytes("hash", hash),
    ];
    result_with(iq, "digest", parts)
}

/// What a device needs to start a Signal session with a phone. Uses up one of the phone's one-time keys.
pub(crate) fn keys_of(phone: &mut Phone) -> Vec<Node> {
    let (id, key) = phone.prekeys.issue_one_time();
    let own = &phone.prekeys;
    vec![
        bytes("registration", &own.registration_id.to_be_bytes()),
        bytes("type", &[5]),
        bytes("identity", &phone.identity.public()),
        NodeBuilder::new("key")
            .children([key_id(id), bytes("value", &key)])
            .build(),
        NodeBuilder::new("skey")
            .children([
                key_id(SIGNED_PREKEY_ID),
                bytes("value", &own.signed.public()),
                bytes("signature", &own.signature),
            ])
            .build(),
    ]
}

/// The id of a key has three bytes on the wire.
fn key_id(id: u32) -> Node {
    bytes("id", &id.to_be_bytes()[1..])
}

fn bytes(tag: &'static str, bytes: &[u8]) -> Node {
    NodeBuilder::new(tag).bytes(bytes.to_vec()).build()
}

/// The keys of one user, in the answer to a device that fetched them.
pub(crate) fn user_keys(jid: String, keys: Vec<Node>) -> Node {
    NodeBuilder::new("user")
        .attr("jid", jid)
        .children(keys)
        .build()
}

pub(crate) fn unknown_user(jid: String) -> Node {
    let error = NodeBuilder::new("error")
        .attr("code", "406")
        .attr("text", "not-acceptable")
        .build();
    user_keys(jid, vec![error])
}
