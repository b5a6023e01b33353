//! A network on a real listener, calls for its phones' owners, and the real client.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use futures_util::FutureExt as _;
use serde_json::{Value, json};
use titan_sandbox::{Addresses, Camera, Options, SOCKET_PATH, Sandbox, VisibleCode};
use tokio::task::JoinHandle;
use tower::ServiceExt as _;
use wacore::net::{HttpClient, HttpRequest, HttpResponse};
use wacore::store::InMemoryBackend;
use wacore::types::events::{ChannelEventHandler, Event};
use whatsapp_rust::Client as WhatsApp;
use whatsapp_rust::bot::{Bot, BotHandle};
use whatsapp_rust_tokio_transport::TokioWebSocketTransportFactory;

pub(crate) const ANA: &str = "5511999990001";
pub(crate) const BIA: &str = "5521988880002";
/// Longer than any step takes on a busy machine. A test that waits this long has failed.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(30);

/// One network. At its end the test fails if a client requested what the network does not implement, unless the test
/// expects that.
pub(crate) struct Network {
    router: Router,
    pub(crate) socket_url: String,
    server: JoinHandle<()>,
    expects_refusals: AtomicBool,
}

struct NoCamera;

#[async_trait]
impl Camera for NoCamera {
    async fn visible(&self) -> Vec<VisibleCode> {
        Vec::new()
    }
}

impl Network {
    pub(crate) async fn start() -> Network {
        Network::open(None, 1.0).await
    }

