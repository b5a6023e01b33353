//! Receives the client's tasks, and stores each history before its message is acknowledged.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::timeout;
use wacore::messages::DetachedHistorySyncNotification;
use wacore::types::events::InboundMessage;
use wacore_binary::builder::NodeBuilder;
use waproto::whatsapp::message::protocol_message::Type;
use waproto::whatsapp::message::{HistorySyncNotification, HistorySyncType};
use whatsapp_rust::Client;
use whatsapp_rust::sync_task::MajorSyncTask;

use super::{Histories, blob};
use crate::backend::Backend;

/// How many messages are remembered.
const MAX_STORED: usize = 32;

/// How long a message waits for its history to be stored. The client passes the history on first.
const STORE_TIMEOUT: Duration = Duration::from_secs(2);

/// The messages whose histories are stored, or are not needed.
#[derive(Default)]
pub(crate) struct HistoryIntake {
    stored: Mutex<VecDeque<String>>,
    changed: Notify,
}

impl HistoryIntake {
    /// Returns when the message may be acknowledged.
    pub(crate) async fn wait(&self, message: &InboundMessage) {
        if !announces_history(message) {
            return;
        }
        if timeout(STORE_TIMEOUT, self.stored(&message.info.id))
            .await
            .is_err()
        {
            tracing::warn!("a history was not stored before its message was acknowledged");
        }
    }

    async fn stored(&self, id: &str) {
        loop {
            let changed = self.changed.notified();
            if self.lock().iter().any(|stored| stored == id) {
                return;
            }
            changed.await;
        }
    }

    fn done(&self, id: String) {
        let mut stored = self.lock();
        if stored.len() == MAX_STORED {
            stored.pop_front();
        }
        stored.push_back(id);
        drop(stored);
        self.changed.notify_waiters();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<String>> {
        self.stored.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn announces_history(message: &InboundMessage) -> bool {
    let protocol = message.message.protocol_message.as_option();
    let kind = protocol.and_then(|protocol| protocol.r#type);
    message.info.source.is_from_me && kind == Some(Type::HISTORY_SYNC_NOTIFICATION)
}

/// Runs as long as the client.
pub(crate) async fn receive_tasks(
    client: Arc<Client>,
    backend: Arc<Backend>,
    histories: Arc<Histories>,
    tasks: async_channel::Receiver<MajorSyncTask>,
) {
    let mut others = JoinSet::new();
    while let Ok(task) = tasks.recv().await {
        while others.try_join_next().is_some() {}
        match task {
            MajorSyncTask::HistorySync {
                message_id,
                notification,
                ..
            } => {
                receive(&client, &backend, &histories, &message_id, *notification).await;
                histories.intake.done(message_id);
            }
            task @ MajorSyncTask::AppStateSync { .. } => {
                let client = client.clone();
                others.spawn(async move { client.process_sync_task(task).await });
            }
        }
    }
}

async fn receive(
    client: &Client,
    backend: &Backend,
    histories: &Histories,
    id: &str,
    detached: DetachedHistorySyncNotification,
) {
    let notification = whole(detached);
    if !is_needed(&notification) {
        return confirm(client, id).await;
    }
    if let Err(error) = backend.add_history(id, &notification).await {
        tracing::error!("a history was not stored and is lost: {error}");
        return;
    }
    histories.wake();
}

/// With the compressed history that the client has separated from it.
fn whole(detached: DetachedHistorySyncNotification) -> HistorySyncNotification {
    let DetachedHistorySyncNotification {
        mut notification,
        inline_payload,
    } = detached;
    notification.initial_hist_bootstrap_inline_payload =
        inline_payload.map(|payload| payload.to_vec());
    notification
}

/// Whether it can contain tokens or the salt. One that is too large is refused here, before it is stored.
fn is_needed(notification: &HistorySyncNotification) -> bool {
    let kind = notification.sync_type.unwrap_or_default();
    let has_chats = matches!(
        kind,
        HistorySyncType::INITIAL_BOOTSTRAP
            | HistorySyncType::RECENT
            | HistorySyncType::FULL
            | HistorySyncType::NON_BLOCKING_DATA
    );
    let inline = notification.initial_hist_bootstrap_inline_payload.as_ref();
    let inline = inline.map(|payload| u64::try_from(payload.len()).unwrap_or(u64::MAX));
    let bytes = inline.or(notification.file_length).unwrap_or_default();
    let fits = blob::check_size(bytes);
    if let Err(error) = &fits {
        tracing::warn!("the phone's history is not taken: {error}");
    }
    has_chats && fits.is_ok()
}

/// Tells the phone that a history was processed.
pub(super) async fn confirm(client: &Client, id: &str) {
    let Some(own) = client.pn() else {
        return;
    };
    let receipt = NodeBuilder::new("receipt")
        .attr("id", id.to_owned())
        .attr("type", "hist_sync")
        .attr("to", own.to_non_ad().to_string());
    if let Err(error) = client.send_node(receipt.build()).await {
        tracing::debug!("the phone does not know yet that its history was processed: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notification(kind: HistorySyncType, bytes: u64) -> HistorySyncNotification {
        HistorySyncNotification {
            sync_type: Some(kind),
            file_length: Some(bytes),
            ..HistorySyncNotification::default()
        }
    }

    #[test]
    fn only_histories_with_chats_that_are_not_too_large_are_taken() {
        for (kind, bytes, expected) in [
            (HistorySyncType::INITIAL_BOOTSTRAP, 1000, true),
            (HistorySyncType::RECENT, 1000, true),
            (
                HistorySyncType::INITIAL_BOOTSTRAP,
                blob::MAX_BYTES + 1,
                false,
            ),
            (HistorySyncType::PUSH_NAME, 1000, false),
            (HistorySyncType::INITIAL_STATUS_V3, 1000, false),
            (HistorySyncType::ON_DEMAND, 1000, false),
        ] {
            assert_eq!(is_needed(&notification(kind, bytes)), expected, "{bytes}");
        }
    }

    #[tokio::test]
    async fn a_message_may_be_acknowledged_when_its_history_is_stored() {
        let intake = HistoryIntake::default();
        for index in 0..=MAX_STORED {
            intake.done(index.to_string());
        }
        intake.stored("1").await;
        let forgotten = timeout(Duration::from_millis(1), intake.stored("0"));
        assert!(forgotten.await.is_err());
    }
}
