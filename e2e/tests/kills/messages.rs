//! Every message that the network has accepted for a linked number, before and after the kill, is recorded and delivered
//! exactly once.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, ensure};
use titan_e2e::receiver::Receiver;
use titan_e2e::{Service, wait};

use super::{Person, accepted};

/// A message: the session that received it, and its id.
type Message = (String, String);

/// What each run's number must have received, and how many of it was sent before the kill.
#[derive(Default)]
pub struct SentMessages {
    sent: Vec<Message>,
    before: usize,
}

impl SentMessages {
    /// Waits until all messages of this run are recorded.
    pub async fn wait_recorded(&mut self, person: &Person, service: &Service) -> Result<()> {
        let ids = person.phone.received().await?;
        ensure!(!ids.is_empty(), "nothing was sent to {}", person.session);
        // The last one was sent after the kill.
        self.before += ids.len() - 1;
        let sent: Vec<Message> = ids
            .into_iter()
            .map(|id| (person.session.clone(), id))
            .collect();
        wait::until("every message to be recorded", || async {
            let recorded = recorded(service).await?;
            let all = sent.iter().all(|message| recorded.contains_key(message));
            Ok(all.then_some(()))
        })
        .await?;
        self.sent.extend(sent);
        Ok(())
    }

    /// Each is recorded once, and delivered as one event.
    pub async fn check(&self, service: &Service, receiver: &Receiver) -> Result<()> {
        println!(
            "{} messages, {} of them before a kill",
            self.sent.len(),
            self.before
        );
        ensure!(
            self.before > 0,
            "no message was sent before a kill, so this proves nothing"
        );
        let recorded = recorded(service).await?;
        let delivered = delivered(receiver)?;
        for message in &self.sent {
            let times = recorded.get(message).copied().unwrap_or_default();
            ensure!(times == 1, "{message:?} is recorded {times} times");
            let events = delivered.get(message).map(Vec::len).unwrap_or_default();
            ensure!(events == 1, "{message:?} is delivered as {events} events");
        }
        ensure!(
            recorded.len() == self.sent.len(),
            "{} messages are recorded, {} were sent",
            recorded.len(),
            self.sent.len()
        );
        Ok(())
    }
}

/// How often each message is in the database.
async fn recorded(service: &Service) -> Result<BTreeMap<Message, usize>> {
    let mut recorded = BTreeMap::new();
    for one in service.received_messages().await? {
        *recorded.entry((one.session, one.message)).or_default() += 1;
    }
    Ok(recorded)
}

/// The ids of the events with which each message was accepted by the endpoint. A delivery may come twice.
fn delivered(receiver: &Receiver) -> Result<BTreeMap<Message, Vec<String>>> {
    let mut delivered: BTreeMap<Message, Vec<String>> = BTreeMap::new();
    for delivery in accepted(receiver).filter(|one| one.event == "message.received") {
        let message = delivery.body["payload"]["id"].as_str();
        let message = message.context("a message has an id")?.to_owned();
        let events = delivered.entry((delivery.session, message)).or_default();
        if !events.contains(&delivery.id) {
            events.push(delivery.id);
        }
    }
    Ok(delivered)
}
