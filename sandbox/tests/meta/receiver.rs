//! The address that webhooks are sent to.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use serde_json::Value;
use tokio::sync::mpsc;

pub(crate) const VERIFY_TOKEN: &str = "verify-me";

pub(crate) struct Webhook {
    pub(crate) signature: Option<String>,
    pub(crate) text: String,
}

impl Webhook {
    pub(crate) fn body(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }
}

pub(crate) struct Receiver {
    pub(crate) url: String,
    received: mpsc::UnboundedReceiver<Webhook>,
    answers: Answers,
}

type Answers = Arc<Mutex<VecDeque<u16>>>;
type Context = (mpsc::UnboundedSender<Webhook>, Answers);

impl Receiver {
    pub(crate) async fn start() -> Receiver {
        let (sender, received) = mpsc::unbounded_channel();
        let answers = Answers::default();
        let router = Router::new()
            .route("/hook", get(verify).post(receive))
            .with_state((sender, answers.clone()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Receiver {
            url,
            received,
            answers,
        }
    }

    /// The next webhooks are answered with these statuses, and later ones with 200.
    pub(crate) fn answer(&self, statuses: &[u16]) {
        self.answers.lock().unwrap().extend(statuses);
    }

    pub(crate) async fn next(&mut self) -> Webhook {
        let next = tokio::time::timeout(Duration::from_secs(30), self.received.recv());
        next.await.expect("a webhook arrives").unwrap()
    }

    /// Whether nothing is waiting.
    pub(crate) fn is_empty(&self) -> bool {
        self.received.is_empty()
    }
}

async fn verify(Query(query): Query<Vec<(String, String)>>) -> Response {
    let param = |name: &str| {
        query
            .iter()
            .find(|(own, _)| own == name)
            .map(|pair| &pair.1)
    };
    let is_valid = param("hub.mode").is_some_and(|mode| mode == "subscribe")
        && param("hub.verify_token").is_some_and(|token| token == VERIFY_TOKEN);
    match param("hub.challenge") {
        Some(challenge) if is_valid => challenge.clone().into_response(),
        _ => StatusCode::FORBIDDEN.into_response(),
    }
}

async fn receive(
    State((sender, answers)): State<Context>,
    headers: HeaderMap,
    text: String,
) -> StatusCode {
    let signature = headers.get("x-hub-signature-256");
    let signature = signature.map(|text| text.to_str().unwrap().to_owned());
    sender.send(Webhook { signature, text }).unwrap();
    let status = answers.lock().unwrap().pop_front().unwrap_or(200);
    StatusCode::from_u16(status).unwrap()
}
