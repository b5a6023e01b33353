//! The socket, with two promises added.
//!
//! *Nothing is sent before what it rests on is stored.* The client completes a link by sending its
//! signature, and saves the link some time later. WhatsApp holds us to the signature, so a crash in
//! between would leave the phone with a device that nobody is. Every frame therefore waits for
//! [`Backend::settle`], which costs nothing when nothing changed. *Nobody dials out of turn*, the
//! first time or the hundredth.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use wacore::net::{Transport, TransportEvent, TransportFactory, WHATSAPP_WEB_WS_URL};
use wacore::stats::TransportResourceReport;
use whatsapp_rust_tokio_transport::TokioWebSocketTransportFactory;

use crate::backend::Backend;
use crate::governor::Turn;
use crate::proxy::ProxyDialer;

mod proxied;

type Opened = (Arc<dyn Transport>, async_channel::Receiver<TransportEvent>);

pub(crate) struct Sockets {
    url: String,
    proxy: Option<Arc<ProxyDialer>>,
    backend: Arc<Backend>,
    turn: Arc<Turn>,
}

impl Sockets {
    /// Sockets to WhatsApp, or to another network that speaks its protocol.
    pub(crate) fn new(
        socket_url: Option<&str>,
        proxy: Option<Arc<ProxyDialer>>,
        backend: Arc<Backend>,
        turn: Arc<Turn>,
    ) -> Sockets {
        Sockets {
            url: socket_url.unwrap_or(WHATSAPP_WEB_WS_URL).to_owned(),
            proxy,
            backend,
            turn,
        }
    }

    async fn open(&self) -> anyhow::Result<Opened> {
        match &self.proxy {
            Some(proxy) => proxied::open(&self.url, proxy).await,
            None => {
                let direct = TokioWebSocketTransportFactory::new().with_url(&self.url);
                direct.create_transport().await
            }
        }
    }
}

#[async_trait]
impl TransportFactory for Sockets {
    async fn create_transport(&self) -> anyhow::Result<Opened> {
        self.turn.take().await;
        let (inner, events) = match self.open().await {
            Ok(opened) => opened,
            Err(error) => {
                self.turn.give_back();
                return Err(error);
            }
        };
        let backend = self.backend.clone();
        Ok((Arc::new(Settling { inner, backend }), events))
    }
}

struct Settling {
    inner: Arc<dyn Transport>,
    backend: Arc<Backend>,
}

#[async_trait]
impl Transport for Settling {
    async fn send(&self, data: Bytes) -> anyhow::Result<()> {
        self.backend.settle().await?;
        self.inner.send(data).await
    }

    async fn disconnect(&self) {
        self.inner.disconnect().await;
    }

    fn resource_report(&self) -> Option<TransportResourceReport> {
        self.inner.resource_report()
    }
}
