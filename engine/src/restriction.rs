//! Follows WhatsApp's restriction on writing to strangers, from its announcement to its end.
//!
//! WhatsApp announces a restriction by a notification, or the account learns of it when a message is refused. The
//! announced end may change, so WhatsApp is asked again at the end, and after each login while there is a restriction.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::{Notify, mpsc};
use tokio::time::{sleep, timeout};
use wacore::types::events::MexNotification;
use whatsapp_rust::Client;

use crate::Event;
use crate::backend::Backend;

/// The name of the notification, which is the same in all versions of WhatsApp Web.
const UPDATE: &str = "NotificationUserReachoutTimelockUpdate";

/// How long a restriction lasts whose end WhatsApp does not give. It is asked again then.
const UNKNOWN_END: Duration = Duration::from_secs(60);

/// How long WhatsApp may take to answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(2);

/// What WhatsApp says about the restriction of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Restriction {
    Until(SystemTime),
    None,
}

/// News about the restriction, for the task that follows it.
#[derive(Default)]
pub(crate) struct RestrictionNews {
    latest: Mutex<Option<News>>,
    arrived: Notify,
}

#[derive(Clone, Copy)]
enum News {
    Announced(Restriction),
    /// It may have changed.
    Ask,
}

impl Restriction {
    /// Reads a notification; `None` for one about something else.
    pub(crate) fn read(notification: &MexNotification) -> Option<Restriction> {
        if notification.op_name != UPDATE {
            return None;
        }
        let state = &notification.payload["data"]["xwa2_notify_account_reachout_timelock"];
        let is_active = state["is_active"].as_bool()?;
        let end = state["time_enforcement_ends"].as_str();
        Some(Restriction::new(is_active, end, SystemTime::now()))
    }

    /// `end` is in seconds since 1970. An end that has passed is one that was not updated.
    fn new(is_active: bool, end: Option<&str>, now: SystemTime) -> Restriction {
        if !is_active {
            return Restriction::None;
        }
        let end = end.and_then(|end| end.parse().ok());
        let end = end.map(|seconds| UNIX_EPOCH + Duration::from_secs(seconds));
        let end = end.filter(|end| *end > now);
        Restriction::Until(end.unwrap_or(now + UNKNOWN_END))
    }

    /// Asks WhatsApp; `None` without an answer.
    pub(crate) async fn fetch(client: &Client) -> Option<Restriction> {
        let mex = client.mex();
        let answer = timeout(ANSWER_TIMEOUT, mex.fetch_reachout_timelock()).await;
        match answer {
            Ok(Ok(state)) => Some(Restriction::new(
                state.is_active.unwrap_or_default(),
                state.time_enforcement_ends.as_deref(),
                SystemTime::now(),
            )),
            Ok(Err(error)) => {
                tracing::debug!("WhatsApp does not say whether the account is restricted: {error}");
                None
            }
            Err(_) => None,
        }
    }
}

impl RestrictionNews {
    pub(crate) fn announce(&self, restriction: Restriction) {
        self.set(News::Announced(restriction));
    }

    /// WhatsApp is to be asked.
    pub(crate) fn ask(&self) {
        self.set(News::Ask);
    }

    fn set(&self, news: News) {
        *self.latest.lock().unwrap_or_else(PoisonError::into_inner) = Some(news);
        self.arrived.notify_one();
    }

    async fn next(&self) -> News {
        loop {
            let arrived = self.arrived.notified();
            let latest = self
                .latest
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take();
            if let Some(news) = latest {
                return news;
            }
            arrived.await;
        }
    }
}

/// Runs as long as the client of a linked device.
pub(crate) async fn follow_restriction(
    client: Arc<Client>,
    backend: Arc<Backend>,
    news: Arc<RestrictionNews>,
    events: mpsc::UnboundedSender<Event>,
) {
    if backend.is_linked()
        && let Err(error) = backend.load_restriction().await
    {
        tracing::warn!("an earlier restriction was not read: {error}");
    }
    loop {
        let until = backend.restricted_until();
        let restriction = tokio::select! {
            latest = news.next() => match latest {
                News::Announced(restriction) => Some(restriction),
                News::Ask => Restriction::fetch(&client).await,
            },
            // Without an answer, the announced end counts.
            () = passed(until) => {
                Some(Restriction::fetch(&client).await.unwrap_or(Restriction::None))
            }
        };
        if let Some(restriction) = restriction {
            apply(&backend, restriction, &events).await;
        }
    }
}

async fn passed(until: Option<SystemTime>) {
    match until {
        Some(until) => {
            let left = until.duration_since(SystemTime::now());
            sleep(left.unwrap_or_default()).await;
        }
        None => std::future::pending().await,
    }
}

async fn apply(backend: &Backend, restriction: Restriction, events: &mpsc::UnboundedSender<Event>) {
    let before = backend.restricted_until();
    let (after, event) = match restriction {
        Restriction::Until(until) => (Some(until), Event::Restricted { until }),
        Restriction::None => (None, Event::RestrictionEnded),
    };
    if (before, after) == (None, None) {
        return;
    }
    // Before the event, so that whoever has it finds the account restricted.
    if after != before
        && let Err(error) = backend.set_restriction(after).await
    {
        tracing::warn!("the end of a restriction was not stored: {error}");
    }
    // Sent although nothing has changed, because the embedder may have missed it. Without a receiver, nobody needs it.
    let _ = events.send(event);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn a_restriction_without_a_usable_end_lasts_a_minute() {
        for (is_active, end, expected) in [
            (true, Some("200"), Restriction::Until(at(200))),
            (true, Some("100"), Restriction::Until(at(160))),
            (true, Some("soon"), Restriction::Until(at(160))),
            (true, None, Restriction::Until(at(160))),
            (false, Some("200"), Restriction::None),
        ] {
            assert_eq!(Restriction::new(is_active, end, at(100)), expected);
        }
    }

    fn notification(op_name: &str, payload: Value) -> MexNotification {
        MexNotification::builder()
            .op_name(op_name.to_owned())
            .payload(payload)
            .build()
    }

    #[test]
    fn only_the_notification_of_a_restriction_is_read() {
        let payload = json!({"data": {"xwa2_notify_account_reachout_timelock": {
            "is_active": true, "time_enforcement_ends": "33333333333",
        }}});
        let read = Restriction::read(&notification(UPDATE, payload.clone()));
        assert_eq!(read, Some(Restriction::Until(at(33_333_333_333))));
        let other = notification("MessageCappingInfoNotification", payload);
        assert_eq!(Restriction::read(&other), None);
        let empty = notification(UPDATE, json!({}));
        assert_eq!(Restriction::read(&empty), None);
    }
}
