//! A proxy with the usual misconfigurations.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use titan_connect::cli::client;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::process::BOUND;

#[derive(Clone, Copy)]
pub enum Mistake {
    None,
    /// Adds a header to every response.
    Adds(&'static str, &'static str),
    /// Removes a header from every response.
    Removes(&'static str),
    /// Removes a header from every request.
    Swallows(&'static str),
}

pub struct Proxy {
    pub url: String,
    _serving: JoinSet<()>,
}

struct Passage {
    http: reqwest::Client,
    to: String,
    mistake: Mistake,
}

impl Proxy {
    pub async fn before(service: &str, mistake: Mistake) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let passage = Arc::new(Passage {
            http: client::http(BOUND),
            to: service.to_owned(),
            mistake,
        });
        let router = Router::new().fallback(pass).with_state(passage);
        let mut serving = JoinSet::new();
        serving.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Proxy {
            url,
            _serving: serving,
        }
    }
}

async fn pass(State(passage): State<Arc<Passage>>, request: Request) -> Response {
    let mut headers = request.headers().clone();
    headers.remove("host");
    if let Mistake::Swallows(name) = passage.mistake {
        headers.remove(name);
    }
    let to = format!("{}{}", passage.to, request.uri());
    let asked = passage.http.request(request.method().clone(), to);
    let answer = asked.headers(headers).send().await.unwrap();
    let (status, mut headers) = (answer.status(), answer.headers().clone());
    headers.remove("transfer-encoding");
    spoil(&mut headers, passage.mistake);
    let mut response = Response::new(Body::from(answer.bytes().await.unwrap()));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

fn spoil(headers: &mut HeaderMap, mistake: Mistake) {
    match mistake {
        Mistake::Adds("date", value) => {
            headers.insert("date", HeaderValue::from_static(value));
        }
        Mistake::Adds(name, value) => {
            headers.append(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
        Mistake::Removes(name) => drop(headers.remove(name)),
        Mistake::Swallows(_) | Mistake::None => {}
    }
}