    pub(crate) async fn open(state_file: Option<PathBuf>, speed: f64) -> Network {
        let sandbox = Sandbox::open(Options {
            state_file,
            speed,
            addresses: Addresses::of_process(),
        })
        .await
        .unwrap();
        let router = sandbox.router(Arc::new(NoCamera));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let socket_url = format!("ws://{}{SOCKET_PATH}", listener.local_addr().unwrap());
        let service = router.clone();
        let server = tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });
        Network {
            router,
            socket_url,
            server,
            expects_refusals: AtomicBool::new(false),
        }
    }

    /// The test requests what the network does not implement.
    pub(crate) fn expect_refusals(&self) {
        self.expects_refusals.store(true, Ordering::Relaxed);
    }

    /// What clients requested that the network does not implement.
    pub(crate) async fn refused(&self) -> Vec<String> {
        let (_, history) = self.get("/sandbox/history").await;
        let entries = history["data"].as_array().unwrap().iter();
        entries
            .filter(|entry| entry["kind"] == "not_implemented")
            .map(|entry| entry["detail"].as_str().unwrap().to_owned())
            .collect()
    }

    pub(crate) async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.call(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> (StatusCode, Value) {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        self.call(request.body(Body::from(body.to_string())).unwrap())
            .await
    }

    pub(crate) async fn delete(&self, path: &str) -> (StatusCode, Value) {
        self.call(Request::delete(path).body(Body::empty()).unwrap())
            .await
    }

    /// A body that is not JSON.
    pub(crate) async fn text(&self, path: &str) -> (StatusCode, String) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    async fn call(&self, request: Request<Body>) -> (StatusCode, Value) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap())
    }

    /// A phone scans a QR code. Returns the linked device, or the code of the error.
    pub(crate) async fn scan(&self, number: &str, qr: &str) -> Result<u64, String> {
        self.link(number, "scan", json!({ "qr": qr })).await
    }

    /// A code is typed on a phone. Returns the linked device, or the code of the error.
    pub(crate) async fn enter_code(&self, number: &str, code: &str) -> Result<u64, String> {
        self.link(number, "enter-code", json!({ "code": code }))
            .await
    }

    async fn link(&self, number: &str, call: &str, body: Value) -> Result<u64, String> {
        let path = format!("/sandbox/phones/{number}/{call}");
        match self.post(&path, body).await {
            (StatusCode::OK, body) => Ok(body["data"]["device"].as_u64().unwrap()),
            (StatusCode::UNPROCESSABLE_ENTITY, body) => {
                Err(body["code"].as_str().unwrap().to_owned())
            }
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn unlink(&self, number: &str) {
        let path = format!("/sandbox/phones/{number}/unlink");
        let (status, body) = self.post(&path, json!({})).await;
        assert_eq!(status, StatusCode::OK, "{body}");
    }

    pub(crate) async fn set_faults(&self, fault: Value) {
        let (status, body) = self.post("/sandbox/faults", fault).await;
        assert_eq!(status, StatusCode::OK, "{body}");
    }

    pub(crate) async fn devices(&self, number: &str) -> Vec<Value> {
        let (_, phones) = self.get("/sandbox/phones").await;
        let phones = phones["data"].as_array().unwrap();
        let number = format!("+{number}");
        let phone = phones.iter().find(|phone| phone["phoneNumber"] == number);
        phone.unwrap()["devices"].as_array().unwrap().clone()
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        self.server.abort();
        if std::thread::panicking() || self.expects_refusals.load(Ordering::Relaxed) {
            return;
        }
        // The call waits for nothing.
        let refused = self.refused().now_or_never();
        assert_eq!(
            refused,
            Some(Vec::new()),
            "requests that are not implemented"
        );
    }
}

struct NoHttp;

#[async_trait]
impl HttpClient for NoHttp {
    async fn execute(&self, _: HttpRequest) -> anyhow::Result<HttpResponse> {
        anyhow::bail!("the client must not call other servers")
    }
}

/// The real client. Its store may outlive it.
pub(crate) struct Client {
    pub(crate) whatsapp: Arc<WhatsApp>,
    events: async_channel::Receiver<Arc<Event>>,
    handle: BotHandle,
}

impl Client {
    pub(crate) async fn new(network: &Network) -> Client {
        Client::with_store(network, Arc::new(InMemoryBackend::new())).await
    }

    pub(crate) async fn with_store(network: &Network, store: Arc<InMemoryBackend>) -> Client {
        let transport = TokioWebSocketTransportFactory::new().with_url(network.socket_url.clone());
        let bot = Bot::builder()
            .with_backend_arc(store)
            .with_transport_factory(transport)
            .with_http_client(NoHttp)
            .with_runtime(whatsapp_rust::TokioRuntime)
            .with_version((2, 3000, 1_026_131_876))
            .with_wanted_pre_key_count(30)
            .build()
            .await
            .unwrap();
        let (handler, events) = ChannelEventHandler::new();
        let whatsapp = bot.client();
        whatsapp.subscribe_handler(handler).detach();
        Client {
            whatsapp,
            events,
            handle: bot.spawn(),
        }
    }

    /// Waits for the first event for which `pick` returns something.
    pub(crate) async fn next<T>(&self, what: &str, mut pick: impl FnMut(&Event) -> Option<T>) -> T {
        let search = async {
            loop {
                let event = self.events.recv().await.unwrap();
                if let Some(found) = pick(&event) {
                    return found;
                }
            }
        };
        let found = tokio::time::timeout(TIMEOUT, search).await;
        found.unwrap_or_else(|_| panic!("the client never reported: {what}"))
    }

    pub(crate) async fn code(&self) -> String {
        self.next("a code", |event| match event {
            Event::PairingQrCode(shown) => Some(shown.code.clone()),
            _ => None,
        })
        .await
    }

    pub(crate) async fn connected(&self) {
        self.next("connected", |event| {
            matches!(event, Event::Connected(_)).then_some(())
        })
        .await;
    }

    /// Waits until the client has taken what the history brings, and knows that it has to use it.
    pub(crate) async fn wait_for_tokens(&self) {
        let taken = async {
            let persistence = self.whatsapp.persistence_manager();
            while persistence.get_device_snapshot().nct_salt.is_none() {
                tokio::task::yield_now().await;
            }
            self.whatsapp.fetch_props().await.unwrap();
        };
        tokio::time::timeout(TIMEOUT, taken).await.unwrap();
    }

    pub(crate) async fn logged_out(&self) {
        self.next("logged out", |event| {
            matches!(event, Event::LoggedOut(_)).then_some(())
        })
        .await;
    }

    pub(crate) async fn stop(self) {
        self.handle.shutdown().await;
    }
}

/// A connected client that is linked to Ana's phone, and its store.
pub(crate) async fn linked_to_ana(network: &Network) -> (Client, Arc<InMemoryBackend>) {
    let store = Arc::new(InMemoryBackend::new());
    let client = Client::with_store(network, store.clone()).await;
    let code = client.code().await;
    network.scan(ANA, &code).await.unwrap();
    client.connected().await;
    client.wait_for_tokens().await;
    (client, store)
}
