//! One request to the Graph API, and its answer as JSON or as an error.

use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::{RequestBuilder, Response};
use serde_json::Value;
use sha2::Sha256;

use super::GraphError;
use crate::domain::meta_app::AppSecret;

/// The largest answer that is read: a page of numbers is a few kilobytes.
const MAX_ANSWER: usize = 1 << 20;

pub(super) struct Call(RequestBuilder);

impl Call {
    pub(super) fn new(request: RequestBuilder) -> Self {
        Call(request)
    }

    /// The proof is part of the query, because some calls ignore it in the body. It is always sent: it also shows that
    /// the token belongs to this app.
    pub(super) fn authorize(self, secret: &AppSecret, token: &str) -> Self {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes())
            .expect("HMAC takes a key of any length");
        mac.update(token.as_bytes());
        let proof = hex::encode(mac.finalize().into_bytes());
        Call(self.query("appsecret_proof", &proof).0.bearer_auth(token))
    }

    pub(super) fn query(self, name: &str, value: &str) -> Self {
        Call(self.0.query(&[(name, value)]))
    }

    pub(super) fn json(self, body: &Value) -> Self {
        Call(self.0.json(body))
    }

    pub(super) async fn send(self) -> Result<Value, GraphError> {
        let response = self
            .0
            .send()
            .await
            .map_err(|error| GraphError::unreachable(&error))?;
        let status = response.status().as_u16();
        let body = read(response).await?;
        let answer = serde_json::from_slice(&body).unwrap_or(Value::Null);
        if (200..300).contains(&status) && answer.is_object() && answer.get("error").is_none() {
            return Ok(answer);
        }
        Err(GraphError::read(status, &answer))
    }
}

async fn read(mut response: Response) -> Result<Vec<u8>, GraphError> {
    let mut bytes = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if bytes.len() + chunk.len() <= MAX_ANSWER => {
                bytes.extend_from_slice(&chunk)
            }
            Ok(Some(_)) => return Err(GraphError::unexpected("Meta's answer is too large")),
            Ok(None) => return Ok(bytes),
            Err(error) => return Err(GraphError::unreachable(&error)),
        }
    }
}
