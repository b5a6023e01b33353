//! Many live streams: how many a link has, what they cost, and that each shows the last change.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};
use titan_connect::domain::id::SessionId;
use titan_connect::sessions::expiry;
use tokio::time::timeout;

use crate::support::{Live, TestService};

/// A link that no browser has opened.
async fn link(service: &TestService, session: &str) -> String {
    let body = json!({"sessionName": session, "mode": "qr"});
    let widget = service.tenant().create_widget_session(body).await;
    widget["widgetToken"].as_str().unwrap().to_owned()
}

/// Streams of a link that have begun, in this order.
async fn streams(service: &TestService, token: &str, count: usize) -> Vec<Live> {
    let mut streams = Vec::new();
    for _ in 0..count {
        let mut live = service.live(token).await;
        assert_eq!(live.next().await.unwrap().0, "boot");
        streams.push(live);
    }
    streams
}

async fn session_id(service: &TestService, name: &str) -> SessionId {
    let store = &service.app.store;
    let row = store.session_by_name(&"default".into(), name).await;
    row.unwrap().unwrap().id
}

/// Bounds a wait for streams, whose heartbeats go on.
async fn in_time<T>(wait: impl Future<Output = T>) -> T {
    let ended = timeout(Duration::from_secs(20), wait).await;
    ended.expect("the streams show it in time")
}

/// The number of the last change.
fn last_change(service: &TestService, session_id: &SessionId) -> u64 {
    let watch = service.app.sessions.hub.watch(session_id).unwrap();
    watch.borrow().seq
}

/// Reads each stream up to this change.
async fn all_at(streams: &mut [Live], seq: u64) -> Vec<Value> {
    let at = streams
        .iter_mut()
        .map(|live| live.until_view(|view| view["seq"] == seq));
    in_time(join_all(at)).await
}

/// The value of a metric without labels.
fn counted(service: &TestService, name: &str) -> u64 {
    let figures = service.app.metrics.write().unwrap();
    let line = figures.lines().find_map(|line| line.strip_prefix(name));
    line.unwrap().trim().parse().unwrap()
}

#[tokio::test]
async fn the_ninth_stream_of_a_link_replaces_the_first() {
    let service = TestService::start().await;
    let (mine, other) = (link(&service, "mine").await, link(&service, "other").await);
    let mut someone_else = streams(&service, &other, 1).await;
    let mut open = streams(&service, &mine, 9).await;
    let mut first = open.remove(0);
    let last = in_time(first.next()).await;
    assert_eq!(last, Some(("replaced".to_owned(), json!({}))));
    assert_eq!(in_time(first.next()).await, None, "it has ended");
    service.counts("titan_live_streams_replaced_total 1");

    for session in ["mine", "other"] {
        let id = session_id(&service, session).await;
        service.app.sessions.hub.touch(&id);
    }
    for live in open.iter_mut().chain(&mut someone_else) {
        let next = in_time(live.next()).await;
        assert_eq!(next.unwrap().0, "view", "it goes on");
    }
}

#[tokio::test]
async fn a_change_is_read_and_drawn_once_for_fifty_streams() {
    let service = TestService::start_with(|config| config.limits.streams_per_link = 50).await;
    let token = link(&service, "support").await;
    let mut open = streams(&service, &token, 50).await;
    assert_eq!(service.open(&token).await.status, 200);
    let id = session_id(&service, "support").await;
    let views = all_at(&mut open, last_change(&service, &id)).await;
    let pictures: BTreeSet<&str> = views
        .iter()
        .map(|view| view["svg"].as_str().expect("each shows the code"))
        .collect();
    assert_eq!(pictures.len(), 1);
    assert_eq!(counted(&service, "titan_qr_drawings_total"), 1);

    let before = counted(&service, "titan_link_reads_total");
    service.app.sessions.hub.touch(&id);
    all_at(&mut open, last_change(&service, &id)).await;
    assert_eq!(counted(&service, "titan_link_reads_total"), before + 1);
    assert_eq!(counted(&service, "titan_qr_drawings_total"), 1);
}

