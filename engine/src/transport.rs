//! The socket, with three promises added.
//!
//! *Nothing is sent before what it rests on is stored.* The client completes a link by sending its
//! signature, and saves the link some time later. WhatsApp holds us to the signature, so a crash in
//! between would leave the phone with a device that nobody is. Every frame therefore waits for
//! [`Backend::settle`], which costs nothing when nothing changed. *Nobody dials out of turn*, the
//! first time or the hundredth. *No attempt takes longer than its limit*, whatever it hangs in, and
//! the owner is told what became of it.

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
use crate::proxy::ProxyDialer;
use crate::unreachable::{FailedAttempt, Unreachable};

mod dial;

type Opened = (Arc<dyn Transport>, async_channel::Receiver<TransportEvent>);

pub(crate) struct Sockets {
    url: String,
    proxy: Option<Arc<ProxyDialer>>,
    backend: Arc<Backend>,
    turn: Arc<Turn>,
    attempts: Arc<Attempts>,
}

impl Sockets {
    /// Sockets to WhatsApp, or to another network that speaks its protocol.
    pub(crate) fn new(
        socket_url: Option<&str>,
        proxy: Option<Arc<ProxyDialer>>,
        backend: Arc<Backend>,
        turn: Arc<Turn>,
        attempts: Arc<Attempts>,
    ) -> Sockets {
        Sockets {
            url: socket_url.unwrap_or(WHATSAPP_WEB_WS_URL).to_owned(),
            proxy,
            backend,
            turn,
            attempts,
        }
    }

    async fn attempt(&self) -> anyhow::Result<Opened> {
        let server = Server::of(&self.url)?;
        let attempt = self.attempts.begin(&server.name());
        let opened = open(&server, self.proxy.as_deref(), &attempt).await;
        let (inner, events) = opened.map_err(|failed| {
            let detail = failed.detail.clone();
            attempt.failed(failed);
            anyhow::anyhow!(detail)
        })?;
        limit_handshake(Arc::downgrade(&attempt), Arc::downgrade(&inner));
        let watched = Watched {
            inner,
            backend: self.backend.clone(),
            attempt,
            greeted: AtomicBool::new(false),
        };
        Ok((Arc::new(watched), events))
    }
}

#[async_trait]
impl TransportFactory for Sockets {
    async fn create_transport(&self) -> anyhow::Result<Opened> {
        self.turn.take().await;
        let opened = self.attempt().await;
        if opened.is_err() {
            self.turn.give_back();
        }
        opened
    }
}

/// Closes a connection on which the handshake is not answered before the attempt is over.
fn limit_handshake(attempt: Weak<Attempt>, transport: Weak<dyn Transport>) {
    let Some(until) = attempt.upgrade().map(|attempt| attempt.until()) else {
        return;
    };
    tokio::spawn(async move {
        sleep_until(until).await;
        let is_over = attempt.upgrade().is_some_and(|attempt| attempt.silent());
        if let Some(transport) = transport.upgrade().filter(|_| is_over) {
            transport.disconnect().await;
        }
    });
}

/// A connection whose frames wait for the store, and whose handshake decides its attempt.
struct Watched {
    inner: Arc<dyn Transport>,
    backend: Arc<Backend>,
    attempt: Arc<Attempt>,
    /// The first frame of the handshake has gone out.
    greeted: AtomicBool,
}

#[async_trait]
impl Transport for Watched {
    async fn send(&self, data: Bytes) -> anyhow::Result<()> {
        self.backend.settle().await?;
        // The client has nothing to say after its first frame until that one is answered.
        if self.greeted.swap(true, Ordering::Relaxed) {
            self.attempt.answered();
        }
        self.inner.send(data).await
    }

    async fn disconnect(&self) {
        self.attempt.broken_off();
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
) -> Result<Opened, FailedAttempt> {
    let opening = server.open(proxy, |stage| attempt.enter(stage));
    let opened = timeout_at(attempt.until(), opening).await;
    opened.unwrap_or_else(|_| Err(attempt.silence()))
}

/// Opens a socket to `network` and closes it again: name, connection, TLS and WebSocket, within the
/// limit of a first attempt and without a session.
pub async fn probe(network: &Network) -> Result<(), FailedAttempt> {
    let url = match network {
        Network::WhatsApp => WHATSAPP_WEB_WS_URL,
        #[cfg(feature = "sandbox")]
        Network::Sandbox { socket_url, .. } => socket_url,
    };
    let unreadable =
        |error: anyhow::Error| FailedAttempt::new(Unreachable::NameNotFound, error.to_string());
    let server = Server::of(url).map_err(unreadable)?;
    let attempt = Attempts::new(0, 1.0).0.begin(&server.name());
    let (transport, _) = open(&server, None, &attempt).await?;
    transport.disconnect().await;
    Ok(())
}
