use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use wacore::net::{HttpRequest, HttpResponse};

use super::*;
use crate::proxy::ProxiedHttp;
use crate::proxy::test_proxy::TestProxy;

#[derive(Clone, Default)]
struct Site {
    asked: Arc<AtomicU32>,
    down: bool,
}

impl Site {
    fn http(&self) -> Http {
        Http::Internet(Arc::new(self.clone()))
    }
}

#[async_trait]
impl HttpClient for Site {
    async fn execute(&self, _request: HttpRequest) -> anyhow::Result<HttpResponse> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        anyhow::ensure!(!self.down, "down");
        Ok(HttpResponse {
            status_code: 200,
            body: br#"x={"client_revision":1030000000}"#.to_vec(),
        })
    }
}

#[tokio::test]
async fn one_answer_serves_every_session() {
    let site = Site::default();
    let current = CurrentVersion::asked();
    let version = Some((2, 3000, 1_030_000_000));
    assert_eq!(current.get(site.http()).await, version);
    assert_eq!(current.get(site.http()).await, version);
    assert_eq!(site.asked.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn those_who_ask_at_once_share_one_request() {
    let site = Site::default();
    let current = CurrentVersion::asked();
    let (a, b, c) = tokio::join!(
        current.get(site.http()),
        current.get(site.http()),
        current.get(site.http())
    );
    assert!(a.is_some() && a == b && b == c);
    assert_eq!(site.asked.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn an_outdated_version_is_asked_for_again_but_not_by_everybody() {
    let site = Site::default();
    let current = CurrentVersion::asked();
    current.get(site.http()).await;
    current.forget();
    current.get(site.http()).await;
    assert_eq!(site.asked.load(Ordering::Relaxed), 1, "just asked");
    let CurrentVersion::Asked(answer) = &current else {
        unreachable!("asked, not fixed");
    };
    let (at, _) = answer.lock().expect("known");
    *answer.lock() = Some((at - JUST_NOW, (2, 3000, 1)));
    for _ in 0..3 {
        current.forget();
        assert!(current.get(site.http()).await.is_some());
    }
    assert_eq!(site.asked.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn without_an_answer_the_client_is_left_to_ask() {
    let site = Site {
        down: true,
        ..Site::default()
    };
    assert_eq!(CurrentVersion::asked().get(site.http()).await, None);
}

#[tokio::test]
async fn a_session_with_a_proxy_takes_what_is_known_and_else_asks_through_it() {
    let site = Site::default();
    let current = CurrentVersion::asked();
    let proxy = TestProxy::refusing().await;
    let proxied = || Http::Proxied(ProxiedHttp::new(proxy.dialer()));
    assert_eq!(current.get(proxied()).await, None);
    assert_eq!(proxy.targets(), ["web.whatsapp.com:443"]);
    current.get(site.http()).await;
    assert!(current.get(proxied()).await.is_some());
    assert_eq!(proxy.targets().len(), 1, "known, so not asked again");
}

/// While one session's proxy keeps it waiting, others get their answer.
#[tokio::test]
async fn a_proxy_that_hangs_keeps_nobody_else_waiting() {
    let site = Site::default();
    let current = CurrentVersion::asked();
    let proxy = TestProxy::hanging().await;
    let slow = current.get(Http::Proxied(ProxiedHttp::new(proxy.dialer())));
    let quick = async {
        proxy.was_asked_for("web.whatsapp.com:443", 1).await;
        current.get(site.http()).await
    };
    tokio::select! {
        biased;
        answer = quick => assert!(answer.is_some()),
        answer = slow => panic!("the hanging proxy answered: {answer:?}"),
    }
}
