//! What is left of a scan when the process or its store fails at the worst moment.

use std::sync::Arc;
use std::time::Duration;

use titan_engine::Event;
use tokio::runtime::Runtime;
use tokio::task::spawn_blocking;

use crate::keys::Watched;
use crate::memory::MemoryKeys;
use crate::town::{ANA, Town};

#[tokio::test(flavor = "multi_thread")]
async fn the_link_is_stored_before_the_phone_hears_of_it() {
    let town = Town::new(1.0).await;
    let keys = Arc::new(Watched::default());
    let mut session = town.session("s1", keys.clone());
    let (code, _) = session.code().await;
    let held = keys.hold_the_device();
    let scan = town.scanning(ANA, &code);
    held.reached().await;
    // The client is about to answer and waits for us. The phone must still be waiting for it.
    assert_eq!(town.devices(ANA).await, 0);
    assert!(!scan.is_finished());
    held.release();
    scan.await.expect("the scan did not panic");
    assert_eq!(session.linked().await.phone_number, ANA);
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_right_after_the_scan_keeps_the_link() {
    let town = Town::new(1.0).await;
    let keys = Arc::new(MemoryKeys::new());
    // A runtime of its own is a process that can be killed: its tasks end where they stand.
    let process = Runtime::new().expect("a runtime");
    let mut session = {
        let _inside = process.enter();
        town.session("s1", keys.clone())
    };
    let (code, _) = session.code().await;
    town.scan(ANA, &code).await;
    spawn_blocking(|| process.shutdown_timeout(Duration::from_secs(10)))
        .await
        .expect("killed");

    let mut again = town.session("s1", keys);
    assert_eq!(again.connected().await.phone_number, ANA);
    again.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_fails_at_the_scan_fails_the_session_and_the_link() {
    let town = Town::new(1.0).await;
    let keys = Arc::new(Watched::default());
    let mut session = town.session("s1", keys.clone());
    let (code, _) = session.code().await;
    keys.fail();
    let status = town.scan_status(ANA, &code).await;
    assert_ne!(
        status, 200,
        "the phone was told of a link that is not stored"
    );
    let rest = session.rest().await;
    let reason = "key_store".to_owned();
    assert_eq!(rest, [Event::Failed { reason }, Event::Closed]);
    assert_eq!(town.devices(ANA).await, 0);
}
