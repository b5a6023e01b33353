//! The HTTP client of deliveries. One attempt has fifteen seconds, follows no redirect, uses no proxy and resolves the
//! host once.
//!
//! Only `security::resolver` resolves host names: the addresses that were checked are the ones connected to, which
//! prevents DNS rebinding. An open connection is reused only for the same host.

use std::collections::HashMap;
use std::error::Error;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::RETRY_AFTER;
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use tokio::time::Instant;
use url::Host;

use super::schedule::Gone;
use super::target::Target;
use super::{redact, signature};
use crate::domain::id::EventId;
use crate::domain::time::Timestamp;
use crate::domain::webhook::{Attempt, Header, HmacKey};
use crate::security::guard::{GuardError, Service};
use crate::security::resolver::GuardedResolver;

/// Time limit of an attempt, from the DNS look-up to the response.
const TIMEOUT: Duration = Duration::from_secs(15);

/// Bytes of a response body that are read.
const MAX_ANSWER: usize = 4096;

/// Cached clients, one for each port and scheme. Beyond this number the cache is cleared and connections are new.
const MAX_CLIENTS: usize = 64;

pub struct Sender {
    resolver: GuardedResolver,
    clients: Mutex<HashMap<Service, Client>>,
}

/// One event to send, with the address, headers and signing keys of its webhook.
pub struct DeliveryRequest<'a> {
    pub url: &'a str,
    pub headers: &'a [Header],
    /// Newest first.
    pub keys: &'a [HmacKey],
    pub event_id: &'a EventId,
    pub body: Vec<u8>,
}

/// The result of one attempt.
pub struct Outcome {
    pub attempt: Attempt,
    pub gone: Gone,
    pub retry_after: Option<Duration>,
}

impl Outcome {
    pub fn is_delivered(&self) -> bool {
        self.attempt.failure.is_none()
    }
}

impl Sender {
    pub fn new(resolver: GuardedResolver) -> Self {
        // Fails if a provider is already installed, which is fine: the whole service uses this one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Sender {
            resolver,
            clients: Mutex::default(),
        }
    }

    /// Checks that the guard allows deliveries to this address.
    pub async fn check(&self, target: &Target) -> Result<(), GuardError> {
        let host = target.host();
        self.resolver.addresses(&host, target.service()).await?;
        Ok(())
    }

    pub async fn deliver(&self, delivery: DeliveryRequest<'_>, now: Timestamp) -> Outcome {
        let begun = Instant::now();
        let response = tokio::time::timeout(TIMEOUT, self.send(delivery, now)).await;
        let duration = begun.elapsed();
        let mut attempt = Attempt {
            at: now,
            status: None,
            failure: None,
            duration,
            answer: String::new(),
        };
        let response = match response {
            Ok(Ok(response)) => response,
            Ok(Err(failure)) => {
                attempt.failure = Some(failure.to_owned());
                return Outcome::without_response(attempt);
            }
            Err(_) => {
                attempt.failure = Some("timeout".to_owned());
                return Outcome::without_response(attempt);
            }
        };
        let status = response.status().as_u16();
        attempt.status = Some(status);
        attempt.failure = status_failure(status).map(str::to_owned);
        let retry_after = retry_after(&response, now);
        let left = TIMEOUT.saturating_sub(duration);
        attempt.answer = redact::response(&read(response, left).await);
        Outcome {
            attempt,
            gone: if status == 410 { Gone::Yes } else { Gone::No },
            retry_after,
        }
    }

    async fn send(
        &self,
        delivery: DeliveryRequest<'_>,
        now: Timestamp,
    ) -> Result<Response, &'static str> {
        let target = Target::parse(delivery.url).map_err(|_| "refused_address")?;
        // An IP address needs no look-up, so the resolver does not check it; it is checked here.
        self.resolver
            .check(&target.host(), target.service())
            .map_err(|_| "refused_address")?;
        let mut request = self.client(target.service())?.post(target.url().clone());
        for header in delivery.headers {
            request = request.header(&header.name, &header.value);
        }
        if let Some(current) = delivery.keys.first() {
            request = request
                .header(
                    "x-webhook-signature",
                    signature::product(current, &delivery.body),
                )
                .header(
                    "webhook-signature",
                    signature::standard(delivery.keys, delivery.event_id, now, &delivery.body),
                );
        }
        request
            .header("content-type", "application/json")
            .header("webhook-id", delivery.event_id.as_str())
            .header("webhook-timestamp", now.as_seconds().to_string())
            .body(delivery.body)
            .send()
            .await
            .map_err(|error| failure_code(&error))
    }

    fn client(&self, service: Service) -> Result<Client, &'static str> {
        let mut clients = self
            .clients
            .lock()
            .expect("no code panics while it holds this lock");
        if let Some(client) = clients.get(&service) {
            return Ok(client.clone());
        }
        let client = Client::builder()
            .dns_resolver(ServiceResolver {
                resolver: self.resolver.clone(),
                service,
            })
            .redirect(Policy::none())
            .no_proxy()
            .referer(false)
            .timeout(TIMEOUT)
            .user_agent(concat!("titan-connect/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| {
                tracing::error!(%error, "no HTTP client for webhooks");
                "connection"
            })?;
        if clients.len() >= MAX_CLIENTS {
            clients.clear();
        }
        clients.insert(service, client.clone());
        Ok(client)
    }
}

