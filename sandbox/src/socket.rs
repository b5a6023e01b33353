//! One client's WebSocket, from the first byte to the last: handshake, login, then stanzas both ways until one
//! side ends it. Invalid input from a client ends this connection and nothing else.

mod cipher;
mod frames;
mod handshake;
mod login;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::extract::ws::WebSocket;
use tokio::sync::mpsc;
use wacore_binary::marshal::{marshal, unmarshal_ref};
use wacore_binary::util::unpack;

use crate::history::{Kind, Subject};
use crate::network::Network;
use crate::peer::{ConnectionId, Outgoing};
use crate::stanza::{self, Session};
use cipher::{Decryptor, Encryptor};
use frames::{FrameReader, FrameWriter};

/// Where the network itself listens, as a WebSocket, below the address the router is served at.
pub const SOCKET_PATH: &str = "/sandbox/ws/chat";

/// How long a client may take for its handshake.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(20);
/// How long a closed connection is still read, so that a reset does not discard what was sent last.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);

/// Serves one client until it leaves or its connection is closed.
pub(crate) async fn serve(network: Arc<Network>, socket: WebSocket) {
    if let Err(error) = run(network, socket).await {
        tracing::debug!("a connection ended: {error:#}");
    }
}

async fn run(network: Arc<Network>, socket: WebSocket) -> anyhow::Result<()> {
    let (mut reader, mut writer) = frames::split(socket);
    let server = network.store.read().server.clone();
    let handshake = handshake::respond(&mut reader, &mut writer, &server);
    let secured = tokio::time::timeout(HANDSHAKE_TIMEOUT, handshake)
        .await
        .context("the handshake took too long")??;

    let (peer, outgoing) = network.connections.register(secured.client_key);
    network
        .history
        .record(Kind::Connected, Subject::unknown(), "");
    let registration = Registration {
        network: &network,
        id: peer.id,
    };
    let login = login::log_in(&network, &peer, &secured.payload)?;
    let mut session = Session::new(network.clone(), peer.clone(), login);

    tokio::select! {
        sent = send(&network, outgoing, &mut writer, secured.encryptor) => sent?,
        received = receive(&mut session, &mut reader, secured.decryptor) => return received,
        () = peer.aborted() => return Ok(()),
    }
    drop(registration);
    // The connection is closed: input is ignored, and a client that sends none must not keep the task alive.
    let _ = tokio::time::timeout(CLOSE_TIMEOUT, reader.drain()).await;
    Ok(())
}

/// Removes the connection from the network when it ends, however that happens.
struct Registration<'a> {
    network: &'a Network,
    id: ConnectionId,
}

impl Drop for Registration<'_> {
    fn drop(&mut self) {
        self.network.connections.remove(self.id);
    }
}

/// Sends until the connection is to be closed.
async fn send(
    network: &Network,
    mut outgoing: mpsc::UnboundedReceiver<Outgoing>,
    writer: &mut FrameWriter,
    mut encryptor: Encryptor,
) -> anyhow::Result<()> {
    while let Some(next) = outgoing.recv().await {
        match next {
            Outgoing::Stanza { node, queued } => {
                tokio::time::sleep_until(queued + network.faults.latency()).await;
                tracing::trace!(tag = %node.tag, "to the client");
                writer.write(&encryptor.encrypt(&marshal(&node)?)?).await?;
            }
            Outgoing::Close => return writer.close().await,
        }
    }
    Ok(())
}

async fn receive(
    session: &mut Session,
    reader: &mut FrameReader,
    mut decryptor: Decryptor,
) -> anyhow::Result<()> {
    while let Some(frame) = reader.read().await? {
        let plaintext = decryptor.decrypt(frame)?;
        let unpacked = unpack(&plaintext)?;
        let stanza = unmarshal_ref(&unpacked)?.to_owned();
        tracing::trace!(tag = %stanza.tag, "from the client");
        stanza::handle(session, &stanza).await?;
    }
    Ok(())
}
