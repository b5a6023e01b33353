use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use wacore::net::{HttpRequest, HttpResponse};

use super::*;
use crate::proxy::ProxiedHttp;
use crate::proxy::test_proxy::TestProxy;

/// A web server that names a version, and counts its requests.
#[derive(Clone, Default)]
struct Site {
    requests: Arc<AtomicU32>,
    down: bool,
}

impl Site {
    fn http(&self) -> HttpRoute {
        HttpRoute::Direct(Arc::new(self.clone()))
    }

    fn requests(&self) -> u32 {
        self.requests.load(Ordering::Relaxed)
    }
}

#[async_trait]
impl HttpClient for Site {
    async fn execute(&self, _request: HttpRequest) -> anyhow::Result<HttpResponse> {
        self.requests.fetch_add(1, Ordering::Relaxed);
        anyhow::ensure!(!self.down, "down");
        Ok(HttpResponse {
            status_code: 200,
            body: br#"x={"client_revision":1030000000}"#.to_vec(),
        })
    }
}

fn through(proxy: &TestProxy) -> HttpRoute {
    HttpRoute::Proxied(ProxiedHttp::new(proxy.dialer()))
}

#[tokio::test]
async fn a_cached_version_is_not_looked_up_again() {
    let site = Site::default();
    let current = CurrentVersion::latest();
    let version = Some((2, 3000, 1_030_000_000));
    assert_eq!(current.get(site.http()).await, version);
    assert_eq!(current.get(site.http()).await, version);
    assert_eq!(site.requests(), 1);
}

#[tokio::test]
async fn concurrent_callers_share_one_lookup() {
    let site = Site::default();
    let current = CurrentVersion::latest();
    let (a, b, c) = tokio::join!(
        current.get(site.http()),
        current.get(site.http()),
        current.get(site.http())
    );
    assert!(a.is_some() && a == b && b == c);
    assert_eq!(site.requests(), 1);
}

#[tokio::test]
async fn an_outdated_version_is_looked_up_once_per_minute_at_most() {
    let site = Site::default();
    let current = CurrentVersion::latest();
    current.get(site.http()).await;
    current.invalidate();
    current.get(site.http()).await;
    assert_eq!(site.requests(), 1, "just looked up");
    let CurrentVersion::Latest(cache) = &current else {
        unreachable!("the version is not fixed");
    };
    let (at, _) = cache.lock().expect("cached");
    *cache.lock() = Some((at - MIN_AGE, (2, 3000, 1)));
    for _ in 0..3 {
        current.invalidate();
        assert!(current.get(site.http()).await.is_some());
    }
    assert_eq!(site.requests(), 2);
}

#[tokio::test]
async fn a_failed_lookup_gives_no_version() {
    let site = Site {
        down: true,
        ..Site::default()
    };
    assert_eq!(CurrentVersion::latest().get(site.http()).await, None);
}

#[tokio::test]
async fn a_session_with_a_proxy_uses_the_cache_or_its_proxy() {
    let site = Site::default();
    let current = CurrentVersion::latest();
    let proxy = TestProxy::refusing().await;
    assert_eq!(current.get(through(&proxy)).await, None);
    assert_eq!(proxy.targets(), ["web.whatsapp.com:443"]);
    current.get(site.http()).await;
    assert!(current.get(through(&proxy)).await.is_some());
    assert_eq!(proxy.targets().len(), 1, "cached, so not looked up");
}

#[tokio::test]
async fn a_proxy_that_hangs_does_not_delay_other_sessions() {
    let site = Site::default();
    let current = CurrentVersion::latest();
    let proxy = TestProxy::hanging().await;
    let slow = current.get(through(&proxy));
    let quick = async {
        proxy.wait_for_request("web.whatsapp.com:443", 1).await;
        current.get(site.http()).await
    };
    tokio::select! {
        biased;
        version = quick => assert!(version.is_some()),
        version = slow => panic!("the hanging proxy answered: {version:?}"),
    }
}
