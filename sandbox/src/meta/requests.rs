//! The requests that reached the Graph API, for tests. Secrets are replaced by their fingerprints, so that a test
//! sees "the same code twice" but never the code.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard};

use serde::Serialize;
use serde_json::{Map, Value};

use super::secret::fingerprint;

/// How many are kept.
const LIMIT: usize = 5000;
/// Parameters that are recorded by their fingerprint.
const SECRETS: [&str; 8] = [
    "access_token",
    "appsecret_proof",
    "client_secret",
    "code",
    "fb_exchange_token",
    "input_token",
    "pin",
    "verify_token",
];

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RequestRecord {
    /// Seconds since 1970, by Meta's clock.
    pub(crate) at: u64,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) call: &'static str,
    pub(crate) query: Map<String, Value>,
    pub(crate) body: Map<String, Value>,
    /// The fingerprint of the token in the Authorization header.
    pub(crate) bearer: Option<String>,
    /// The fault that this request met.
    pub(crate) fault: Option<&'static str>,
    pub(crate) status: u16,
    /// The number of Graph's error.
    pub(crate) code: Option<u64>,
    pub(crate) subcode: Option<u64>,
}

#[derive(Default)]
pub(crate) struct Requests(Mutex<VecDeque<RequestRecord>>);

impl Requests {
    pub(crate) fn record(&self, record: RequestRecord) {
        let mut records = self.records();
        if records.len() == LIMIT {
            records.pop_front();
        }
        records.push_back(record);
    }

    /// The oldest first.
    pub(crate) fn all(&self) -> Vec<RequestRecord> {
        self.records().iter().cloned().collect()
    }

    /// How many there were of each call.
    pub(crate) fn counts(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for record in self.records().iter() {
            *counts.entry(record.call).or_default() += 1;
        }
        counts
    }

    pub(crate) fn clear(&self) {
        self.records().clear();
    }

    fn records(&self) -> MutexGuard<'_, VecDeque<RequestRecord>> {
        self.0.lock().expect("no holder of this lock panics")
    }
}

/// The parameters without secrets and without what people wrote.
pub(crate) fn without_secrets(params: &Map<String, Value>) -> Map<String, Value> {
    let params = params.iter();
    params
        .map(|(name, value)| (name.clone(), without_secret(name, value)))
        .collect()
}

fn without_secret(name: &str, value: &Value) -> Value {
    match value {
        Value::String(text) if SECRETS.contains(&name) => Value::String(fingerprint(text)),
        other if SECRETS.contains(&name) => Value::String(fingerprint(&other.to_string())),
        // The address may be a widget's, with a token in its query.
        Value::String(uri) if name == "redirect_uri" => without_query(uri),
        Value::Object(_) | Value::Array(_) => Value::String("…".to_owned()),
        other => other.clone(),
    }
}

fn without_query(uri: &str) -> Value {
    let end = uri.find(['?', '#']).unwrap_or(uri.len());
    Value::String(uri[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_and_texts_are_left_out() {
        let params = json!({ "code": "abc", "pin": 123456, "client_id": "7", "text": { "body": "hi" },
            "redirect_uri": "https://a.test/b?token=c" });
        let params = without_secrets(params.as_object().unwrap());
        let expected = json!({ "code": "ba7816bf", "pin": "8d969eef", "client_id": "7", "text": "…",
            "redirect_uri": "https://a.test/b" });
        assert_eq!(Value::Object(params), expected);
    }
}
