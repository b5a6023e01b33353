//! The socket to WhatsApp, with three guarantees added.
//!
//! *Nothing is sent before the state it depends on is stored.* The client completes a link by sending its signature,
//! and saves the link some time later. A crash in between would leave the phone with a linked device that does not
//! exist. Every frame therefore waits for [`Backend::persist`], which does nothing if nothing changed. *No client dials
//! without a turn*, neither for its first connection nor for a later one. *No attempt takes longer than its limit*, and
//! the session's owner gets its outcome.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};

use async_trait::async_trait;
use bytes::Bytes;
use tokio::time::{sleep_until, timeout_at};
use wacore::net::{Transport, TransportEvent, TransportFactory, WHATSAPP_WEB_WS_URL};
use wacore::stats::TransportResourceReport;

use self::dial::Server;
use crate::Network;
use crate::attempt::{Attempt, Attempts};
use crate::backend::Backend;
use crate::governor::Turn;
use crate::presence::PresenceControl;
use crate::proxy::ProxyDialer;
use crate::unreachable::{FailedAttempt, Unreachable};

mod dial;

type Connection = (Arc<dyn Transport>, async_channel::Receiver<TransportEvent>);

pub(crate) struct SocketFactory {
    url: String,
    proxy: Option<Arc<ProxyDialer>>,
    backend: Arc<Backend>,
    presence: Arc<PresenceControl>,
    turn: Arc<Turn>,
    attempts: Arc<Attempts>,
}

impl SocketFactory {
    /// Sockets to WhatsApp, or to `socket_url`.
    pub(crate) fn new(
        socket_url: Option<&str>,
        proxy: Option<Arc<ProxyDialer>>,
        backend: Arc<Backend>,
        presence: Arc<PresenceControl>,
        turn: Arc<Turn>,
        attempts: Arc<Attempts>,
    ) -> SocketFactory {
        SocketFactory {
            url: socket_url.unwrap_or(WHATSAPP_WEB_WS_URL).to_owned(),
            proxy,
            backend,
            presence,
            turn,
            attempts,
        }
    }

    async fn connect(&self) -> anyhow::Result<Connection> {
        let server = Server::parse(&self.url)?;
        let attempt = self.attempts.begin(&server.name());
        let opened = open(&server, self.proxy.as_deref(), &attempt).await;
        let (inner, events) = opened.map_err(|failed| {
            let detail = failed.detail.clone();
            attempt.fail(failed);
            anyhow::anyhow!(detail)
        })?;
        limit_handshake(Arc::downgrade(&attempt), Arc::downgrade(&inner));
        let socket = Socket {
            inner,
            backend: self.backend.clone(),
            presence: self.presence.clone(),
            attempt,
            sent_first_frame: AtomicBool::new(false),
        };
        Ok((Arc::new(socket), events))
    }
}

#[async_trait]
impl TransportFactory for SocketFactory {
    async fn create_transport(&self) -> anyhow::Result<Connection> {
        self.turn.acquire().await;
        self.presence.connecting().await;
        let connected = self.connect().await;
        if connected.is_err() {
            self.turn.release();
        }
        connected
    }
}

/// Closes a connection if its handshake is not answered before the attempt's deadline.
fn limit_handshake(attempt: Weak<Attempt>, transport: Weak<dyn Transport>) {
    let Some(deadline) = attempt.upgrade().map(|attempt| attempt.deadline()) else {
        return;
    };
    tokio::spawn(async move {
        sleep_until(deadline).await;
        let timed_out = attempt.upgrade().is_some_and(|attempt| attempt.time_out());
        if let Some(transport) = transport.upgrade().filter(|_| timed_out) {
            transport.disconnect().await;
        }
    });
}

/// A connection whose frames wait for the store, and whose handshake decides the outcome of its attempt.
struct Socket {
    inner: Arc<dyn Transport>,
    backend: Arc<Backend>,
    presence: Arc<PresenceControl>,
    attempt: Arc<Attempt>,
    sent_first_frame: AtomicBool,
}

#[async_trait]
impl Transport for Socket {
    async fn send(&self, data: Bytes) -> anyhow::Result<()> {
        self.presence.sending().await;
        self.backend.persist().await?;
        // The client sends its second frame only when WhatsApp has answered the first.
        if self.sent_first_frame.swap(true, Ordering::Relaxed) {
            self.attempt.answered();
        }
        self.inner.send(data).await
    }

    async fn disconnect(&self) {
        self.attempt.disconnected();
        self.inner.disconnect().await;
    }

    fn resource_report(&self) -> Option<TransportResourceReport> {
        self.inner.resource_report()
    }
}

async fn open(
    server: &Server,
    proxy: Option<&ProxyDialer>,
    attempt: &Attempt,
) -> Result<Connection, FailedAttempt> {
    let opening = server.open(proxy, |reason| attempt.set_timeout_reason(reason));
    let opened = timeout_at(attempt.deadline(), opening).await;
    opened.unwrap_or_else(|_| Err(attempt.timeout_failure()))
}

/// Opens a socket to `network` and closes it again: DNS, connection, TLS and WebSocket, within the limit of a first
/// attempt and without a session.
pub async fn probe(network: &Network) -> Result<(), FailedAttempt> {
    let url = match network {
        Network::WhatsApp => WHATSAPP_WEB_WS_URL,
        #[cfg(feature = "sandbox")]
        Network::Sandbox { socket_url, .. } => socket_url,
    };
    let bad_url =
        |error: anyhow::Error| FailedAttempt::new(Unreachable::NameNotFound, error.to_string());
    let server = Server::parse(url).map_err(bad_url)?;
    let attempt = Attempts::new(0, 1.0).0.begin(&server.name());
    let (transport, _) = open(&server, None, &attempt).await?;
    transport.disconnect().await;
    Ok(())
}
