//! Prekeys: a device uploads its own, requests how many are left, and fetches those of others. An upload is on
//! disk before it is confirmed, since the client does not send it again.

use anyhow::Context as _;
use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use super::{Session, history_share, key_share};
use crate::history::Kind;
use crate::messages::{self, Delivery};
use crate::nodes::prekeys::{Upload, keys_of, read_rotation, read_upload, unknown_user, user_keys};
use crate::nodes::{attribute, children, error, first_child, result, result_with};
use crate::phone::DeviceAddress;
use crate::phone::prekeys::SignedPrekey;
use crate::state::State;

/// Answers how many one-time prekeys of the device are left.
pub(super) fn count(session: &Session, me: &DeviceAddress, iq: &Node) {
    let state = session.network.store.read();
    let bundle = state.device(me).and_then(|device| device.bundle.as_ref());
    let left = bundle.map_or(0, |bundle| bundle.one_time.len());
    let count = NodeBuilder::new("count")
        .attr("value", left.to_string())
        .build();
    session.peer.send(result(iq).children([count]).build());
}

/// The device uploads its prekeys. Its linked identity key must have signed them.
pub(super) async fn upload(
    session: &mut Session,
    me: &DeviceAddress,
    iq: &Node,
) -> anyhow::Result<()> {
    let upload = read_upload(iq)?;
    let network = &session.network;
    let saved = network
        .store
        .change(|state| save(state, me, upload))
        .await?;
    session.peer.send(match saved {
        UploadResult::Saved => result(iq).build(),
        UploadResult::Rejected => error(iq, 406, "not-acceptable"),
    });
    // Messages that were sent to it before it had prekeys can be encrypted now.
    messages::prepare(network, me).await?;
    messages::deliver(network, me, Delivery::Live);
    key_share::send_if_due(session).await?;
    history_share::send_if_due(session).await
}

enum UploadResult {
    Saved,
    Rejected,
}

fn save(state: &mut State, me: &DeviceAddress, upload: Upload) -> anyhow::Result<UploadResult> {
    let Upload {
        identity_key,
        bundle,
    } = upload;
    let device = state.device_mut(me).context("the device was unlinked")?;
    if device.identity_key != identity_key || !bundle.is_signed_by(&identity_key) {
        return Ok(UploadResult::Rejected);
    }
    match &mut device.bundle {
        Some(earlier) => earlier.merge(bundle),
        none => *none = Some(bundle),
    }
    Ok(UploadResult::Saved)
}

/// The device replaces its signed prekey.
pub(super) async fn rotate(session: &Session, me: &DeviceAddress, iq: &Node) -> anyhow::Result<()> {
    let signed = read_rotation(iq)?;
    let network = &session.network;
    let id = signed.id.to_string();
    let store = &network.store;
    let saved = store
        .change(|state| save_rotation(state, me, signed))
        .await?;
    session.peer.send(match saved {
        UploadResult::Saved => {
            network.history.record(Kind::KeyRotated, me, &id);
            result(iq).build()
        }
        UploadResult::Rejected => error(iq, 406, "not-acceptable"),
    });
    Ok(())
}

fn save_rotation(
    state: &mut State,
    me: &DeviceAddress,
    signed: SignedPrekey,
) -> anyhow::Result<UploadResult> {
    let device = state.device_mut(me).context("the device was unlinked")?;
    let identity_key = device.identity_key;
    let bundle = device.bundle.as_mut();
    let bundle = bundle.context("the device has not uploaded its keys")?;
    let mut rotated = bundle.clone();
    rotated.rotate(signed);
    if !rotated.is_signed_by(&identity_key) {
        return Ok(UploadResult::Rejected);
    }
    *bundle = rotated;
    Ok(UploadResult::Saved)
}

/// The device fetches the prekeys of others to send them messages. Only phones have any so far.
pub(super) async fn fetch(session: &Session, me: &DeviceAddress, iq: &Node) -> anyhow::Result<()> {
    let requested = first_child(iq).map(children).unwrap_or_default().iter();
    let requested: Vec<String> = requested.map(|user| attribute(user, "jid")).collect();
    let store = &session.network.store;
    let users = store
        .change(|state| {
            let users = requested.into_iter().map(|jid| user(state, me, jid));
            anyhow::Ok(users.collect::<Vec<Node>>())
        })
        .await?;
    session.peer.send(result_with(iq, "list", users));
    Ok(())
}

fn user(state: &mut State, me: &DeviceAddress, jid: String) -> Node {
    let phone = state.contact_at(&me.number, &jid);
    let phone = phone.filter(|_| is_phone(&jid));
    let number = phone.map(|phone| phone.number.clone());
    match number.and_then(|number| state.phone_mut(&number)) {
        Some(phone) => user_keys(jid, keys_of(phone)),
        None => unknown_user(jid),
    }
}

/// Whether an address names the phone itself. A phone is device 0, also where no device is named.
fn is_phone(jid: &str) -> bool {
    let user = jid.split('@').next().unwrap_or_default();
    matches!(user.split_once(':'), None | Some((_, "0")))
}
