//! Reads the linked devices in a database and which network each was linked on.

use std::sync::Arc;

use anyhow::Context as _;
use engine::LinkedDevice;

use crate::domain::id::SessionId;
use crate::domain::network::is_sandbox_lid;
use crate::store::Store;

/// A linked session.
pub struct Link {
    pub session_id: SessionId,
    /// The session's name.
    pub session: String,
    pub(super) device: LinkedDevice,
}

#[derive(Default)]
pub struct Links {
    pub of_whatsapp: Vec<Link>,
    pub of_sandboxes: Vec<Link>,
}

/// Reads every linked device. Changes nothing; also works with the tables of earlier versions.
pub async fn read(store: &Store) -> anyhow::Result<Links> {
    let mut links = Links::default();
    for (session_id, session) in store.sessions_with_keys().await? {
        let loaded = LinkedDevice::load(Arc::new(store.clone()), &session_id).await;
        let loaded = loaded.with_context(|| format!("cannot read the link of {session}"))?;
        let Some(device) = loaded else { continue };
        let lid = device.lid.as_deref();
        let is_sandbox = lid.is_some_and(|lid| is_sandbox_lid(&device.number, lid));
        let link = Link {
            session_id,
            session,
            device,
        };
        match is_sandbox {
            true => links.of_sandboxes.push(link),
            false => links.of_whatsapp.push(link),
        }
    }
    Ok(links)
}
