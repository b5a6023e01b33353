//! One webhook: signed, sent, and repeated with growing pauses until its address accepts it.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Webhooks;
use crate::meta::secret::hmac_hex;

const MAX_ATTEMPTS: u32 = 6;
/// The pause after the first attempt. Each later one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(200);

/// Where a webhook goes, and with whose signature.
#[derive(Clone)]
pub(crate) struct Target {
    pub(crate) app_id: String,
    pub(crate) secret: String,
    pub(crate) url: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Signing {
    #[default]
    Right,
    /// With another key.
    Wrong,
    /// Without a signature.
    None,
}

/// The record of a webhook that was sent.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Delivery {
    pub(crate) app_id: String,
    pub(crate) url: String,
    /// Such as `messages` or `account_update`.
    pub(crate) field: String,
    pub(crate) attempts: u32,
    /// Of the last attempt, 0 if it got no answer.
    pub(crate) status: u16,
}

impl Delivery {
    fn is_accepted(&self) -> bool {
        self.status == 200
    }
}

impl Webhooks {
    /// Sends a webhook until it is accepted, or six times.
    pub(crate) async fn deliver(
        &self,
        target: &Target,
        body: &Value,
        signing: Signing,
    ) -> Delivery {
        let text = body.to_string();
        let field = body["entry"][0]["changes"][0]["field"].as_str();
        let mut delivery = Delivery {
            app_id: target.app_id.clone(),
            url: target.url.clone(),
            field: field.unwrap_or_default().to_owned(),
            attempts: 0,
            status: 0,
        };
        let mut pause = FIRST_PAUSE;
        loop {
            delivery.attempts += 1;
            delivery.status = self.attempt(target, &text, signing).await;
            if delivery.is_accepted() || delivery.attempts == MAX_ATTEMPTS {
                break;
            }
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
        self.record(delivery.clone());
        delivery
    }

    /// The status of the answer, 0 for none.
    async fn attempt(&self, target: &Target, text: &str, signing: Signing) -> u16 {
        let request = self.client.post(&target.url);
        let mut request = request.header("content-type", "application/json");
        if let Some(signature) = signature(&target.secret, text, signing) {
            request = request.header("x-hub-signature-256", signature);
        }
        let response = request.body(text.to_owned()).send().await;
        response.map_or(0, |response| response.status().as_u16())
    }
}

fn signature(secret: &str, text: &str, signing: Signing) -> Option<String> {
    let key = match signing {
        Signing::Right => secret.to_owned(),
        Signing::Wrong => format!("not {secret}"),
        Signing::None => return None,
    };
    Some(format!("sha256={}", hmac_hex(&key, text.as_bytes())))
}
