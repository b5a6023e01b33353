//! Turns for connecting are shared fairly between tenants.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;
use tokio::io::AsyncReadExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::support::TestService;

/// Sessions whose proxy is dead: many more than may connect at the same time.
const DEAD: usize = 40;

/// A proxy that accepts connections and never answers.
struct DeadProxy {
    url: String,
    accepted: Arc<AtomicUsize>,
    _serving: JoinSet<()>,
}

impl DeadProxy {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let accepted = Arc::<AtomicUsize>::default();
        let mut serving = JoinSet::new();
        serving.spawn(serve(listener, accepted.clone()));
        DeadProxy {
            url,
            accepted,
            _serving: serving,
        }
    }

    /// Waits until so many connections were accepted. Polls, because nobody tells.
    async fn has_accepted(&self, count: usize) {
        let mut ticks = tokio::time::interval(Duration::from_millis(10));
        for _ in 0..1000 {
            ticks.tick().await;
            if self.accepted.load(Ordering::SeqCst) >= count {
                return;
            }
        }
        panic!("the dead proxy was not used");
    }
}

async fn serve(listener: TcpListener, accepted: Arc<AtomicUsize>) {
    let mut open = JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        accepted.fetch_add(1, Ordering::SeqCst);
        open.spawn(read_to_the_end(client));
    }
}

async fn read_to_the_end(mut client: TcpStream) {
    // Whether it closes or breaks off does not matter.
    let _ended = client.read_to_end(&mut Vec::new()).await;
}

/// A tenant with many dead proxies holds at most half of the turns, so another one gets its code at once.
#[tokio::test]
async fn a_tenant_of_dead_proxies_does_not_delay_another_one() {
    let service = TestService::start_with(|config| config.connecting_at_once = 8).await;
    let proxy = DeadProxy::start().await;
    let (dead, alive) = (service.tenant(), service.other_tenant().await);
    for number in 0..DEAD {
        let body = json!({"name": format!("dead-{number}"), "start": true, "proxy": proxy.url});
        dead.post("/api/sessions", body).await.data(201);
    }
    proxy.has_accepted(4).await;
    alive.create_session("support").await;
    alive.qr("support").await;

    // A turn of a dead proxy lasts for seconds: few of them were over before the other tenant's code was there.
    let accepted = proxy.accepted.load(Ordering::SeqCst);
    assert!(
        accepted < DEAD / 2,
        "{accepted} of {DEAD} were tried before"
    );
}