#[tokio::test]
async fn the_links_of_a_session_share_its_code() {
    let service = TestService::start().await;
    let mut open = Vec::new();
    let mut tokens = Vec::new();
    for _ in 0..6 {
        let token = link(&service, "support").await;
        open.append(&mut streams(&service, &token, 8).await);
        tokens.push(token);
    }
    for token in &tokens {
        assert_eq!(service.open(token).await.status, 200);
    }
    let id = session_id(&service, "support").await;
    for view in all_at(&mut open, last_change(&service, &id)).await {
        assert_eq!(view["step"], "qr");
    }
    assert_eq!(counted(&service, "titan_qr_drawings_total"), 1);
    let before = counted(&service, "titan_link_reads_total");
    service.app.sessions.hub.touch(&id);
    all_at(&mut open, last_change(&service, &id)).await;
    let reads = counted(&service, "titan_link_reads_total") - before;
    assert_eq!(reads, 6, "one for each link");
}

/// The last change is the end of the link, after which nothing makes up for a change that was missed.
#[tokio::test]
async fn every_stream_shows_the_last_of_many_changes() {
    let service = TestService::start().await;
    for round in 0..10 {
        let session = format!("shop-{round}");
        let token = link(&service, &session).await;
        let mut open = streams(&service, &token, 8).await;
        let id = session_id(&service, &session).await;
        let touches = async {
            for _ in 0..20 {
                service.app.sessions.hub.touch(&id);
                tokio::task::yield_now().await;
            }
        };
        let cancel = async {
            for _ in 0..round {
                tokio::task::yield_now().await;
            }
            service.widget_call("cancel", &token).await.data(200);
        };
        let shown = join_all(open.iter_mut().map(|live| live.until("cancelled")));
        tokio::join!(in_time(shown), touches, cancel);
    }
}

#[tokio::test]
async fn a_link_that_nobody_watches_leaves_nothing_in_memory() {
    let service = TestService::start().await;
    let (hub, streams_of) = (
        &service.app.sessions.hub,
        &service.app.sessions.link_streams,
    );
    // A robot fetches the page, a page is opened and left before it was started, and another is started and left.
    let fetched = link(&service, "fetched").await;
    let page = service
        .fetch_link(reqwest::Method::GET, &fetched, &[])
        .await;
    assert_eq!(page.status, 200);
    assert_eq!(hub.len(), 0);
    let left = link(&service, "left").await;
    let open = streams(&service, &left, 3).await;
    assert_eq!((hub.len(), streams_of.links()), (1, 1));
    drop(open);
    until_empty(&service).await;

    let started = link(&service, "started").await;
    let mut open = streams(&service, &started, 3).await;
    assert_eq!(service.open(&started).await.status, 200);
    for live in &mut open {
        live.until("qr").await;
    }
    service.advance(Duration::from_mins(16));
    expiry::end_expired_links(&service.app.sessions)
        .await
        .unwrap();
    for live in &mut open {
        live.until("expired").await;
    }
    until_empty(&service).await;
    assert_eq!(service.app.sessions.drivers.count(), 0);
}

/// The service notices a moment later that a client has left.
async fn until_empty(service: &TestService) {
    let mut ticks = tokio::time::interval(Duration::from_millis(10));
    for _ in 0..1000 {
        ticks.tick().await;
        let sessions = &service.app.sessions;
        if sessions.hub.is_empty() && sessions.link_streams.links() == 0 {
            return;
        }
    }
    panic!("{} views are kept", service.app.sessions.hub.len());
}

/// A session's view stays while its task needs it.
#[tokio::test]
async fn a_running_session_keeps_its_view() {
    let service = TestService::start().await;
    service.tenant().create_session("support").await;
    let qr = service.tenant().qr("support").await;
    assert_eq!(service.app.sessions.hub.len(), 1);
    assert_eq!(service.tenant().qr("support").await, qr);
}
