//! Messages to signed prekeys that were replaced long ago, with a clock that is moved.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use serde_json::json;
use titan_engine::{Config, Engine};
use tokio::runtime::Runtime;
use tokio::time::{interval, timeout};
use wacore::time::{TimeProvider, now_millis, set_time_provider};

use crate::memory::MemoryKeys;
use crate::messages::{RecordingInbox, next};
use crate::test_sandbox::{ANA, BIA, Session, TIMEOUT, TestSandbox, call};

/// The client replaces its signed prekey at the first login after a week.
const ROTATION: Duration = Duration::from_hours(8 * 24);
const ROTATIONS: usize = 4;

/// The client's clock in this process.
struct MovedClock {
    start: i64,
    moved: &'static AtomicI64,
}

impl TimeProvider for MovedClock {
    fn now_millis(&self) -> i64 {
        self.start + self.moved.load(Ordering::Relaxed)
    }
}

static MOVED: AtomicI64 = AtomicI64::new(0);

fn move_clock(by: Duration) {
    let millis = i64::try_from(by.as_millis()).expect("a few days");
    MOVED.fetch_add(millis, Ordering::Relaxed);
}

impl TestSandbox {
    /// The ids of the signed prekeys with which devices have replaced earlier ones, also if one came twice.
    async fn rotations(&self) -> Vec<String> {
        let (_, history) = call(self.router.clone(), "GET", "/sandbox/history", "").await;
        let entries = history["data"].as_array().expect("a list").iter();
        let rotations = entries.filter(|entry| entry["kind"] == "key_rotated");
        rotations
            .map(|entry| entry["detail"].as_str().expect("an id").to_owned())
            .collect()
    }

    /// Waits until there was another rotation than these.
    async fn rotated_after(&self, earlier: usize) {
        let mut tick = interval(Duration::from_millis(20));
        let waiting = async {
            while self.rotations().await.len() <= earlier {
                tick.tick().await;
            }
        };
        timeout(TIMEOUT, waiting).await.expect("rotated in time");
    }

    async fn replaced_keys(&self) -> usize {
        let ids: HashSet<String> = self.rotations().await.into_iter().collect();
        ids.len()
    }
}

/// Set in the process that has a clock of its own.
const OWN_CLOCK: &str = "TEST_HAS_OWN_CLOCK";

/// Runs itself in a process of its own: the clock is one for the whole process, and other tests must not see it moved.
#[test]
fn a_message_to_a_key_of_four_rotations_ago_opens_at_once() {
    if std::env::var_os(OWN_CLOCK).is_some() {
        let runtime = Runtime::new().expect("a runtime");
        return runtime.block_on(receive_with_a_moved_clock());
    }
    let name = "old_keys::a_message_to_a_key_of_four_rotations_ago_opens_at_once";
    let output = std::process::Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", name])
        .env(OWN_CLOCK, "yes")
        .output()
        .expect("it starts");
    let text = String::from_utf8_lossy(&output.stdout);
    let has_passed = output.status.success() && text.contains("1 passed");
    assert!(has_passed, "{text}");
}

async fn receive_with_a_moved_clock() {
    let start = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let start = i64::try_from(start.expect("after 1970").as_millis()).expect("a date");
    let clock = MovedClock {
        start,
        moved: &MOVED,
    };
    set_time_provider(clock).expect("the only clock of this process");
    assert_eq!(now_millis(), start);
    let sandbox = TestSandbox::new(1.0).await;
    let (inbox, mut received) = RecordingInbox::new(0);
    let engine = Engine::new(Config {
        inbox,
        ..sandbox.config(Arc::new(MemoryKeys::new()))
    });
    let mut session = sandbox.link(Session::open(&engine, "s1")).await;
    // A session that is stopped before it has the answer to a rotation repeats it after the next login.
    // More than are needed: a login that is stopped early may announce the key that the network has.
    for _ in 0..3 * ROTATIONS {
        if sandbox.replaced_keys().await > ROTATIONS + 1 {
            break;
        }
        let earlier = sandbox.rotations().await.len();
        session.line.stop().await;
        move_clock(ROTATION);
        session = Session::open(&engine, "s1");
        session.connected().await;
        sandbox.rotated_after(earlier).await;
    }

    // Nobody sends it again, neither its sender nor the phone.
    sandbox
        .fault(r#"{"loseRetries": {"times": 100}, "holdResends": true}"#)
        .await;
    let path = format!("/sandbox/phones/{BIA}/send");
    let body = json!({ "text": "até que enfim", "to": ANA, "rotationsAgo": ROTATIONS });
    let (status, answer) = call(sandbox.router.clone(), "POST", &path, &body.to_string()).await;
    assert_eq!(status, 200, "{answer}");
    let message = next(&mut received).await;
    assert_eq!(message.text.as_deref(), Some("até que enfim"));
    session.line.stop().await;
}
