//! The report about a session, from both databases.

use titan_connect::domain::session_history::KEPT;
use titan_connect::sessions::history;
use titan_connect::sessions::report::{self, Program, Report};

use crate::support::TestService;

async fn read(service: &TestService) -> Report {
    let store = &service.app.store;
    history::write_pending(&service.app.sessions).await.unwrap();
    let session = store.session_by_name(&"default".into(), "support").await;
    let program = Program {
        version: "1",
        client: "client",
        is_sandbox: true,
        system: "system".to_owned(),
        database: "database",
    };
    let (session, now) = (session.unwrap().unwrap(), service.app.now());
    report::read(store, &session, program, now).await.unwrap()
}

async fn a_report_has_the_history_and_the_events(service: TestService) {
    service.connect_ana().await;
    let report = read(&service).await;
    let names = |list: &[report::Happened]| -> Vec<String> {
        list.iter().map(|entry| entry.what.clone()).collect()
    };
    assert_eq!(
        names(&report.history),
        ["code_shown", "linked", "connected"]
    );
    assert_eq!(report.history[1].codes, ["qr"]);
    let events = names(&report.events);
    assert!(
        events.contains(&"session.connected".to_owned()),
        "{events:?}"
    );
    assert!(report.whatsapp_version.is_some());
}

#[tokio::test]
async fn a_report_has_the_history_and_the_events_on_sqlite() {
    a_report_has_the_history_and_the_events(TestService::start().await).await;
}

#[tokio::test]
async fn a_report_has_the_history_and_the_events_on_postgres() {
    a_report_has_the_history_and_the_events(TestService::start_on_postgres().await).await;
}

#[tokio::test]
async fn only_the_last_entries_are_kept() {
    use titan_connect::domain::session_history::Entry;
    let service = TestService::start().await;
    service.tenant().create_session("support").await;
    let store = &service.app.store;
    let session = store.session_by_name(&"default".into(), "support").await;
    let entry = Entry {
        session_id: session.unwrap().unwrap().id,
        at: service.app.now(),
        what: "dropped",
        code: None,
    };
    for _ in 0..3 {
        store
            .save_history(&vec![entry.clone(); KEPT])
            .await
            .unwrap();
    }
    assert_eq!(read(&service).await.history.len(), KEPT);
}
