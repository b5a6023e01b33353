//! The whole service in this process, with a sandbox for a network and a clock of our own.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use engine::Network;
use sandbox::{Camera, Options, SOCKET_PATH, Sandbox, Sight};
use tempfile::TempDir;
use titan_connect::app::App;
use titan_connect::config::Config;
use titan_connect::domain::scope::Scopes;
use titan_connect::domain::tenant::{SigningSecret, Tenant as TenantRow};
use titan_connect::http::router::router;
use titan_connect::serve::{self, Outside};
use titan_connect::sessions::resume;
use titan_connect::token::api_key::{ApiKey, TenantRef};
use titan_connect::webhooks::outbox;
use tokio_util::sync::CancellationToken;

use super::client::Tenant;
use super::clock::TestClock;
use super::names::TestNames;

pub struct TestService {
    pub app: App,
    pub clock: Arc<TestClock>,
    pub names: Arc<TestNames>,
    pub url: String,
    outbox: Mutex<CancellationToken>,
    key: String,
    folder: TempDir,
}

/// No phone of this harness looks at a screen; codes are asked of the API.
struct Blind;

#[async_trait::async_trait]
impl Camera for Blind {
    async fn visible(&self) -> Vec<Sight> {
        Vec::new()
    }
}

impl TestService {
    pub async fn start() -> Self {
        Self::start_at_speed(1.0).await
    }

    /// With codes that expire `speed` times faster than in life.
    pub async fn start_at_speed(speed: f64) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), speed, None).await
    }

    /// `elsewhere`: the socket of another network than the one started along.
    async fn start_in(folder: TempDir, speed: f64, elsewhere: Option<String>) -> Self {
        let clock = Arc::new(TestClock::new());
        let listener = serve::listen("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let address = listener.local_addr().unwrap();
        let sandbox = Sandbox::open(Options {
            state_file: Some(folder.path().join("sandbox.json")),
            speed,
        })
        .await
        .unwrap();
        let network = Network::Sandbox {
            socket_url: elsewhere.unwrap_or_else(|| format!("ws://{address}{SOCKET_PATH}")),
            speed,
        };
        let config = config(folder.path());
        let names = Arc::new(TestNames::default());
        let outside = Outside {
            network,
            names: names.clone(),
        };
        let service = serve::build(&config, clock.clone(), outside, address)
            .await
            .unwrap();
        let app = service.app;
        let served = router(app.clone(), sandbox.router(Arc::new(Blind)));
        app.tasks.spawn({
            let app = app.clone();
            async move {
                let stopping = async move { app.tasks.stopping().await };
                axum::serve(listener, served)
                    .with_graceful_shutdown(stopping)
                    .await
                    .unwrap();
            }
        });
        resume::resume(&app).await.unwrap();
        let service = TestService {
            app,
            clock,
            names,
            url: format!("http://{address}"),
            outbox: Mutex::default(),
            key: service.secrets.first_api_key,
            folder,
        };
        service.start_outbox();
        service
    }

    /// Moves the clock, and lets what waits for it know.
    pub fn advance(&self, by: Duration) {
        self.clock.advance(by);
        self.app.store.nudge();
    }

    /// Ends the outbox where it stands, as the death of the process would.
    pub fn crash_outbox(&self) {
        self.outbox.lock().unwrap().cancel();
    }

    pub fn start_outbox(&self) {
        let crash = CancellationToken::new();
        *self.outbox.lock().unwrap() = crash.clone();
        let app = self.app.clone();
        self.app.tasks.spawn(async move {
            tokio::select! {
                () = outbox::run(app) => {}
                () = crash.cancelled() => {}
            }
        });
    }

    /// Stops everything in order and starts it again on the same data.
    pub async fn restart(self) -> Self {
        self.app.tasks.shut_down().await;
        self.app.store.close().await;
        Self::start_in(self.folder, 1.0, None).await
    }

    /// As [`Self::restart`], with nobody where the network was.
    pub async fn restart_beside_a_dead_network(self) -> Self {
        self.app.tasks.shut_down().await;
        self.app.store.close().await;
        // Bound and let go: nothing listens there.
        let nobody = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        let elsewhere = Some(format!("ws://{nobody}{SOCKET_PATH}"));
        Self::start_in(self.folder, 1.0, elsewhere).await
    }

    /// The default tenant's backend.
    pub fn tenant(&self) -> Tenant {
        Tenant::new(&self.url, &self.key)
    }

    /// The default tenant's backend with a key that may do less.
    pub fn tenant_with(&self, scopes: &[&str]) -> Tenant {
        Tenant::new(&self.url, &self.mint("default", scopes))
    }

    /// Another company on the same service.
    pub async fn other_tenant(&self) -> Tenant {
        let id = "tnt_00000000000000000000000007";
        let row = TenantRow {
            id: id.into(),
            name: "Other".into(),
            callback_allow_list: vec!["https://other.example/done".into()],
            allowed_origins: vec![],
            signing_secret: SigningSecret("other".into()),
        };
        self.app
            .store
            .ensure_tenant(&row, self.app.now())
            .await
            .unwrap();
        Tenant::new(&self.url, &self.mint(id, &["*"]))
    }

    fn mint(&self, tenant_id: &str, scopes: &[&str]) -> String {
        let now = self.app.now();
        let key = ApiKey {
            id: titan_connect::domain::id::ulid(now, 1),
            tenant: TenantRef::parse(tenant_id).unwrap(),
            scopes: Scopes::from_names(scopes.iter().copied()).unwrap(),
            expires_at: u32::try_from(now.as_seconds() + 3600).unwrap(),
        };
        key.mint(&self.app.api_keys)
    }
}

fn config(folder: &Path) -> Config {
    let folder = folder.display().to_string();
    Config::read(|name| match name {
        "DATA_DIR" => Some(folder.clone()),
        "WEBHOOK_ALLOW" => Some("127.0.0.0/8".to_owned()),
        "TENANT_NAME" => Some("Acme <Helpdesk>".to_owned()),
        _ => None,
    })
    .unwrap()
}
