//! The run of a client: from its first connection until it ends by itself or is shut down.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tokio::task::JoinHandle;
use whatsapp_rust::Client;

/// Dropping it aborts the client, which then saves nothing.
pub(super) struct RunningClient {
    client: Arc<Client>,
    run: JoinHandle<()>,
}

impl RunningClient {
    pub(super) fn start(client: Arc<Client>) -> RunningClient {
        let running = client.clone();
        RunningClient {
            client,
            run: tokio::spawn(async move { running.run().await }),
        }
    }

    pub(super) fn client(&self) -> Arc<Client> {
        self.client.clone()
    }

    /// Disconnects, saves what is unsaved, and waits for the end.
    pub(super) async fn shut_down(mut self) {
        self.client.disconnect().await;
        (&mut self).await;
    }
}

/// Resolves when the client has ended.
impl Future for RunningClient {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.run).poll(context).map(drop)
    }
}

impl Drop for RunningClient {
    fn drop(&mut self) {
        self.run.abort();
    }
}
