//! One client's connection, from the first byte to the last: handshake, admission, then stanzas both ways
//! until either side has had enough. Input that a proper client would not send ends this connection and
//! nothing else.

mod admission;
mod handshake;
mod wire;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::extract::ws::WebSocket;
use tokio::sync::mpsc;
use wacore_binary::marshal::{marshal, unmarshal_ref};
use wacore_binary::util::unpack;

use crate::history::{About, Kind};
use crate::live::{ConnectionId, Outgoing};
use crate::network::Network;
use crate::stanza::{self, Session};
use handshake::{Opener, Sealer};
use wire::{FrameReader, FrameWriter};

/// A client that does not finish its handshake in this time is not one.
const HANDSHAKE_TIME: Duration = Duration::from_secs(20);
/// How long a closed connection is still read from, so that what was sent last is not lost to a reset.
const FAREWELL_TIME: Duration = Duration::from_secs(2);

/// Serves one client until it leaves or is sent away.
pub(crate) async fn serve(network: Arc<Network>, socket: WebSocket) {
    if let Err(error) = converse(network, socket).await {
        tracing::debug!("a connection ended: {error:#}");
    }
}

async fn converse(network: Arc<Network>, socket: WebSocket) -> anyhow::Result<()> {
    let (mut reader, mut writer) = wire::split(socket);
    let server = network.store.read().server.clone();
    let handshake = handshake::respond(&mut reader, &mut writer, &server);
    let secured = tokio::time::timeout(HANDSHAKE_TIME, handshake)
        .await
        .context("the handshake took too long")??;

    let (peer, inbox) = network.live.enter(secured.client_key);
    network.history.note(Kind::Connected, About::nobody(), "");
    let presence = Presence {
        network: &network,
        id: peer.id,
    };
    let login = admission::admit(&network, &peer, &secured.payload)?;
    let mut session = Session::new(network.clone(), peer.clone(), login);

    tokio::select! {
        sent = send(&network, inbox, &mut writer, secured.sealer) => sent?,
        received = receive(&mut session, &mut reader, secured.opener) => return received,
        () = peer.is_cut() => return Ok(()),
    }
    drop(presence);
    // A client that stays silent must not keep us, and one that still talks is not heard any more.
    let _ = tokio::time::timeout(FAREWELL_TIME, reader.drain()).await;
    Ok(())
}

/// Takes the connection off the list of those present, however it ends.
struct Presence<'a> {
    network: &'a Network,
    id: ConnectionId,
}

impl Drop for Presence<'_> {
    fn drop(&mut self) {
        self.network.live.leave(self.id);
    }
}

/// Sends until it was told to close.
async fn send(
    network: &Network,
    mut inbox: mpsc::UnboundedReceiver<Outgoing>,
    writer: &mut FrameWriter,
    mut sealer: Sealer,
) -> anyhow::Result<()> {
    while let Some(outgoing) = inbox.recv().await {
        match outgoing {
            Outgoing::Stanza { node, queued } => {
                tokio::time::sleep_until(queued + network.faults.latency()).await;
                tracing::trace!(tag = %node.tag, "to the client");
                writer.write(&sealer.seal(&marshal(&node)?)?).await?;
            }
            Outgoing::Close => return writer.close().await,
        }
    }
    Ok(())
}

async fn receive(
    session: &mut Session,
    reader: &mut FrameReader,
    mut opener: Opener,
) -> anyhow::Result<()> {
    while let Some(frame) = reader.read().await? {
        let plaintext = opener.open(frame)?;
        let unpacked = unpack(&plaintext)?;
        let stanza = unmarshal_ref(&unpacked)?.to_owned();
        tracing::trace!(tag = %stanza.tag, "from the client");
        stanza::handle(session, &stanza).await?;
    }
    Ok(())
}
