//! A collector on this machine gets a request's span, in its caller's trace, and nothing secret.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::process::Process;

type Received = Arc<Mutex<Vec<u8>>>;

async fn collect(State(received): State<Received>, body: Bytes) {
    received.lock().unwrap().extend_from_slice(&body);
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[tokio::test]
async fn a_request_is_a_span_in_its_callers_trace() {
    let received = Received::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let collector = Router::new()
        .route("/v1/traces", post(collect))
        .with_state(received.clone());
    let mut servers = JoinSet::new();
    servers.spawn(async move { axum::serve(listener, collector).await });

    let endpoint = format!("http://{address}");
    let mut process = Process::start(&[("OTEL_EXPORTER_OTLP_ENDPOINT", &endpoint)]).await;
    let (token, url) = process.link().await;
    let answer = reqwest::Client::new()
        .get(&url)
        .header(
            "traceparent",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        )
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    let request_id = answer.headers()["x-request-id"].to_str().unwrap();
    process.terminate().await;
    let (status, log) = process.ended().await;
    assert!(status.success(), "{log:#?}");

    // Protobuf keeps texts and ids as they are.
    let received = received.lock().unwrap().clone();
    for text in [
        "titan-connect",
        "GET /widget/connect",
        "POST /api/widget/sessions",
        request_id,
    ] {
        assert!(holds(&received, text.as_bytes()), "no {text} in the traces");
    }
    let trace = 0x0af7_6519_16cd_43dd_8448_eb21_1c80_319c_u128.to_be_bytes();
    let parent = 0xb7ad_6b71_6920_3331_u64.to_be_bytes();
    assert!(holds(&received, &trace) && holds(&received, &parent));
    for secret in [&token, &process.key] {
        assert!(!holds(&received, secret.as_bytes()));
    }
}

#[tokio::test]
async fn an_unreachable_collector_does_not_delay_requests() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let endpoint = format!("http://{nobody}");
    let mut process = Process::start(&[("OTEL_EXPORTER_OTLP_ENDPOINT", &endpoint)]).await;
    process.link().await;
    process.terminate().await;
    assert!(process.ended().await.0.success());
}
