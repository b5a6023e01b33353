//! A session with a proxy: nothing of it goes beside the proxy, and one that may not use its proxy says so.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use wacore::net::{HttpClient, HttpRequest, HttpResponse};

use super::{Owner, Reach};
use crate::backend::Backend;
use crate::client::Means;
use crate::governor::Governor;
use crate::http_route::HttpRoute;
use crate::line::Command;
use crate::memory::{MemoryKeys, NoInbox};
use crate::network::Route;
use crate::proxy::ProxyDialer;
use crate::proxy::test_proxy::TestProxy;
use crate::receive::Receiver;
use crate::version::CurrentVersion;
use crate::{Event, Proxy, ProxyError, ProxyResolver};

const PATIENCE: Duration = Duration::from_secs(60);

/// The way from this machine, which nothing may take here.
#[derive(Default)]
struct Beside(AtomicU32);

#[async_trait::async_trait]
impl HttpClient for Beside {
    async fn execute(&self, _request: HttpRequest) -> anyhow::Result<HttpResponse> {
        self.0.fetch_add(1, Ordering::SeqCst);
        anyhow::bail!("beside the proxy")
    }
}

struct Running {
    ask: mpsc::UnboundedSender<Command>,
    told: mpsc::UnboundedReceiver<Event>,
    owner: JoinHandle<()>,
}

/// A session that looks the version up and whose socket is at `socket.test`.
fn run(dialer: Arc<ProxyDialer>, beside: Arc<Beside>) -> Running {
    let (ask, commands) = mpsc::unbounded_channel();
    let (events, told) = mpsc::unbounded_channel();
    let backend = Arc::new(Backend::new("one", Arc::new(MemoryKeys::new())));
    let route = Route {
        http: HttpRoute::Direct(beside),
        version: CurrentVersion::latest(),
        ..Route::to_sandbox("ws://socket.test:80/ws".into(), 1.0, None)
    };
    let owner = Owner {
        means: Means {
            route: Arc::new(route),
            receiver: Receiver::new("one", Arc::new(NoInbox), backend.clone()),
            backend,
            governor: Governor::new(1),
            proxy: Some(dialer),
        },
        commands,
        events,
        closed: watch::channel(false).0,
        postponed: None,
        reach: Reach::default(),
        known: None,
    };
    let owner = tokio::spawn(owner.run());
    Running { ask, told, owner }
}

#[tokio::test]
async fn nothing_of_a_session_with_a_proxy_goes_beside_it() {
    let proxy = TestProxy::refusing().await;
    let beside = Arc::new(Beside::default());
    let running = run(proxy.dialer(), beside.clone());
    // The shared look-up of the version, and then the client's own.
    let asked = proxy.wait_for_request("web.whatsapp.com:443", 2);
    timeout(PATIENCE, asked).await.expect("both look-ups");
    running.ask.send(Command::Stop).expect("the owner runs");
    running.owner.await.expect("no panic");
    assert_eq!(beside.0.load(Ordering::SeqCst), 0, "requests beside it");
}

/// Refuses every proxy.
struct Forbidden;

#[async_trait::async_trait]
impl ProxyResolver for Forbidden {
    async fn resolve(&self, _proxy: &Proxy) -> Result<Vec<SocketAddr>, ProxyError> {
        Err(ProxyError::Refused("it is private".to_owned()))
    }
}

#[tokio::test]
async fn a_session_whose_proxy_may_not_be_used_fails_and_goes_nowhere() {
    let proxy = Proxy::parse("http://proxy.test:3128").expect("a proxy");
    let beside = Arc::new(Beside::default());
    let dialer = Arc::new(ProxyDialer::new(proxy, Arc::new(Forbidden)));
    let mut running = run(dialer, beside.clone());
    let mut events = Vec::new();
    while let Some(event) = timeout(PATIENCE, running.told.recv())
        .await
        .expect("an end")
    {
        events.push(event);
    }
    let reason = "proxy_refused".to_owned();
    assert_eq!(events, [Event::Failed { reason }, Event::Closed]);
    assert_eq!(beside.0.load(Ordering::SeqCst), 0, "requests beside it");
}
