//! What remains of a scan when the process or its store fails in the middle of it.

use std::sync::Arc;
use std::time::Duration;

use titan_engine::Event;
use tokio::runtime::Runtime;
use tokio::task::spawn_blocking;

use crate::keys::ObservedKeys;
use crate::memory::MemoryKeys;
use crate::test_sandbox::{ANA, TestSandbox};

#[tokio::test(flavor = "multi_thread")]
async fn the_link_is_stored_before_the_phone_gets_an_answer() {
    let sandbox = TestSandbox::new(1.0).await;
    let keys = Arc::new(ObservedKeys::default());
    let mut session = sandbox.session("s1", keys.clone());
    let (code, _) = session.code().await;
    let gate = keys.block_device_writes();
    let scan = sandbox.scanning(ANA, &code);
    gate.reached().await;
    // The client waits for the store before it answers, so the phone must still be waiting.
    assert_eq!(sandbox.devices(ANA).await, 0);
    assert!(!scan.is_finished());
    gate.open();
    scan.await.expect("the scan did not panic");
    assert_eq!(session.linked().await.phone_number, ANA);
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_right_after_the_scan_keeps_the_link() {
    let sandbox = TestSandbox::new(1.0).await;
    let keys = Arc::new(MemoryKeys::new());
    // A separate runtime acts as a process that can be killed: its tasks are aborted.
    let process = Runtime::new().expect("a runtime");
    let mut session = {
        let _guard = process.enter();
        sandbox.session("s1", keys.clone())
    };
    let (code, _) = session.code().await;
    sandbox.scan(ANA, &code).await;
    spawn_blocking(|| process.shutdown_timeout(Duration::from_secs(10)))
        .await
        .expect("killed");

    let mut again = sandbox.session("s1", keys);
    assert_eq!(again.connected().await.phone_number, ANA);
    again.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_fails_at_the_scan_fails_the_session_and_the_link() {
    let sandbox = TestSandbox::new(1.0).await;
    let keys = Arc::new(ObservedKeys::default());
    let mut session = sandbox.session("s1", keys.clone());
    let (code, _) = session.code().await;
    keys.fail();
    let status = sandbox.scan_status(ANA, &code).await;
    assert_ne!(status, 200, "the phone has a link that is not stored");
    let rest = session.rest().await;
    let reason = "key_store".to_owned();
    assert_eq!(rest, [Event::Failed { reason }, Event::Closed]);
    assert_eq!(sandbox.devices(ANA).await, 0);
}
