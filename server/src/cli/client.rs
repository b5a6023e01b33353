//! Calls the running service over HTTP, for a command on the same machine.
//!
//! A command proves that it may ask with an API key it makes from the service's own secret: good for a minute,
//! recorded nowhere, and holding no more than the command needs.

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

/// Longer than the service's own slowest answer.
const TIMEOUT: Duration = Duration::from_secs(50);

/// Our service answers at once; a program that does not is another one.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Long enough for the slowest call, too short to be worth stealing.
const KEY_SECONDS: i64 = 60;

pub struct Client {
    http: reqwest::Client,
    address: String,
    /// Makes a key for each call: a command may outlive one.
    key: Box<dyn Fn() -> String + Send + Sync>,
}

#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// Nobody answers.
    #[error("{0}")]
    Unreachable(String),
    /// The service says no.
    #[error("{0}")]
    Rejected(Rejection),
    /// Something answers that is not this service.
    #[error("the answer (HTTP {0}) is not from Titan Connect")]
    OtherProgram(u16),
}

/// What a refusal says, and under which name.
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

/// Names the library behind TLS, once a process and before its first HTTP client: without it, making one panics.
pub fn install_tls_provider() {
    // Fails where one is chosen already, which serves as well.
    drop(rustls::crypto::ring::default_provider().install_default());
}

/// Gives up after `timeout`; follows no redirect, because a key must go where it was meant to go.
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

/// A key of a minute. `scopes` may be none: then it opens nothing, and shows only whose secret made it.
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

/// Where a service that listens on `address` is reached from this machine.
pub fn local_url(address: SocketAddr) -> String {
    let ip = match address.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    format!("http://{}", SocketAddr::new(ip, address.port()))
}

/// An HTTP error with all its causes, in one line; the outermost error only says that something failed.
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

    /// The answer's JSON.
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
    fn a_service_that_listens_everywhere_is_reached_on_this_machine() {
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