impl Outcome {
    fn without_response(attempt: Attempt) -> Self {
        Outcome {
            attempt,
            gone: Gone::No,
            retry_after: None,
        }
    }
}

/// Resolves hosts for one port and scheme, and returns only addresses that the guard allows.
struct ServiceResolver {
    resolver: GuardedResolver,
    service: Service,
}

impl Resolve for ServiceResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (resolver, service) = (self.resolver.clone(), self.service);
        Box::pin(async move {
            let host = Host::Domain(name.as_str());
            let addresses = resolver.addresses(&host, service).await?;
            let addresses: Addrs = Box::new(addresses.into_iter().map(|ip| SocketAddr::new(ip, 0)));
            Ok(addresses)
        })
    }
}

/// Reads the first bytes of a response body. An error here is ignored, because the status decides the result.
async fn read(mut response: Response, left: Duration) -> Vec<u8> {
    let mut bytes = Vec::new();
    let reading = async {
        while let Ok(Some(chunk)) = response.chunk().await {
            bytes.extend_from_slice(&chunk);
            if bytes.len() >= MAX_ANSWER {
                break;
            }
        }
    };
    let _ = tokio::time::timeout(left, reading).await;
    bytes.truncate(MAX_ANSWER);
    bytes
}

/// The failure code of a response's status; `None` for a success.
fn status_failure(status: u16) -> Option<&'static str> {
    match status {
        200..=299 => None,
        300..=399 => Some("redirect"),
        410 => Some("gone"),
        _ => Some("status"),
    }
}

fn retry_after(response: &Response, now: Timestamp) -> Option<Duration> {
    let text = response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim();
    match text.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => Timestamp::parse_http_date(text).map(|at| at.remaining(now)),
    }
}

/// The stable code of a failure without a response. The error itself may contain addresses, so it is not stored.
fn failure_code(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() {
        return "timeout";
    }
    let mut source = error.source();
    while let Some(cause) = source {
        if let Some(refused) = cause.downcast_ref::<GuardError>() {
            return match refused {
                GuardError::Unresolved => "host_not_found",
                _ => "refused_address",
            };
        }
        if is_tls(cause) {
            return "tls";
        }
        source = cause.source();
    }
    "connection"
}

fn is_tls(cause: &(dyn Error + 'static)) -> bool {
    if cause.is::<rustls::Error>() {
        return true;
    }
    // `io::Error::source` skips the error that it wraps.
    let wrapped = cause
        .downcast_ref::<std::io::Error>()
        .and_then(std::io::Error::get_ref);
    wrapped.is_some_and(|wrapped| is_tls(wrapped))
}
