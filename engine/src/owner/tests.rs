//! That a build without the `sandbox` feature has nothing to do with a network whose certificates
//! WhatsApp did not sign. The socket's address can be set in a test of this crate only.

use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt;
use sandbox::{Camera, Options, SOCKET_PATH, Sandbox, Sight};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::time::timeout;

use super::{Owner, Reach};
use crate::backend::Backend;
use crate::client::Means;
use crate::governor::Governor;
use crate::line::Command;
use crate::memory::{MemoryKeys, NoInbox};
use crate::network::Route;
use crate::receive::Receiver;
use crate::{Event, Unreachable};

struct NoCamera;

#[async_trait::async_trait]
impl Camera for NoCamera {
    async fn visible(&self) -> Vec<Sight> {
        Vec::new()
    }
}

/// The socket of a sandbox, and a permit for each connection to it.
async fn sandbox() -> (String, Arc<Semaphore>) {
    let options = Options {
        state_file: None,
        speed: 1.0,
    };
    let sandbox = Sandbox::open(options).await.expect("in memory");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let address = listener.local_addr().expect("bound");
    let connected = Arc::new(Semaphore::new(0));
    let seen = connected.clone();
    let listener = listener.tap_io(move |_| seen.add_permits(1));
    let router = sandbox.router(Arc::new(NoCamera));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (format!("ws://{address}{SOCKET_PATH}"), connected)
}

#[tokio::test]
async fn the_sandbox_is_not_taken_for_whatsapp() {
    let (socket_url, connected) = sandbox().await;
    let (ask, commands) = mpsc::unbounded_channel();
    let (events, mut told) = mpsc::unbounded_channel();
    let backend = Arc::new(Backend::new("one", Arc::new(MemoryKeys::new())));
    let owner = Owner {
        means: Means {
            route: Arc::new(Route::to_sandbox(socket_url, 20.0, None)),
            receiver: Receiver::new("one", Arc::new(NoInbox), backend.clone()),
            backend,
            governor: Governor::new(1),
            proxy: None,
        },
        commands,
        events,
        closed: watch::channel(false).0,
        postponed: None,
        reach: Reach::default(),
        known: None,
    };
    let owner = tokio::spawn(owner.run());
    // It comes back for another try because it hung up on the first.
    let tries = timeout(Duration::from_secs(60), connected.acquire_many(3));
    tries
        .await
        .expect("three tries")
        .expect("never closed")
        .forget();
    ask.send(Command::Stop).expect("the owner runs");
    owner.await.expect("no panic");
    let mut events = Vec::new();
    while let Some(event) = told.recv().await {
        events.push(event);
    }
    assert_eq!(events.pop(), Some(Event::Closed));
    for event in events {
        let Event::Unreachable { reason, .. } = event else {
            panic!("nothing else may come of a forged chain: {event:?}");
        };
        assert_eq!(reason, Unreachable::HandshakeFailed);
    }
}
