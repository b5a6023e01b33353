//! What the clients of one session are built from.

use std::sync::Arc;
use std::time::Duration;

use wacore::store::DevicePropsOverride;
use waproto::whatsapp::device_props::PlatformType;
use whatsapp_rust::store::commands::DeviceCommand;
use whatsapp_rust::store::persistence_manager::PersistenceManager;
use whatsapp_rust::{Client, ClientBuild};

use crate::Version;
use crate::attempt::Attempts;
use crate::backend::Backend;
use crate::governor::{Governor, Turn};
use crate::history::HistoryTurns;
use crate::network::Route;
use crate::passkey::Ceremony;
use crate::presence::PresenceControl;
use crate::proxy::ProxyDialer;
use crate::receive::MessageReceiver;
use crate::registered::RegisteredNumbers;
use crate::scaled_runtime::ScaledRuntime;
use crate::transport::SocketFactory;

/// How often the client saves its state at the latest; it saves a change at once.
const SAVE_INTERVAL: Duration = Duration::from_secs(30);

pub(crate) struct ClientContext {
    pub(crate) route: Arc<Route>,
    pub(crate) backend: Arc<Backend>,
    pub(crate) receiver: MessageReceiver,
    pub(crate) governor: Governor,
    pub(crate) proxy: Option<Arc<ProxyDialer>>,
    pub(crate) presence: Arc<PresenceControl>,
    pub(crate) ceremony: Arc<Ceremony>,
    pub(crate) registered: Arc<RegisteredNumbers>,
    pub(crate) history_turns: HistoryTurns,
}

impl ClientContext {
    /// Resolves with the reason once the session's proxy was refused.
    pub(crate) async fn proxy_refused(&self) -> String {
        match &self.proxy {
            Some(proxy) => proxy.refused().await,
            None => std::future::pending().await,
        }
    }

    /// The version to claim; an error says why there is none.
    pub(crate) async fn version(&self) -> Result<Version, String> {
        let http = self.route.http(self.proxy.as_ref());
        self.route.versions.get(http).await
    }

    pub(super) async fn build(
        &self,
        turn: Arc<Turn>,
        attempts: Arc<Attempts>,
        version: Version,
        receiver: MessageReceiver,
    ) -> anyhow::Result<ClientBuild> {
        let route = &self.route;
        let http = route.http(self.proxy.as_ref());
        let persistence = Arc::new(PersistenceManager::new(self.backend.clone()).await?);
        let props = DeviceCommand::SetDeviceProps(device_props());
        persistence.process_command(props).await;
        let mut builder = Client::builder()
            .with_persistence_manager(persistence)
            .with_transport_factory(self.sockets(turn, attempts))
            .with_runtime(self.runtime())
            .with_background_saver_interval(SAVE_INTERVAL)
            .with_inbound_durability_hook(receiver)
            .with_http_client(http)
            .with_version_override(version);
        if let Some(prekeys) = route.prekeys {
            builder = builder.with_wanted_pre_key_count(prekeys);
        }
        Ok(builder.build().await?)
    }

    fn runtime(&self) -> ScaledRuntime {
        let (backend, ceremony) = (self.backend.clone(), self.ceremony.clone());
        ScaledRuntime::new(self.route.speed, backend, ceremony)
    }

    fn sockets(&self, turn: Arc<Turn>, attempts: Arc<Attempts>) -> SocketFactory {
        let url = self.route.socket_url.as_deref();
        let (proxy, backend) = (self.proxy.clone(), self.backend.clone());
        let presence = self.presence.clone();
        SocketFactory::new(url, proxy, backend, presence, turn, attempts)
    }
}

/// The system and the browser in the phone's list of linked devices. WhatsApp accepts real ones only.
fn device_props() -> DevicePropsOverride {
    DevicePropsOverride::new()
        .with_os("Linux")
        .with_platform_type(PlatformType::CHROME)
}
