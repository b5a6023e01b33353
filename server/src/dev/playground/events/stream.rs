//! `GET /events`: server-sent events for the page: first the current state, then changes.
//!
//! `hello` contains the endpoint's URL and replaces everything sent before; `failing` contains how many deliveries
//! will fail; `delivery` is one event with its attempts, sent again after each change.

use std::collections::{HashMap, HashSet, VecDeque};
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, stream};
use serde_json::{Value, json};
use tokio::sync::watch;

use super::Backend;
use super::endpoint::ReceivedEvent;
use crate::domain::id::EventId;
use crate::domain::paging::Paging;
use crate::domain::time::Timestamp;
use crate::domain::webhook::{Attempt, DeliveryState, Webhook};
use crate::store::DeliveryRow;
use crate::webhooks::{log, schedule};

/// How often the delivery log is read while a delivery is pending.
const POLL_INTERVAL: Duration = Duration::from_millis(400);

pub(super) async fn get(
    State(backend): State<Backend>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let problem = backend.webhook_id().await.err();
    let hello = json!({"url": backend.url, "problem": problem.map(|problem| problem.to_string())});
    let sent = Sent {
        bell: backend.endpoint.listen(),
        backend,
        ready: VecDeque::from([written("hello", &hello)]),
        failures_left: None,
        deliveries: HashMap::new(),
        ended: HashMap::new(),
        under_way: false,
    };
    let events = stream::unfold(sent, |mut sent| async move {
        let event = sent.next().await?;
        Some((Ok(event), sent))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

/// What was sent to one page.
struct Sent {
    backend: Backend,
    bell: watch::Receiver<()>,
    /// Events to send, in this order.
    ready: VecDeque<Event>,
    failures_left: Option<u32>,
    /// The last sent state, by event id.
    deliveries: HashMap<String, Value>,
    /// Completed events, and how often they were received.
    ended: HashMap<EventId, u32>,
    under_way: bool,
}

impl Sent {
    /// The next event to send; `None` when the service shuts down.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            if self.failures_left.is_some() {
                self.change().await?;
            }
            self.update().await;
        }
    }

    async fn change(&mut self) -> Option<()> {
        let look = async {
            if self.under_way {
                tokio::time::sleep(POLL_INTERVAL).await;
            } else {
                std::future::pending().await
            }
        };
        tokio::select! {
            rung = self.bell.changed() => rung.ok(),
            () = look => Some(()),
            () = self.backend.app.tasks.closing() => None,
        }
    }

    /// Compares the delivery log with what was sent.
    async fn update(&mut self) {
        let left = self.backend.endpoint.failures_left();
        if self.failures_left.replace(left) != Some(left) {
            self.ready
                .push_back(written("failing", &json!({"left": left})));
        }
        let received_events = self.backend.endpoint.received_events();
        let Ok(Some(webhook)) = self.backend.webhook().await else {
            self.under_way = !received_events.is_empty();
            return;
        };
        let waiting = self.send_waiting(&webhook, &received_events).await;
        let mut open = false;
        for received in &received_events {
            open |= self.send_received(&webhook, received).await;
        }
        self.under_way = waiting || open;
    }

    /// Sends pending events. Returns whether there are any.
    async fn send_waiting(&mut self, webhook: &Webhook, received_events: &[ReceivedEvent]) -> bool {
        let pending = Some(DeliveryState::Pending);
        let app = &self.backend.app;
        let paging = Paging::default();
        let Ok(page) = log::page(&app.webhooks, webhook, pending, &paging).await else {
            return true;
        };
        let arrived: HashSet<&str> = received_events
            .iter()
            .map(|one| one.event_id.as_str())
            .collect();
        for row in page.items.iter().rev() {
            if !arrived.contains(row.event_id.as_str()) {
                self.send(&row.event_id, of_waiting(webhook, row));
            }
        }
        !page.items.is_empty()
    }

    /// Sends a received event. Returns whether its delivery is still pending.
    async fn send_received(&mut self, webhook: &Webhook, received: &ReceivedEvent) -> bool {
        if self.ended.get(&received.event_id) == Some(&received.times) {
            return false;
        }
        let store = &self.backend.app.store;
        let Ok(row) = store.delivery(webhook.id, &received.event_id).await else {
            return true;
        };
        self.send(
            &received.event_id,
            of_received(webhook, received, row.as_ref()),
        );
        let open = row.is_none_or(|row| row.state == DeliveryState::Pending);
        if !open {
            self.ended.insert(received.event_id.clone(), received.times);
        }
        open
    }

    fn send(&mut self, event_id: &str, delivery: Value) {
        if self.deliveries.get(event_id) != Some(&delivery) {
            self.ready.push_back(written("delivery", &delivery));
            self.deliveries.insert(event_id.to_owned(), delivery);
        }
    }
}

fn written(name: &str, data: &Value) -> Event {
    Event::default().event(name).data(data.to_string())
}

fn of_received(webhook: &Webhook, received: &ReceivedEvent, row: Option<&DeliveryRow>) -> Value {
    let mut delivery = row.map_or_else(|| json!({}), |row| of_row(webhook, row));
    delivery["id"] = json!(received.event_id);
    delivery["event"] = json!(received.event);
    delivery["session"] = json!(received.session);
    delivery["at"] = json!(received.at.to_string());
    delivery["checked"] = json!(true);
    delivery["summary"] = json!(received.summary);
    delivery
}

fn of_waiting(webhook: &Webhook, row: &DeliveryRow) -> Value {
    let mut delivery = of_row(webhook, row);
    delivery["id"] = json!(row.event_id);
    delivery["event"] = json!(row.event);
    delivery["session"] = json!(row.session);
    delivery["at"] = json!(row.created_at.to_string());
    delivery["checked"] = json!(false);
    delivery
}

fn of_row(webhook: &Webhook, row: &DeliveryRow) -> Value {
    let attempts: Vec<Value> = row.attempts.iter().map(of_attempt).collect();
    json!({
        "deliveryId": log::delivery_id(row),
        "state": row.state.as_str(),
        "attempts": attempts,
        "nextTry": next_try(webhook, row).map(|at| at.to_string()),
    })
}

fn of_attempt(attempt: &Attempt) -> Value {
    json!({
        "at": attempt.at.to_string(),
        "status": attempt.status,
        "failure": attempt.failure,
        "durationMs": u64::try_from(attempt.duration.as_millis()).unwrap_or(u64::MAX),
    })
}

/// The earliest time of the next attempt; a random addition makes it later.
fn next_try(webhook: &Webhook, row: &DeliveryRow) -> Option<Timestamp> {
    let last = row.attempts.last()?;
    if row.state != DeliveryState::Pending || last.failure.is_none() {
        return None;
    }
    // A replay counts attempts again after the successful one.
    let failed = row
        .attempts
        .iter()
        .rev()
        .take_while(|one| one.failure.is_some());
    let made = u32::try_from(failed.count()).ok()?;
    let pause = schedule::pause(webhook.retries, made, None, 0.0)?;
    Some(last.at.plus(last.duration).plus(pause))
}
