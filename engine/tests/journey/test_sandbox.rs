//! A sandbox on a real port with its phones, and sessions that are opened against it. A test fails at its end if a
//! client requested something that the sandbox does not implement.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use futures_util::FutureExt as _;
use sandbox::{Addresses, Camera, Options, SOCKET_PATH, Sandbox, VisibleCode};
use serde_json::Value;
use titan_engine::{Config, Engine, KeyStore, Network, Proxy, ProxyError, ProxyResolver};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tower::ServiceExt;

use crate::memory::{MemoryVersion, NoInbox};
pub use crate::test_session::Session;

pub const ANA: &str = "+5511999990001";
pub const BIA: &str = "+5521988880002";

/// Longer than any step takes on a busy machine.
pub const TIMEOUT: Duration = Duration::from_secs(60);

pub struct TestSandbox {
    address: SocketAddr,
    pub socket_url: String,
    speed: f64,
    pub router: axum::Router,
    server: JoinHandle<()>,
}

/// Resolves every proxy to this machine.
struct LocalResolver;

#[async_trait::async_trait]
impl ProxyResolver for LocalResolver {
    async fn resolve(&self, proxy: &Proxy) -> Result<Vec<SocketAddr>, ProxyError> {
        Ok(vec![([127, 0, 0, 1], proxy.port()).into()])
    }
}

struct NoCamera;

#[async_trait::async_trait]
impl Camera for NoCamera {
    async fn visible(&self) -> Vec<VisibleCode> {
        Vec::new()
    }
}

impl TestSandbox {
    pub async fn new(speed: f64) -> TestSandbox {
        let options = Options {
            state_file: None,
            speed,
            addresses: Addresses::of_process(),
        };
        let stand_in = Sandbox::open(options).await.expect("a sandbox in memory");
        let router = stand_in.router(Arc::new(NoCamera));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port");
        let address = listener.local_addr().expect("bound");
        let served = router.clone();
        let server = tokio::spawn(async move {
            axum::serve(listener, served).await.expect("serves");
        });
        TestSandbox {
            address,
            socket_url: format!("ws://{address}{SOCKET_PATH}"),
            speed,
            router,
            server,
        }
    }

    /// The address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn engine(&self, keys: Arc<dyn KeyStore>) -> Engine {
        Engine::new(self.config(keys))
    }

    pub fn config(&self, keys: Arc<dyn KeyStore>) -> Config {
        Config {
            network: Network::Sandbox {
                socket_url: self.socket_url.clone(),
                speed: self.speed,
            },
            keys,
            proxies: Arc::new(LocalResolver),
            minimum_version: None,
            versions: Arc::new(MemoryVersion::default()),
            inbox: Arc::new(NoInbox),
            connecting_at_once: 8,
        }
    }

    pub fn session(&self, name: &str, keys: Arc<dyn KeyStore>) -> Session {
        Session::open(&self.engine(keys), name)
    }

    /// A session that is linked to Ana's phone and connected.
    pub async fn linked(&self, name: &str, keys: Arc<dyn KeyStore>) -> Session {
        self.link(self.session(name, keys)).await
    }

    /// Links a session to Ana's phone, and waits until it is connected.
    pub async fn link(&self, mut session: Session) -> Session {
        let (code, _) = session.code().await;
        self.scan(ANA, &code).await;
        session.linked().await;
        session.connected().await;
        session
    }

    pub async fn scan(&self, phone: &str, code: &str) {
        assert_eq!(self.scan_status(phone, code).await, 200, "the scan");
    }

    pub async fn scan_status(&self, phone: &str, code: &str) -> u16 {
        scan(self.router.clone(), phone, code).await
    }

    /// Scans in the background.
    pub fn scanning(&self, phone: &str, code: &str) -> JoinHandle<()> {
        let (router, phone, code) = (self.router.clone(), phone.to_owned(), code.to_owned());
        tokio::spawn(async move {
            assert_eq!(scan(router, &phone, &code).await, 200, "the scan");
        })
    }

    pub async fn unlink(&self, phone: &str) {
        let path = format!("/sandbox/phones/{phone}/unlink");
        let (status, body) = call(self.router.clone(), "POST", &path, "{}").await;
        assert_eq!(status, 200, "{body}");
    }

    pub async fn fault(&self, fault: &str) {
        let (status, body) = call(self.router.clone(), "POST", "/sandbox/faults", fault).await;
        assert!((200..300).contains(&status), "{status} {body}");
    }

    /// What the network has recorded of this kind.
    pub async fn history(&self, kind: &str) -> Vec<Value> {
        let (_, history) = call(self.router.clone(), "GET", "/sandbox/history", "").await;
        let entries = history["data"].as_array().expect("a list").iter();
        let of_kind = entries.filter(|entry| entry["kind"] == kind);
        of_kind.cloned().collect()
    }

    /// The number of linked devices in the phone's list.
    pub async fn devices(&self, phone: &str) -> usize {
        self.device_list(phone).await.len()
    }

    /// The phone's only linked device.
    pub async fn device(&self, phone: &str) -> Value {
        let devices = self.device_list(phone).await;
        assert_eq!(devices.len(), 1, "{devices:?}");
        devices[0].clone()
    }

    async fn device_list(&self, phone: &str) -> Vec<Value> {
        let (_, body) = call(self.router.clone(), "GET", "/sandbox/phones", "").await;
        let phones = body["data"].as_array().expect("a list of phones");
        let phone = phones
            .iter()
            .find(|it| it["phoneNumber"] == phone)
            .expect("the phone");
        phone["devices"]
            .as_array()
            .expect("a list of devices")
            .clone()
    }
}

impl Drop for TestSandbox {
    fn drop(&mut self) {
        self.server.abort();
        if std::thread::panicking() {
            return;
        }
        // The call waits for nothing.
        let refused = self.history("not_implemented").now_or_never();
        assert_eq!(
            refused,
            Some(Vec::new()),
            "requests that are not implemented"
        );
    }
}

async fn scan(router: axum::Router, phone: &str, code: &str) -> u16 {
    let path = format!("/sandbox/phones/{phone}/scan");
    let body = serde_json::json!({ "qr": code }).to_string();
    call(router, "POST", &path, &body).await.0
}

pub async fn call(
    router: axum::Router,
    method: &str,
    path: &str,
    body: &str,
) -> (u16, serde_json::Value) {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "127.0.0.1")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_owned()))
        .expect("a valid request");
    let response = timeout(TIMEOUT, router.oneshot(request))
        .await
        .expect("the sandbox answers")
        .expect("infallible");
    let status = response.status().as_u16();
    let bytes = to_bytes(response.into_body(), 1 << 20)
        .await
        .expect("a body");
    let json = serde_json::from_slice(&bytes).unwrap_or_default();
    (status, json)
}
