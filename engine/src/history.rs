//! Takes from the phone's history what the account needs, and nothing else.
//!
//! When a device is linked, its phone sends the account's chats. They hold what WhatsApp gives at no other time: the
//! privacy tokens of the people in them, and the salt from which the account makes tokens for others. Without them,
//! direct messages are refused, and no later request brings them back.
//!
//! The client would acknowledge a history first and process it afterwards, two of each session at once and all of them
//! in memory. So this module processes them in its place. A history is stored before its message is acknowledged, and
//! survives a crash. Histories are processed one at a time in the process, and the phone learns that one was processed
//! only when its tokens are stored. Messages and the names of other people are neither stored nor passed on.

mod blob;
mod intake;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, Semaphore, mpsc, watch};
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use wacore::history_sync::{
    HistorySyncResult, TcTokenCandidate, process_history_sync_bytes_filtered,
};
use waproto::whatsapp::message::HistorySyncNotification;
use whatsapp_rust::Client;
use whatsapp_rust::lid_pn_cache::LearningSource;
use whatsapp_rust::store::commands::DeviceCommand;

use crate::Event;
use crate::backend::{Backend, ReceivedToken};
pub(crate) use intake::{HistoryIntake, receive_tasks};

/// How many tokens of one history are stored, the newest first.
const MAX_TOKENS: usize = 5000;

/// How long a message may wait for the history of a device that was just linked.
const FIRST_HISTORY: Duration = Duration::from_secs(5);

/// The histories of all sessions take turns.
#[derive(Clone)]
pub(crate) struct HistoryTurns(Arc<Semaphore>);

impl Default for HistoryTurns {
    fn default() -> HistoryTurns {
        HistoryTurns(Arc::new(Semaphore::new(1)))
    }
}

/// The histories of one client.
#[derive(Default)]
pub(crate) struct Histories {
    pub(crate) intake: HistoryIntake,
    due: Notify,
    /// Whether what a first history brings is here, or is not to be expected any more.
    first_taken: watch::Sender<bool>,
}

impl Histories {
    /// The device is linked already, so it has had its first history.
    pub(crate) fn expect_no_first(&self) {
        self.first_taken.send_replace(true);
    }

    /// There is a history to process, or a connection on which it can be loaded.
    pub(crate) fn wake(&self) {
        self.due.notify_one();
    }

    /// Waits for the first history of a device that was just linked, but not long: the phone may send none.
    pub(crate) async fn wait_for_first(&self) {
        let mut first_taken = self.first_taken.subscribe();
        let taken = first_taken.wait_for(|taken| *taken);
        if timeout(FIRST_HISTORY, taken).await.is_err() {
            self.first_taken.send_replace(true);
        }
    }
}

/// Runs as long as the client.
pub(crate) async fn process_histories(
    client: Arc<Client>,
    backend: Arc<Backend>,
    turns: HistoryTurns,
    histories: Arc<Histories>,
    events: mpsc::UnboundedSender<Event>,
) {
    loop {
        histories.due.notified().await;
        let turn = turns.0.acquire().await;
        let stored = match backend.histories().await {
            Ok(stored) => stored,
            Err(error) => {
                tracing::warn!("the phone's history was not read: {error}");
                continue;
            }
        };
        for (id, notification) in stored {
            let taken = take(&client, &backend, notification, &events).await;
            if let Err(error) = taken {
                // Another login tries again; a history that cannot be read is given up below.
                tracing::warn!("a history could not be taken: {error:#}");
                if !is_unusable(&error) {
                    continue;
                }
            }
            finish(&client, &backend, &id).await;
            histories.first_taken.send_replace(true);
        }
        drop(turn);
    }
}

/// A history that no further attempt makes readable.
#[derive(Debug, thiserror::Error)]
#[error("it is damaged or too large: {0}")]
struct Unusable(String);

fn is_unusable(error: &anyhow::Error) -> bool {
    error.is::<Unusable>()
}

async fn take(
    client: &Arc<Client>,
    backend: &Backend,
    notification: HistorySyncNotification,
    events: &mpsc::UnboundedSender<Event>,
) -> anyhow::Result<()> {
    let blob = blob::load(client, notification).await?;
    let own_number = client.pn().map(|pn| pn.user.to_string());
    let read = spawn_blocking(move || {
        process_history_sync_bytes_filtered(blob, own_number.as_deref(), false, |_| false)
    });
    let history = read.await?;
    let history = history.map_err(|error| Unusable(error.to_string()))?;
    store(client, backend, history, events).await
}

