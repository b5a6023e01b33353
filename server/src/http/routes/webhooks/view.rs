//! Converts webhooks and deliveries to and from the API's JSON.

use std::time::Duration;

use protocol::webhooks as api;

use crate::domain::webhook::{Attempt, DisabledReason, Header, Policy, Retries, Webhook};
use crate::http::error::{ApiError, ErrorCode};
use crate::store::DeliveryRow;
use crate::webhooks::log;

pub(super) fn webhook(webhook: &Webhook) -> api::Webhook {
    api::Webhook {
        id: webhook.id.0,
        url: webhook.url.clone(),
        events: webhook.events.names().to_vec(),
        session: webhook.session.clone(),
        label: webhook.label.clone(),
        headers: webhook
            .headers
            .iter()
            .map(|header| api::Header {
                name: header.name.clone(),
                value: header.value.clone(),
            })
            .collect(),
        retries: webhook.retries.map(|retries| api::Retries {
            attempts: retries.attempts,
            delay_seconds: retries.delay.as_secs(),
            policy: retries.policy.as_str().to_owned(),
        }),
        enabled: webhook.enabled,
        disabled_reason: webhook
            .disabled_reason
            .map(DisabledReason::as_str)
            .map(str::to_owned),
        failing_since: webhook.failing_since.map(|at| at.to_string()),
        created_at: webhook.created_at.to_string(),
        hmac_key: None,
    }
}

pub(super) fn delivery(delivery: &DeliveryRow) -> api::Delivery {
    api::Delivery {
        id: log::delivery_id(delivery),
        event_id: delivery.event_id.to_string(),
        event: delivery.event.clone(),
        session: delivery.session.clone(),
        state: delivery.state.as_str().to_owned(),
        created_at: delivery.created_at.to_string(),
        attempts: delivery.attempts.iter().map(attempt).collect(),
    }
}

fn attempt(attempt: &Attempt) -> api::Attempt {
    api::Attempt {
        at: attempt.at.to_string(),
        status: attempt.status,
        failure: attempt.failure.clone(),
        duration_ms: u64::try_from(attempt.duration.as_millis()).unwrap_or(u64::MAX),
        answer: attempt.answer.clone(),
    }
}

pub(super) fn headers(headers: Vec<api::Header>) -> Vec<Header> {
    headers
        .into_iter()
        .map(|api::Header { name, value }| Header { name, value })
        .collect()
}

pub(super) fn retries(wanted: &api::Retries) -> Result<Retries, ApiError> {
    let policy = Policy::parse(&wanted.policy).ok_or_else(|| {
        ApiError::with(
            ErrorCode::InvalidRetries,
            "A policy is `constant`, `linear` or `exponential`.",
        )
    })?;
    Ok(Retries {
        attempts: wanted.attempts,
        delay: Duration::from_secs(wanted.delay_seconds),
        policy,
    })
}
