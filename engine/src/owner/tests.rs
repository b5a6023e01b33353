//! A build without the `sandbox` feature refuses a network whose certificates WhatsApp did not sign. The socket's
//! address can be set in a test of this crate only.

use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt;
use sandbox::{Addresses, Camera, Options, SOCKET_PATH, Sandbox, VisibleCode};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::time::timeout;

use super::Owner;
use crate::backend::Backend;
use crate::client::ClientContext;
use crate::governor::Governor;
use crate::line::Command;
use crate::memory::{MemoryKeys, MemoryVersion, NoInbox};
use crate::network::Route;
use crate::passkey::Ceremony;
use crate::presence::PresenceControl;
use crate::receive::MessageReceiver;
use crate::version::Versions;
use crate::{Event, Unreachable};

pub(super) struct NoCamera;

#[async_trait::async_trait]
impl Camera for NoCamera {
    async fn visible(&self) -> Vec<VisibleCode> {
        Vec::new()
    }
}

/// The socket of a sandbox, and a permit for each connection to it.
async fn sandbox() -> (String, Arc<Semaphore>) {
    let options = Options {
        state_file: None,
        speed: 1.0,
        addresses: Addresses::of_process(),
    };
    let sandbox = Sandbox::open(options).await.expect("in memory");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let address = listener.local_addr().expect("bound");
    let connections = Arc::new(Semaphore::new(0));
    let counter = connections.clone();
    let listener = listener.tap_io(move |_| counter.add_permits(1));
    let router = sandbox.router(Arc::new(NoCamera));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (format!("ws://{address}{SOCKET_PATH}"), connections)
}

pub(super) fn context(socket_url: String) -> ClientContext {
    let backend = Arc::new(Backend::new("one", Arc::new(MemoryKeys::new())));
    let versions = Versions::new(None, Arc::new(MemoryVersion::default()));
    ClientContext {
        route: Arc::new(Route::to_sandbox(socket_url, 20.0, versions)),
        receiver: MessageReceiver::new("one", Arc::new(NoInbox), backend.clone()),
        presence: Arc::new(PresenceControl::new(backend.clone())),
        ceremony: Arc::new(Ceremony::new()),
        backend,
        governor: Governor::new(1),
        registered: Arc::default(),
        history_turns: Default::default(),
        proxy: None,
    }
}

#[tokio::test]
async fn without_the_feature_the_sandbox_is_refused() {
    let (socket_url, connections) = sandbox().await;
    let (command_sender, commands) = mpsc::unbounded_channel();
    let (event_sender, mut events) = mpsc::unbounded_channel();
    let closed = watch::channel(false).0;
    let owner = Owner::new(context(socket_url), commands, event_sender, closed);
    let owner = tokio::spawn(owner.run());
    // The client connects again because it has refused the connection before.
    let attempts = timeout(Duration::from_secs(60), connections.acquire_many(3)).await;
    let attempts = attempts.expect("three attempts in time");
    attempts.expect("never closed").forget();
    command_sender.send(Command::Stop).expect("the owner runs");
    owner.await.expect("no panic");
    let mut emitted = Vec::new();
    while let Some(event) = events.recv().await {
        emitted.push(event);
    }
    assert_eq!(emitted.pop(), Some(Event::Closed));
    for event in emitted {
        let Event::Unreachable { reason, .. } = event else {
            panic!("the certificates were accepted: {event:?}");
        };
        assert_eq!(reason, Unreachable::HandshakeFailed);
    }
}
