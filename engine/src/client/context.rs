//! What the clients of one session are built from.

use std::sync::Arc;

use wacore::store::DevicePropsOverride;
use waproto::whatsapp::device_props::PlatformType;
use whatsapp_rust::bot::{Bot, BotBuilderError};

use crate::Version;
use crate::attempt::Attempts;
use crate::backend::Backend;
use crate::governor::{Governor, Turn};
use crate::network::Route;
use crate::passkey::Ceremony;
use crate::presence::PresenceControl;
use crate::proxy::ProxyDialer;
use crate::receive::MessageReceiver;
use crate::scaled_runtime::ScaledRuntime;
use crate::transport::SocketFactory;

pub(crate) struct ClientContext {
    pub(crate) route: Arc<Route>,
    pub(crate) backend: Arc<Backend>,
    pub(crate) receiver: MessageReceiver,
    pub(crate) governor: Governor,
    pub(crate) proxy: Option<Arc<ProxyDialer>>,
    pub(crate) presence: Arc<PresenceControl>,
    pub(crate) ceremony: Arc<Ceremony>,
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
    ) -> Result<Bot, BotBuilderError> {
        let route = &self.route;
        let http = route.http(self.proxy.as_ref());
        let mut builder = Bot::builder()
            .with_backend_arc(self.backend.clone())
            .with_transport_factory(self.sockets(turn, attempts))
            .with_runtime(self.runtime())
            .with_device_props(device_props())
            .with_inbound_durability_hook(self.receiver.clone())
            .with_http_client(http)
            .with_version(version)
            .skip_history_sync();
        if let Some(prekeys) = route.prekeys {
            builder = builder.with_wanted_pre_key_count(prekeys);
        }
        builder.build().await
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
