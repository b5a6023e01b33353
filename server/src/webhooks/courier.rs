//! One attempt: an event to an endpoint, within fifteen seconds, with no redirect, no proxy and one look-up.
//!
//! The names of urls are resolved by `security::resolver` and nowhere else: the addresses are judged and then connected
//! to, so a name that answers differently a moment later gains nothing. An open connection is used again for its own
//! host only.

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
use crate::domain::time::Timestamp;
use crate::domain::webhook::{Attempt, Header, HmacKey};
use crate::security::guard::{GuardError, Service};
use crate::security::resolver::GuardedResolver;

/// How long an endpoint may take from look-up to answer.
const PATIENCE: Duration = Duration::from_secs(15);

/// How much of an answer is read.
const LARGEST_ANSWER: usize = 4096;

/// Clients kept, one for each port and scheme. A tenant that spreads over more ports pays with new connections.
const MOST_CLIENTS: usize = 64;

pub struct Courier {
    resolver: GuardedResolver,
    clients: Mutex<HashMap<Service, Client>>,
}

/// What is sent, and where.
pub struct Parcel<'a> {
    pub url: &'a str,
    pub headers: &'a [Header],
    /// The newest first.
    pub keys: &'a [HmacKey],
    pub event_id: &'a str,
    pub body: Vec<u8>,
}

/// What came of it.
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

impl Courier {
    pub fn new(resolver: GuardedResolver) -> Self {
        // The one TLS implementation of this service. Somebody may have said so before: that is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Courier {
            resolver,
            clients: Mutex::default(),
        }
    }

    /// Whether deliveries to this address would be made, as things are now.
    pub async fn inspect(&self, target: &Target) -> Result<(), GuardError> {
        let host = target.host();
        self.resolver.addresses(&host, target.service()).await?;
        Ok(())
    }

    pub async fn deliver(&self, parcel: Parcel<'_>, now: Timestamp) -> Outcome {
        let begun = Instant::now();
        let said = tokio::time::timeout(PATIENCE, self.send(parcel, now)).await;
        let duration = begun.elapsed();
        let mut attempt = Attempt {
            at: now,
            status: None,
            failure: None,
            duration,
            answer: String::new(),
        };
        let response = match said {
            Ok(Ok(response)) => response,
            Ok(Err(failure)) => {
                attempt.failure = Some(failure.to_owned());
                return Outcome::without_answer(attempt);
            }
            Err(_) => {
                attempt.failure = Some("timeout".to_owned());
                return Outcome::without_answer(attempt);
            }
        };
        let status = response.status();
        attempt.status = Some(status.as_u16());
        attempt.failure = match status.as_u16() {
            200..=299 => None,
            300..=399 => Some("redirect".to_owned()),
            410 => Some("gone".to_owned()),
            _ => Some("status".to_owned()),
        };
        let retry_after = retry_after(&response, now);
        let left = PATIENCE.saturating_sub(duration);
        attempt.answer = redact::answer(&read(response, left).await);
        Outcome {
            attempt,
            gone: if status.as_u16() == 410 {
                Gone::Yes
            } else {
                Gone::No
            },
            retry_after,
        }
    }

    async fn send(&self, parcel: Parcel<'_>, now: Timestamp) -> Result<Response, &'static str> {
        let target = Target::parse(parcel.url).map_err(|_| "refused_address")?;
        // An address in place of a name is never looked up: it is judged here.
        self.resolver
            .check(&target.host(), target.service())
            .map_err(|_| "refused_address")?;
        let mut request = self.client(target.service())?.post(target.url().clone());
        for header in parcel.headers {
            request = request.header(&header.name, &header.value);
        }
        if let Some(current) = parcel.keys.first() {
            request = request
                .header(
                    "x-webhook-signature",
                    signature::product(current, &parcel.body),
                )
                .header(
                    "webhook-signature",
                    signature::standard(parcel.keys, parcel.event_id, now, &parcel.body),
                );
        }
        request
            .header("content-type", "application/json")
            .header("webhook-id", parcel.event_id)
            .header("webhook-timestamp", now.as_seconds().to_string())
            .body(parcel.body)
            .send()
            .await
            .map_err(|error| why(&error))
    }

    fn client(&self, service: Service) -> Result<Client, &'static str> {
        let mut clients = self
            .clients
            .lock()
            .expect("nobody panics while holding the list");
        if let Some(client) = clients.get(&service) {
            return Ok(client.clone());
        }
        let client = Client::builder()
            .dns_resolver(ForOneService {
                resolver: self.resolver.clone(),
                service,
            })
            .redirect(Policy::none())
            .no_proxy()
            .referer(false)
            .timeout(PATIENCE)
            .user_agent(concat!("titan-connect/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| {
                tracing::error!(%error, "no HTTP client for webhooks");
                "connection"
            })?;
        if clients.len() >= MOST_CLIENTS {
            clients.clear();
        }
        clients.insert(service, client.clone());
        Ok(client)
    }
}

impl Outcome {
    fn without_answer(attempt: Attempt) -> Self {
        Outcome {
            attempt,
            gone: Gone::No,
            retry_after: None,
        }
    }
}

/// Resolves the hosts of one port and scheme, and hands out only what may be connected to.
struct ForOneService {
    resolver: GuardedResolver,
    service: Service,
}

impl Resolve for ForOneService {
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

/// The beginning of an answer. That it cannot be read to its end changes nothing: the status has been said.
async fn read(mut response: Response, left: Duration) -> Vec<u8> {
    let mut bytes = Vec::new();
    let reading = async {
        while let Ok(Some(chunk)) = response.chunk().await {
            bytes.extend_from_slice(&chunk);
            if bytes.len() >= LARGEST_ANSWER {
                break;
            }
        }
    };
    let _ = tokio::time::timeout(left, reading).await;
    bytes.truncate(LARGEST_ANSWER);
    bytes
}

fn retry_after(response: &Response, now: Timestamp) -> Option<Duration> {
    let text = response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim();
    match text.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => Timestamp::parse_http_date(text).map(|at| at.remaining(now)),
    }
}

/// A failure without an answer as a stable word; the causes themselves name addresses, so they stay here.
fn why(error: &reqwest::Error) -> &'static str {
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
    // An `io::Error` hides what it wraps from `source`.
    let wrapped = cause
        .downcast_ref::<std::io::Error>()
        .and_then(std::io::Error::get_ref);
    wrapped.is_some_and(|wrapped| is_tls(wrapped))
}
