use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use wacore::net::{HttpRequest, HttpResponse};

use super::*;
use crate::VersionStoreError;
use crate::memory::MemoryVersion;
use crate::proxy::ProxiedHttp;
use crate::proxy::test_proxy::TestProxy;

const OLD: Version = (2, 3000, 1_030_000_000);
const NEW: Version = (2, 3000, 1_030_000_001);

/// A web server that names a version, and counts its requests. It is down while it names none.
#[derive(Clone, Default)]
struct Site {
    requests: Arc<AtomicU32>,
    revision: Arc<AtomicU32>,
}

impl Site {
    fn naming(version: Version) -> Site {
        let site = Site::default();
        site.publish(version);
        site
    }

    fn down() -> Site {
        Site::default()
    }

    fn publish(&self, version: Version) {
        self.revision.store(version.2, Ordering::Relaxed);
    }

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
        let revision = self.revision.load(Ordering::Relaxed);
        anyhow::ensure!(revision > 0, "down");
        Ok(HttpResponse {
            status_code: 200,
            body: format!(r#"x={{"client_revision":{revision}}}"#).into_bytes(),
        })
    }
}

fn versions() -> Versions {
    versions_with(None, MemoryVersion::default())
}

fn versions_with(minimum: Option<Version>, store: MemoryVersion) -> Versions {
    Versions::new(minimum, Arc::new(store))
}

fn through(proxy: &TestProxy) -> HttpRoute {
    HttpRoute::Proxied(ProxiedHttp::new(proxy.dialer()))
}

#[tokio::test]
async fn a_known_version_is_not_looked_up_again() {
    let (site, versions) = (Site::naming(OLD), versions());
    assert_eq!(versions.get(site.http()).await, Ok(OLD));
    assert_eq!(versions.get(site.http()).await, Ok(OLD));
    assert_eq!(site.requests(), 1);
}

#[tokio::test]
async fn concurrent_callers_share_one_lookup() {
    let (site, versions) = (Site::naming(OLD), versions());
    let (a, b, c) = tokio::join!(
        versions.get(site.http()),
        versions.get(site.http()),
        versions.get(site.http())
    );
    assert!(a == Ok(OLD) && a == b && b == c);
    assert_eq!(site.requests(), 1);
}

#[tokio::test]
async fn a_refused_version_is_looked_up_at_once_and_then_once_a_minute() {
    let (site, versions) = (Site::naming(OLD), versions());
    assert_eq!(versions.get(site.http()).await, Ok(OLD));
    for _ in 0..3 {
        versions.refused(OLD);
        assert_eq!(versions.get(site.http()).await, Ok(OLD));
    }
    assert_eq!(site.requests(), 2, "WhatsApp still names the refused one");
    site.publish(NEW);
    versions.state().refused = Some((OLD, Instant::now() - REFUSAL_PAUSE));
    versions.refused(OLD);
    assert_eq!(versions.get(site.http()).await, Ok(NEW));
    // Reported late, by a session that started before the look-up.
    versions.refused(OLD);
    assert_eq!(versions.get(site.http()).await, Ok(NEW));
    assert_eq!(site.requests(), 3);
}

#[tokio::test]
async fn a_version_is_stored_and_restored() {
    let store = MemoryVersion::default();
    let earlier = versions_with(None, store.clone());
    earlier.get(Site::naming(OLD).http()).await.expect("named");
    let site = Site::down();
    let later = versions_with(None, store.clone());
    assert_eq!(later.get(site.http()).await, Ok(OLD));
    assert_eq!(site.requests(), 0, "it is fresh");

    *store.age.lock().expect("not poisoned") = MAX_AGE;
    let much_later = versions_with(None, store);
    for _ in 0..3 {
        assert_eq!(much_later.get(site.http()).await, Ok(OLD));
    }
    assert_eq!(site.requests(), 1, "one attempt, then a pause");
    site.publish(NEW);
    much_later.state().failed_at = Some(Instant::now() - FAILURE_PAUSE);
    assert_eq!(much_later.get(site.http()).await, Ok(NEW));
}

#[tokio::test]
async fn the_minimum_is_claimed_instead_of_an_older_version_only() {
    for (published, minimum, claimed) in [(OLD, NEW, NEW), (NEW, OLD, NEW), (OLD, OLD, OLD)] {
        let versions = versions_with(Some(minimum), MemoryVersion::default());
        let site = Site::naming(published);
        for _ in 0..2 {
            assert_eq!(versions.get(site.http()).await, Ok(claimed));
        }
        assert_eq!(site.requests(), 1);
    }
    let versions = versions_with(Some(OLD), MemoryVersion::default());
    assert_eq!(versions.get(Site::down().http()).await, Ok(OLD));
}

#[tokio::test]
async fn without_any_version_the_reason_is_given() {
    let why = versions().get(Site::down().http()).await.expect_err("down");
    assert!(why.ends_with("down"), "{why}");
    assert!(why.contains("sw.js"), "{why}");
}

struct BrokenStore;

#[async_trait]
impl VersionStore for BrokenStore {
    async fn load(&self) -> Result<Option<KnownVersion>, VersionStoreError> {
        Err(VersionStoreError("broken".into()))
    }

    async fn save(&self, _version: Version) -> Result<(), VersionStoreError> {
        Err(VersionStoreError("broken".into()))
    }
}

#[tokio::test]
async fn a_broken_store_does_not_prevent_a_look_up() {
    let versions = Versions::new(None, Arc::new(BrokenStore));
    assert_eq!(versions.get(Site::naming(OLD).http()).await, Ok(OLD));
}

#[tokio::test]
async fn a_session_with_a_proxy_uses_the_known_version_or_its_proxy() {
    let (site, versions) = (Site::naming(OLD), versions());
    let proxy = TestProxy::refusing().await;
    assert!(versions.get(through(&proxy)).await.is_err());
    assert_eq!(proxy.targets(), ["web.whatsapp.com:443"]);
    assert_eq!(versions.get(site.http()).await, Ok(OLD));
    assert_eq!(versions.get(through(&proxy)).await, Ok(OLD));
    assert_eq!(proxy.targets().len(), 1, "known, so not looked up");
}

#[tokio::test]
async fn a_proxy_that_hangs_does_not_delay_other_sessions() {
    let (site, versions) = (Site::naming(OLD), versions());
    let proxy = TestProxy::hanging().await;
    let slow = versions.get(through(&proxy));
    let quick = async {
        proxy.wait_for_request("web.whatsapp.com:443", 1).await;
        versions.get(site.http()).await
    };
    tokio::select! {
        biased;
        version = quick => assert_eq!(version, Ok(OLD)),
        version = slow => panic!("the hanging proxy answered: {version:?}"),
    }
}
