//! Messages that were sent, and the reports about them.

use std::time::Duration;

use titan_connect::domain::message::MessageStatus;
use titan_connect::domain::session::Session;
use titan_connect::store::{EventRow, Report, Store};

use super::{AT, event_count, session};

const SENT: Report = Report::Status(MessageStatus::Sent);
const DELIVERED: Report = Report::Status(MessageStatus::Delivered);
const READ: Report = Report::Status(MessageStatus::Read);

/// Reports about a message, each with the number of events afterwards.
const REPORTS: [(&str, &[(Report, usize)]); 5] = [
    (
        "A",
        &[
            (DELIVERED, 1),
            (DELIVERED, 1),
            (SENT, 1),
            (READ, 2),
            (READ, 2),
        ],
    ),
    ("B", &[(READ, 3), (DELIVERED, 3), (Report::Failed, 3)]),
    ("C", &[(Report::Failed, 4), (DELIVERED, 4)]),
    ("D", &[(DELIVERED, 5), (Report::Failed, 5)]),
    (
        "unknown",
        &[(SENT, 5), (DELIVERED, 5), (READ, 5), (Report::Failed, 5)],
    ),
];

pub async fn are_reported_once(store: &Store) {
    let session = session("ses_sent", "other", "sent");
    for id in ["A", "B", "C", "D", "forgotten"] {
        store.add_sent_message(&session.id, id, AT).await.unwrap();
    }
    store
        .forget_sent_message(&session.id, "forgotten")
        .await
        .unwrap();
    let mut events = 0;
    for (id, reports) in REPORTS {
        for (report, expected) in reports {
            events += 1;
            report_one(store, &session, id, *report, events).await;
            let count = event_count(store, "other", "sent").await;
            assert_eq!(count, *expected, "{id} {report:?}");
        }
    }
    report_one(store, &session, "forgotten", DELIVERED, events + 1).await;
    assert_eq!(event_count(store, "other", "sent").await, 5);
    are_forgotten_when_old(store, &session).await;
}

async fn report_one(store: &Store, session: &Session, id: &str, report: Report, number: usize) {
    let event = EventRow {
        id: format!("evt_sent_{number:02}").as_str().into(),
        event: "message.status",
        payload: "{}".into(),
        source: None,
        at: AT,
    };
    let written = store.report_sent_message(session, id, report, &event);
    written.await.unwrap();
}

/// Only `D` is left.
async fn are_forgotten_when_old(store: &Store, session: &Session) {
    let later = AT.plus(Duration::from_secs(1));
    store
        .add_sent_message(&session.id, "later", later)
        .await
        .unwrap();
    assert_eq!(store.delete_old_sent_messages(AT).await.unwrap(), 0);
    assert_eq!(store.delete_old_sent_messages(later).await.unwrap(), 1);
    report_one(store, session, "D", READ, 90).await;
    assert_eq!(event_count(store, "other", "sent").await, 5);
    report_one(store, session, "later", READ, 91).await;
    assert_eq!(event_count(store, "other", "sent").await, 6);
}
