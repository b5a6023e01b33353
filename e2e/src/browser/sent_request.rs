//! The requests in the browser's network log.

use serde_json::{Map, Value};

#[derive(Debug)]
pub struct SentRequest {
    /// Empty for an entry with headers alone.
    pub url: String,
    pub headers: Map<String, Value>,
}

impl SentRequest {
    pub(super) fn parse(entry: &str) -> Option<Self> {
        let entry: Value = serde_json::from_str(entry).ok()?;
        let params = &entry["message"]["params"];
        let (url, headers) = match entry["message"]["method"].as_str()? {
            "Network.requestWillBeSent" => (
                params["request"]["url"].as_str()?,
                &params["request"]["headers"],
            ),
            "Network.requestWillBeSentExtraInfo" => ("", &params["headers"]),
            _ => return None,
        };
        // The browser's own pages are not sent over the network.
        if url.starts_with("chrome:") || url.starts_with("data:") {
            return None;
        }
        Some(Self {
            url: url.to_owned(),
            headers: headers.as_object()?.clone(),
        })
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .and_then(|(_, value)| value.as_str())
    }
}

/// The headers of a response as they were received, if the entry is one.
pub(super) fn response_headers(entry: &str) -> Option<Map<String, Value>> {
    let entry: Value = serde_json::from_str(entry).ok()?;
    let message = &entry["message"];
    let is_response = message["method"] == "Network.responseReceivedExtraInfo";
    let headers = message["params"]["headers"].as_object();
    headers.filter(|_| is_response).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_requests_are_read_from_the_network_log() {
        let sent = r#"{"message": {"method": "Network.requestWillBeSent",
            "params": {"request": {"url": "http://a/b", "headers": {"Referer": "http://c/"}}}}}"#;
        let request = SentRequest::parse(sent).unwrap();
        assert_eq!(
            (request.url.as_str(), request.header("referer")),
            ("http://a/b", Some("http://c/"))
        );
        let extra = r#"{"message": {"method": "Network.requestWillBeSentExtraInfo",
            "params": {"headers": {"referer": "http://c/"}}}}"#;
        assert_eq!(
            SentRequest::parse(extra).unwrap().header("Referer"),
            Some("http://c/")
        );
        let answer = r#"{"message":{"method":"Network.responseReceived","params":{"headers":{}}}}"#;
        assert!(SentRequest::parse(answer).is_none());
    }
}
