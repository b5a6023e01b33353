//! A tenant's webhook endpoint: it takes deliveries, remembers them in the order they came, and has moods.

use std::sync::{Arc, Mutex};
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

/// What signs the deliveries to every receiver.
pub const HMAC_KEY: &str = "a key that only the tenant and the service know";

/// How an endpoint answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Takes everything.
    Well,
    /// Takes about every second delivery, and answers 500 to the others.
    Moody,
    /// Takes the connection and does not answer as long as the receiver lives.
    Hanging,
}

/// One delivery that came, in whatever mood it was answered.
#[derive(Debug, Clone)]
pub struct Delivery {
    pub id: String,
    pub session: String,
    pub event: String,
    pub body: Value,
    /// Answered with 200.
    pub taken: bool,
    pub at: Instant,
}

/// Dropping it closes the endpoint, and ends what hangs.
pub struct Receiver {
    pub url: String,
    desk: Arc<Desk>,
    _server: JoinSet<()>,
    _open: watch::Sender<()>,
}

struct Desk {
    mood: Mood,
    came: Mutex<Vec<Delivery>>,
    /// What was wrong with a delivery: signature, headers, shape.
    faults: Mutex<Vec<String>>,
    /// Its other end is gone when the endpoint is.
    open: watch::Receiver<()>,
}

impl Receiver {
    pub async fn start(mood: Mood) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/hook", listener.local_addr()?);
        let (open, watched) = watch::channel(());
        let desk = Arc::new(Desk {
            mood,
            came: Mutex::default(),
            faults: Mutex::default(),
            open: watched,
        });
        let routes = Router::new()
            .route("/hook", post(take))
            .with_state(Arc::clone(&desk));
        let mut server = JoinSet::new();
        server.spawn(async move {
            // Ends with the receiver; there is nobody to tell.
            let _ = axum::serve(listener, routes).await;
        });
        Ok(Self {
            url,
            desk,
            _server: server,
            _open: open,
        })
    }

    /// How many came.
    pub fn count(&self) -> usize {
        self.desk.came.lock().expect("no holder panics").len()
    }

    /// Everything that came, oldest first.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.desk.came.lock().expect("no holder panics").clone()
    }

    pub fn faults(&self) -> Vec<String> {
        self.desk.faults.lock().expect("no holder panics").clone()
    }
}

async fn take(State(desk): State<Arc<Desk>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let at = Instant::now();
    let taken = match desk.mood {
        Mood::Well => true,
        Mood::Moody => rand::random(),
        Mood::Hanging => false,
    };
    match read(&headers, &body, taken, at) {
        Ok(delivery) => desk.came.lock().expect("no holder panics").push(delivery),
        Err(fault) => {
            let mut faults = desk.faults.lock().expect("no holder panics");
            faults.push(format!("{fault:#}"));
        }
    }
    if desk.mood == Mood::Hanging {
        // Nothing is ever sent: it ends with the receiver.
        let _ = desk.open.clone().changed().await;
    }
    if taken {
        StatusCode::OK
    } else {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}

fn read(headers: &HeaderMap, body: &Bytes, taken: bool, at: Instant) -> Result<Delivery> {
    let header = |name: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.with_context(|| format!("no header {name}"))
    };
    let mut mac = Hmac::<Sha256>::new_from_slice(HMAC_KEY.as_bytes())?;
    mac.update(body);
    let digest = mac.finalize().into_bytes();
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    anyhow::ensure!(
        header("x-webhook-signature")? == format!("sha256={hex}"),
        "the signature does not fit the body"
    );
    let body: Value = serde_json::from_slice(body)?;
    let text = |name: &str| {
        let value = body[name].as_str().map(str::to_owned);
        value.with_context(|| format!("no {name} in the body"))
    };
    let id = text("id")?;
    anyhow::ensure!(header("webhook-id")? == id, "two ids on one delivery");
    Ok(Delivery {
        id,
        session: body["session"].as_str().unwrap_or_default().to_owned(),
        event: text("event")?,
        body,
        taken,
        at,
    })
}
