//! What Meta sends: bodies signed with the app's secret, repeated until they are accepted, and the request that
//! verifies an address.

pub(crate) mod bodies;
mod delivery;
mod messages;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use reqwest::{Client, Url, redirect};
use serde_json::Value;

use super::Meta;
use super::model::{Account, MetaApp};
use super::state::State;
pub(crate) use delivery::{Delivery, Signing, Target};
pub(crate) use messages::{Outcome, SentMessage, receive, report as report_message};

/// A webhook has so long to answer.
const TIMEOUT: Duration = Duration::from_secs(10);
/// How many deliveries are recorded.
const LIMIT: usize = 2000;

pub(crate) struct Webhooks {
    client: Client,
    deliveries: Mutex<VecDeque<Delivery>>,
}

impl Webhooks {
    pub(crate) fn new() -> anyhow::Result<Webhooks> {
        // The client asks for a TLS provider when it is made, although webhooks here use no TLS. It fails if there is one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .timeout(TIMEOUT)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .build()?;
        Ok(Webhooks {
            client,
            deliveries: Mutex::default(),
        })
    }

    /// Verifies an address as Meta does: it has to return the challenge. An error is the reason in Meta's words.
    pub(crate) async fn challenge(&self, uri: &str, verify_token: &str) -> Result<(), String> {
        let challenge = rand::random_range(100_000_000..1_000_000_000_u64).to_string();
        let query = [
            ("hub.mode", "subscribe"),
            ("hub.challenge", challenge.as_str()),
            ("hub.verify_token", verify_token),
        ];
        let url = Url::parse_with_params(uri, query).map_err(|_| "Invalid callback URL")?;
        let response = self.client.get(url).send().await;
        let response = response.map_err(|_| "The URL couldn't be reached")?;
        let status = response.status();
        if !status.is_success() {
            let reason = status.canonical_reason().unwrap_or_default();
            let code = status.as_u16();
            return Err(format!(
                "HTTP Status Code = {code}; HTTP Message = {reason}"
            ));
        }
        match response.text().await {
            Ok(text) if text == challenge => Ok(()),
            _ => Err("The challenge was not returned".to_owned()),
        }
    }

    /// What was sent, the oldest first.
    pub(crate) fn deliveries(&self) -> Vec<Delivery> {
        self.recorded().iter().cloned().collect()
    }

    fn record(&self, delivery: Delivery) {
        let mut deliveries = self.recorded();
        if deliveries.len() == LIMIT {
            deliveries.pop_front();
        }
        deliveries.push_back(delivery);
    }

    fn recorded(&self) -> MutexGuard<'_, VecDeque<Delivery>> {
        let deliveries = self.deliveries.lock();
        deliveries.expect("no holder of this lock panics")
    }
}

/// The address of an app's own webhooks, if it has one.
pub(crate) fn target_of(app: &MetaApp) -> Option<Target> {
    Some(Target {
        app_id: app.app_id.clone(),
        secret: app.app_secret.clone(),
        url: app.webhook_url.clone()?,
    })
}

/// Where the webhooks of a WABA go.
pub(crate) fn targets_of(state: &State, account: &Account) -> Vec<Target> {
    let subscriptions = account.subscriptions.iter();
    subscriptions
        .filter_map(|(app_id, subscription)| {
            let app = state.apps.get(app_id)?;
            let url = subscription.override_callback_uri.as_ref();
            Some(Target {
                app_id: app_id.clone(),
                secret: app.app_secret.clone(),
                url: url.or(app.webhook_url.as_ref())?.clone(),
            })
        })
        .collect()
}

/// Sends a webhook in the background.
pub(crate) fn spawn(meta: &Arc<Meta>, target: Target, body: Value) {
    let meta = meta.clone();
    tokio::spawn(async move { meta.webhooks.deliver(&target, &body, Signing::Right).await });
}