async fn store(
    client: &Arc<Client>,
    backend: &Backend,
    history: HistorySyncResult,
    events: &mpsc::UnboundedSender<Event>,
) -> anyhow::Result<()> {
    let persistence = client.persistence_manager();
    let tokens = tokens(&history);
    let lids = tokens.iter().filter_map(|token| {
        let lid = token.lid.clone()?;
        Some((lid, token.number.clone()?))
    });
    client
        .add_lid_pn_mappings(lids.collect(), LearningSource::Other)
        .await?;
    backend.store_tc_tokens(&tokens).await?;
    if let Some(salt) = history.nct_salt {
        let command = DeviceCommand::SetNctSaltFromHistorySync(salt);
        persistence.process_command(command).await;
    }
    let is_unnamed = persistence.get_device_snapshot().push_name.is_empty();
    if let Some(name) = history.own_pushname.filter(|_| is_unnamed) {
        let command = DeviceCommand::SetPushName(name.clone());
        persistence.process_command(command).await;
        // Without a receiver, nobody needs the event.
        let _ = events.send(Event::PushName(name));
    }
    persistence.flush().await?;
    Ok(())
}

/// The newest tokens, with both addresses of their people where the history has them.
fn tokens(history: &HistorySyncResult) -> Vec<ReceivedToken> {
    let mappings = history.lid_mappings.iter();
    let addresses = mappings.flat_map(|it| {
        let (number, lid) = (&*it.phone_number, &*it.lid);
        [(number, lid), (lid, number)]
    });
    let addresses: HashMap<&str, &str> = addresses.collect();
    let candidates = history.tc_token_candidates.iter();
    let mut tokens: Vec<ReceivedToken> = candidates
        .filter_map(|candidate| token(candidate, &addresses))
        .collect();
    tokens.sort_by_key(|token| std::cmp::Reverse(token.at));
    tokens.truncate(MAX_TOKENS);
    tokens
}

/// `addresses` has the LID of each number, and the number of each LID.
fn token(candidate: &TcTokenCandidate, addresses: &HashMap<&str, &str>) -> Option<ReceivedToken> {
    let (user, server) = candidate.id.split_once('@')?;
    let other = addresses.get(user).copied().map(str::to_owned);
    let user = user.to_owned();
    let (number, lid) = match server {
        "lid" => (other, Some(user)),
        "s.whatsapp.net" => (Some(user), other),
        _ => return None,
    };
    let given_at = candidate.tc_token_sender_timestamp;
    Some(ReceivedToken {
        number,
        lid,
        token: candidate.tc_token.clone(),
        at: i64::try_from(candidate.tc_token_timestamp).ok()?,
        given_at: given_at.and_then(|at| i64::try_from(at).ok()),
    })
}

/// The phone need not send it again.
async fn finish(client: &Client, backend: &Backend, id: &str) {
    if let Err(error) = backend.delete_history(id).await {
        tracing::warn!("a history that was processed is still stored: {error}");
    }
    intake::confirm(client, id).await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use wacore::history_sync::HistoryLidMapping;

    fn candidate(id: &str, at: u64) -> TcTokenCandidate {
        TcTokenCandidate {
            id: id.into(),
            tc_token: vec![1],
            tc_token_timestamp: at,
            tc_token_sender_timestamp: None,
        }
    }

    fn history(candidates: Vec<TcTokenCandidate>) -> HistorySyncResult {
        HistorySyncResult {
            own_pushname: None,
            nct_salt: None,
            conversations_processed: candidates.len(),
            tc_token_candidates: candidates,
            msg_secret_records: Vec::new(),
            lid_mappings: vec![HistoryLidMapping {
                phone_number: "5521988880002".into(),
                lid: "100000000000002".into(),
            }],
            compressed_bytes: None,
            decompressed_size: 0,
        }
    }

    #[test]
    fn a_token_is_known_by_both_addresses_of_its_person() {
        for id in ["5521988880002@s.whatsapp.net", "100000000000002@lid"] {
            let tokens = tokens(&history(vec![candidate(id, 7)]));
            assert_eq!(tokens[0].number.as_deref(), Some("5521988880002"));
            assert_eq!(tokens[0].lid.as_deref(), Some("100000000000002"));
        }
        assert!(tokens(&history(vec![candidate("120363@g.us", 7)])).is_empty());
    }

    #[test]
    fn the_newest_tokens_are_kept() {
        let many = 0..u64::try_from(MAX_TOKENS).expect("fits") + 1;
        let many = many.map(|at| candidate(&format!("{}@lid", 1000 + at), at));
        let tokens = tokens(&history(many.collect()));
        assert_eq!(tokens.len(), MAX_TOKENS);
        assert!(tokens.iter().all(|token| token.at > 0));
    }
}
