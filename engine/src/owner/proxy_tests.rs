//! A session with a proxy connects only through it, and fails when it may not be used.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use wacore::net::{HttpClient, HttpRequest, HttpResponse};

use super::Owner;
use crate::backend::Backend;
use crate::client::ClientContext;
use crate::governor::Governor;
use crate::http_route::HttpRoute;
use crate::line::Command;
use crate::memory::{MemoryKeys, MemoryVersion, NoInbox};
use crate::network::Route;
use crate::passkey::Ceremony;
use crate::presence::PresenceControl;
use crate::proxy::ProxyDialer;
use crate::proxy::test_proxy::TestProxy;
use crate::receive::MessageReceiver;
use crate::version::Versions;
use crate::{Event, Proxy, ProxyError, ProxyResolver, Unreachable};

const TIMEOUT: Duration = Duration::from_secs(60);

/// HTTP from this machine, which must not be used here.
#[derive(Default)]
struct DirectHttp {
    requests: AtomicU32,
}

impl DirectHttp {
    fn requests(&self) -> u32 {
        self.requests.load(Ordering::SeqCst)
    }
}

#[async_trait::async_trait]
impl HttpClient for DirectHttp {
    async fn execute(&self, _request: HttpRequest) -> anyhow::Result<HttpResponse> {
        self.requests.fetch_add(1, Ordering::SeqCst);
        anyhow::bail!("not through the proxy")
    }
}

struct RunningSession {
    commands: mpsc::UnboundedSender<Command>,
    events: mpsc::UnboundedReceiver<Event>,
    owner: JoinHandle<()>,
}

/// A session that looks the version up, and whose socket is at `socket.test`.
fn run(dialer: Arc<ProxyDialer>, direct: Arc<DirectHttp>) -> RunningSession {
    let (command_sender, commands) = mpsc::unbounded_channel();
    let (event_sender, events) = mpsc::unbounded_channel();
    let backend = Arc::new(Backend::new("one", Arc::new(MemoryKeys::new())));
    let versions = Versions::new(None, Arc::new(MemoryVersion::default()));
    let route = Route {
        http: HttpRoute::Direct(direct),
        ..Route::to_sandbox("ws://socket.test:80/ws".into(), 1.0, versions)
    };
    let context = ClientContext {
        route: Arc::new(route),
        receiver: MessageReceiver::new("one", Arc::new(NoInbox), backend.clone()),
        presence: Arc::new(PresenceControl::new(backend.clone())),
        ceremony: Arc::new(Ceremony::new()),
        backend,
        governor: Governor::new(1),
        registered: Arc::default(),
        history_turns: Default::default(),
        proxy: Some(dialer),
    };
    let owner = Owner::new(context, commands, event_sender, watch::channel(false).0);
    RunningSession {
        commands: command_sender,
        events,
        owner: tokio::spawn(owner.run()),
    }
}

#[tokio::test]
async fn a_session_with_a_proxy_sends_nothing_past_it() {
    let proxy = TestProxy::refusing().await;
    let direct = Arc::new(DirectHttp::default());
    let mut session = run(proxy.dialer(), direct.clone());
    let first = timeout(TIMEOUT, session.events.recv()).await;
    let Some(Event::Unreachable { reason, detail, .. }) = first.expect("in time") else {
        panic!("a session without a version goes on");
    };
    assert_eq!(reason, Unreachable::VersionUnknown);
    assert!(detail.contains("sw.js"), "{detail}");
    let requests = proxy.wait_for_request("web.whatsapp.com:443", 2);
    timeout(TIMEOUT, requests).await.expect("it tries again");
    let stopped = session.commands.send(Command::Stop);
    stopped.expect("the owner runs");
    session.owner.await.expect("no panic");
    assert_eq!(direct.requests(), 0);
}

/// Refuses every proxy.
struct RefusingResolver;

#[async_trait::async_trait]
impl ProxyResolver for RefusingResolver {
    async fn resolve(&self, _proxy: &Proxy) -> Result<Vec<SocketAddr>, ProxyError> {
        Err(ProxyError::Refused("it is private".to_owned()))
    }
}

#[tokio::test]
async fn a_session_whose_proxy_may_not_be_used_fails_and_sends_nothing() {
    let proxy = Proxy::parse("http://proxy.test:3128").expect("a proxy");
    let direct = Arc::new(DirectHttp::default());
    let dialer = Arc::new(ProxyDialer::new(proxy, Arc::new(RefusingResolver)));
    let mut session = run(dialer, direct.clone());
    let mut events = Vec::new();
    while let Some(event) = timeout(TIMEOUT, session.events.recv())
        .await
        .expect("the last event in time")
    {
        events.push(event);
    }
    let reason = "proxy_refused".to_owned();
    assert_eq!(events, [Event::Failed { reason }, Event::Closed]);
    assert_eq!(direct.requests(), 0);
}
