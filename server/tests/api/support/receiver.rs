//! A tenant's webhook endpoint: records deliveries and responds as configured.
//!
//! A test must read every delivery; an unread one fails the test at its end.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::AbortHandle;

const BOUND: Duration = Duration::from_secs(20);

/// One received request.
pub struct Delivery {
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Delivery {
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("a delivery is JSON")
    }

    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value
            .unwrap_or_else(|| panic!("no {name}"))
            .to_str()
            .unwrap()
    }

    /// Asserts the event's name and returns its payload.
    #[track_caller]
    pub fn is(&self, event: &str) -> Value {
        let body = self.json();
        assert_eq!(body["event"], event, "{body}");
        body["payload"].clone()
    }

    pub fn id(&self) -> String {
        self.header("webhook-id").to_owned()
    }
}

/// How to respond to a request.
#[derive(Clone)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

impl Reply {
    pub fn of(status: u16) -> Self {
        Reply {
            status,
            headers: Vec::new(),
            body: String::new(),
        }
    }
}

struct Desk {
    arrived: mpsc::UnboundedSender<Delivery>,
    /// The next responses; 204 if there is none.
    replies: Mutex<VecDeque<Reply>>,
    /// Closed while responses are held back.
    door: Semaphore,
}

pub struct Receiver {
    pub url: String,
    pub port: u16,
    desk: Arc<Desk>,
    arrived: mpsc::UnboundedReceiver<Delivery>,
    server: AbortHandle,
}

impl Receiver {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, arrived) = mpsc::unbounded_channel();
        let desk = Arc::new(Desk {
            arrived: sender,
            replies: Mutex::default(),
            door: Semaphore::new(1),
        });
        let router = Router::new().fallback(take).with_state(desk.clone());
        let mut serving = tokio::task::JoinSet::new();
        let server = serving.spawn(async move { axum::serve(listener, router).await.unwrap() });
        serving.detach_all();
        Receiver {
            url: format!("http://127.0.0.1:{port}/hook"),
            port,
            desk,
            arrived,
            server,
        }
    }

    /// The next delivery.
    pub async fn next(&mut self) -> Delivery {
        let next = tokio::time::timeout(BOUND, self.arrived.recv()).await;
        next.expect("a delivery in time")
            .expect("the receiver is there")
    }

    /// The deliveries up to and including the first of this event.
    pub async fn until(&mut self, event: &str) -> Vec<Delivery> {
        let mut seen = Vec::new();
        loop {
            let delivery = self.next().await;
            let is_last = delivery.json()["event"] == event;
            seen.push(delivery);
            if is_last {
                return seen;
            }
        }
    }

    /// Sets the next responses, in this order.
    pub fn reply(&self, replies: impl IntoIterator<Item = Reply>) {
        self.desk.replies.lock().unwrap().extend(replies);
    }

    /// Accepts requests without responding.
    pub async fn hold(&self) {
        self.desk.door.acquire().await.unwrap().forget();
    }

    /// Responds to the waiting requests.
    pub fn let_go(&self) {
        self.desk.door.add_permits(1);
    }

    /// Reads and ignores the deliveries so far.
    pub fn forget_the_rest(&mut self) {
        while self.arrived.try_recv().is_ok() {}
    }

    /// Asserts that there is no unread delivery.
    #[track_caller]
    pub fn is_empty(&mut self) {
        if let Ok(delivery) = self.arrived.try_recv() {
            panic!("nobody expected {}", delivery.json());
        }
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.server.abort();
        if !std::thread::panicking() {
            self.is_empty();
        }
    }
}

async fn take(State(desk): State<Arc<Desk>>, headers: HeaderMap, body: Bytes) -> Response {
    let _ = desk.arrived.send(Delivery { headers, body });
    let _open = desk.door.acquire().await.unwrap();
    let reply = desk.replies.lock().unwrap().pop_front();
    let reply = reply.unwrap_or_else(|| Reply::of(204));
    let status = axum::http::StatusCode::from_u16(reply.status).unwrap();
    let mut response = (status, reply.body).into_response();
    for (name, value) in reply.headers {
        response.headers_mut().insert(name, value.parse().unwrap());
    }
    response
}
