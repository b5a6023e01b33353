//! The socket, with one promise added: nothing is sent before what it rests on is stored.
//!
//! The client completes a link by sending its signature, and saves the link some time later. WhatsApp
//! holds us to the signature, so a crash in between would leave the phone with a device that nobody
//! is. Every frame therefore waits for [`Backend::settle`], which costs nothing when nothing changed.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use wacore::net::{Transport, TransportEvent, TransportFactory};
use wacore::stats::TransportResourceReport;
use whatsapp_rust_tokio_transport::TokioWebSocketTransportFactory;

use crate::backend::Backend;

pub(crate) struct Sockets {
    inner: TokioWebSocketTransportFactory,
    backend: Arc<Backend>,
}

impl Sockets {
    /// Sockets to WhatsApp, or to another network that speaks its protocol.
    pub(crate) fn new(socket_url: Option<&str>, backend: Arc<Backend>) -> Sockets {
        let inner = TokioWebSocketTransportFactory::new();
        Sockets {
            inner: match socket_url {
                Some(url) => inner.with_url(url),
                None => inner,
            },
            backend,
        }
    }
}

#[async_trait]
impl TransportFactory for Sockets {
    async fn create_transport(
        &self,
    ) -> anyhow::Result<(Arc<dyn Transport>, async_channel::Receiver<TransportEvent>)> {
        let (inner, events) = self.inner.create_transport().await?;
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
