//! Calls the running service over HTTP, for a command on the same machine.
//!
//! A command creates its API key with the service's own secret. The key is valid for a minute, is not recorded, and
//! has only the scopes that the command needs.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use protocol::api::ErrorBody;
pub use reqwest::Method;
use reqwest::Response;
use reqwest::redirect::Policy;
use serde_json::Value;

use crate::domain::id;
use crate::domain::scope::Scopes;
use crate::domain::time::Timestamp;
use crate::security::api_key::{ApiKey, TenantRef};
use crate::security::signing::KeyRing;

/// Longer than the service's own time limit.
const TIMEOUT: Duration = Duration::from_secs(50);

/// The service accepts connections at once.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Long enough for the slowest call.
const KEY_SECONDS: i64 = 60;

pub struct Client {
    http: reqwest::Client,
    address: String,
    /// Creates a key for each call, because a command may take longer than a key is valid.
    key: Box<dyn Fn() -> String + Send + Sync>,
}

#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// No program responds.
    #[error("{0}")]
    Unreachable(String),
    /// The service returned an error.
    #[error("{0}")]
    Rejected(Rejection),
    /// Another program responds.
    #[error("the answer (HTTP {0}) is not from Titan Connect")]
    OtherProgram(u16),
}

/// The code and the message of an error.
#[derive(Debug)]
pub struct Rejection {
    pub code: String,
    pub message: String,
}

impl std::fmt::Display for Rejection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

/// Installs the TLS library, once per process and before the first HTTP client, whose creation panics otherwise.
pub fn install_tls_provider() {
    // Fails if one is installed already, which is fine.
    drop(rustls::crypto::ring::default_provider().install_default());
}

/// A client with a time limit. It follows no redirect, so that a key is sent to no other server.
pub fn http(timeout: Duration) -> reqwest::Client {
    install_tls_provider();
    reqwest::Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(timeout)
        .user_agent(concat!("titan-connect/", env!("CARGO_PKG_VERSION")))
        .build()
        .expect("a client with these settings can be built")
}

/// An API key that is valid for a minute. Without `scopes` it only shows which secret signed it.
pub fn short_lived_key(
    keys: &KeyRing,
    tenant: TenantRef,
    scopes: Scopes,
    now: Timestamp,
) -> String {
    let key = ApiKey {
        id: id::ulid(now, rand::random()),
        tenant,
        scopes,
        expires_at: u32::try_from(now.as_seconds() + KEY_SECONDS).unwrap_or(u32::MAX),
    };
    key.issue(keys)
}

/// The URL at which this machine reaches a service that listens on `address`.
pub fn local_url(address: SocketAddr) -> String {
    let ip = match address.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    format!("http://{}", SocketAddr::new(ip, address.port()))
}

/// The innermost cause of an HTTP error; the outermost error only says that something failed.
pub fn cause(error: &reqwest::Error) -> String {
    let mut text = Vec::new();
    let mut cause: Option<&dyn std::error::Error> = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push(error.to_string());
        cause = error.source();
    }
    match text.pop() {
        _ if error.is_timeout() => "no answer in time".to_owned(),
        Some(deepest) => deepest,
        None => error.to_string(),
    }
}

impl Client {
    pub fn new(address: String, key: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Client {
            http: http(TIMEOUT),
            address,
            key: Box::new(key),
        }
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// The JSON of the response.
    pub async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value, CallError> {
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.address))
            .bearer_auth((self.key)());
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request
            .send()
            .await
            .map_err(|error| CallError::Unreachable(cause(&error)))?;
        parse_response(answer).await
    }
}

async fn parse_response(answer: Response) -> Result<Value, CallError> {
    let status = answer.status();
    let other = CallError::OtherProgram(status.as_u16());
    if status.is_success() {
        return answer.json().await.map_err(|_| other);
    }
    match answer.json::<ErrorBody>().await {
        Ok(body) => Err(CallError::Rejected(Rejection {
            code: body.code,
            message: body.error,
        })),
        Err(_) => Err(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_on_all_addresses_is_reached_by_loopback() {
        for (listen, address) in [
            ("127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("0.0.0.0:80", "http://127.0.0.1:80"),
            ("[::]:8080", "http://[::1]:8080"),
            ("192.168.1.5:8080", "http://192.168.1.5:8080"),
            ("[::1]:8080", "http://[::1]:8080"),
        ] {
            assert_eq!(local_url(listen.parse().unwrap()), address);
        }
    }
}
