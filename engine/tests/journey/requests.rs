//! What a session requests from the network in its whole life is implemented in the sandbox, so that no test passes on
//! an empty answer.

use std::sync::Arc;

use titan_engine::{Event, LogOut};

use crate::memory::MemoryKeys;
use crate::messages::to;
use crate::test_sandbox::{ANA, BIA, TestSandbox};

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_life_requests_nothing_that_is_not_implemented() {
    let sandbox = TestSandbox::new(1.0).await;
    let keys = Arc::new(MemoryKeys::new());
    let mut session = sandbox.linked("s1", keys.clone()).await;
    session.line.send_text(to(BIA, "oi")).await.expect("sent");
    let id = sandbox.send_text(BIA, ANA, "olá").await;
    sandbox.recorded("message_acked", &id).await;
    sandbox.fault(r#"{"dropNow": true}"#).await;
    session.until(|event| *event == Event::Dropped).await;
    session.connected().await;
    session.line.stop().await;

    let mut session = sandbox.session("s1", keys);
    session.connected().await;
    session
        .line
        .send_text(to(BIA, "tchau"))
        .await
        .expect("sent");
    assert_eq!(session.line.log_out().await, LogOut::Removed);
    session.until(|event| *event == Event::Closed).await;
    assert_eq!(sandbox.history("login").await.len(), 3);
    assert_eq!(
        sandbox.history("not_implemented").await,
        Vec::<serde_json::Value>::new()
    );
}
