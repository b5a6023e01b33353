//! A tenant's webhook endpoint: it records deliveries in the order of their arrival, and can fail.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Instant;

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// The key of the signatures of every receiver's deliveries.
pub const HMAC_KEY: &str = "a key that only the tenant and the service know";

/// How an endpoint answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behavior {
    Accept,
    /// Accepts about half of the deliveries, and answers 500 to the others.
    FailHalf,
    /// Accepts connections and does not answer while the receiver exists.
    Hang,
}

/// A delivery that arrived, with any answer.
#[derive(Debug, Clone)]
pub struct Delivery {
    pub id: String,
    pub session: String,
    pub event: String,
    pub body: Value,
    /// Answered with 200.
    pub accepted: bool,
    pub at: Instant,
}

/// The endpoint and its open connections close when this is dropped.
pub struct Receiver {
    pub url: String,
    endpoint: Arc<Endpoint>,
    _server: JoinSet<()>,
    _open: watch::Sender<()>,
}

struct Endpoint {
    behavior: Behavior,
    deliveries: Mutex<Vec<Delivery>>,
    /// What was wrong with a delivery: signature, headers, shape.
    errors: Mutex<Vec<String>>,
    /// Its sender is dropped with the receiver.
    open: watch::Receiver<()>,
}

impl Receiver {
    pub async fn start(behavior: Behavior) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/hook", listener.local_addr()?);
        let (open, closed) = watch::channel(());
        let endpoint = Arc::new(Endpoint {
            behavior,
            deliveries: Mutex::default(),
            errors: Mutex::default(),
            open: closed,
        });
        let routes = Router::new().route("/hook", post(receive));
        let routes = routes.with_state(Arc::clone(&endpoint));
        let mut server = JoinSet::new();
        // Ends with the receiver, so there is no error to report.
        server.spawn(async move { drop(axum::serve(listener, routes).await) });
        Ok(Self {
            url,
            endpoint,
            _server: server,
            _open: open,
        })
    }

    /// How many deliveries arrived.
    pub fn count(&self) -> usize {
        self.endpoint.deliveries().len()
    }

    /// Every delivery that arrived, oldest first.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.endpoint.deliveries().clone()
    }

    pub fn errors(&self) -> Vec<String> {
        self.endpoint.errors().clone()
    }
}

impl Endpoint {
    fn deliveries(&self) -> MutexGuard<'_, Vec<Delivery>> {
        self.deliveries.lock().expect("no holder panics")
    }

    fn errors(&self) -> MutexGuard<'_, Vec<String>> {
        self.errors.lock().expect("no holder panics")
    }
}

async fn receive(
    State(endpoint): State<Arc<Endpoint>>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let at = Instant::now();
    let accepted = match endpoint.behavior {
        Behavior::Accept => true,
        Behavior::FailHalf => rand::random(),
        Behavior::Hang => false,
    };
    match read(&headers, &body, accepted, at) {
        Ok(delivery) => endpoint.deliveries().push(delivery),
        Err(error) => endpoint.errors().push(format!("{error:#}")),
    }
    if endpoint.behavior == Behavior::Hang {
        // Nothing is ever sent; the wait ends with the receiver.
        let _ = endpoint.open.clone().changed().await;
    }
    match accepted {
        true => StatusCode::OK,
        false => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn signature(body: &Bytes) -> Result<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(HMAC_KEY.as_bytes())?;
    mac.update(body);
    let digest = mac.finalize().into_bytes();
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("sha256={hex}"))
}

fn read(headers: &HeaderMap, body: &Bytes, accepted: bool, at: Instant) -> Result<Delivery> {
    let header = |name: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.with_context(|| format!("no header {name}"))
    };
    let is_signed = header("x-webhook-signature")? == signature(body)?;
    anyhow::ensure!(is_signed, "the signature does not match the body");
    let body: Value = serde_json::from_slice(body)?;
    let text = |name: &str| {
        let value = body[name].as_str().map(str::to_owned);
        value.with_context(|| format!("no {name} in the body"))
    };
    let id = text("id")?;
    anyhow::ensure!(
        header("webhook-id")? == id,
        "the header and the body have different ids"
    );
    Ok(Delivery {
        id,
        session: body["session"].as_str().unwrap_or_default().to_owned(),
        event: text("event")?,
        body,
        accepted,
        at,
    })
}
