//! One running WhatsApp client: built, listened to, and always shut down.
//!
//! Dropping the client's handle aborts it in the middle of whatever it is saving, so every path out
//! of here goes through [`Client::shut_down`].

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::timeout;
use wacore::store::DevicePropsOverride;
use wacore::types::events as vendor;
use waproto::whatsapp::device_props::PlatformType;
use whatsapp_rust::RawNodeLease;
use whatsapp_rust::bot::{Bot, BotBuilderError, BotHandle};

use crate::backend::Backend;
use crate::listener::Listener;
use crate::network::{Http, Route};
use crate::pace::Paced;
use crate::translate::Me;
use crate::transport::Sockets;

/// How long a client may take to end. One that hangs in a dead connection is given up.
const SHUT_DOWN: Duration = Duration::from_secs(15);

/// How long unlinking may take, with the login it may need first.
const LOG_OUT: Duration = Duration::from_secs(10);

pub(crate) struct Client {
    handle: BotHandle,
    told: mpsc::UnboundedReceiver<Arc<vendor::Event>>,
    ended: bool,
    /// While held, incoming stanzas are told too.
    stanzas: Option<RawNodeLease>,
}

impl Client {
    pub(crate) async fn start(
        route: &Route,
        backend: Arc<Backend>,
    ) -> Result<Client, BotBuilderError> {
        let bot = build(route, backend.clone()).await?;
        let client = bot.client();
        backend.follow(&client.persistence_manager());
        let (tell, told) = mpsc::unbounded_channel();
        let unlinked = !backend.linked();
        client
            .subscribe_handler(Arc::new(Listener::new(tell, backend)))
            .detach();
        Ok(Client {
            stanzas: unlinked.then(|| client.acquire_raw_node_forwarding()),
            handle: bot.spawn(),
            told,
            ended: false,
        })
    }

    /// The next thing told, in order; `None` when the client has ended and everything was told.
    pub(crate) async fn next(&mut self) -> Option<Arc<vendor::Event>> {
        if !self.ended {
            tokio::select! {
                biased;
                told = self.told.recv() => return told,
                () = &mut self.handle => self.ended = true,
            }
        }
        self.told.try_recv().ok()
    }

    /// The scan has been read; from now on stanzas are the client's own business.
    pub(crate) fn stop_reading_stanzas(&mut self) {
        self.stanzas = None;
    }

    /// The account, once there is one.
    pub(crate) fn me(&self) -> Option<Me> {
        let persistence = self.handle.client().persistence_manager();
        let device = persistence.get_device_snapshot();
        Some(Me {
            pn: device.pn.clone()?,
            lid: device.lid.clone().unwrap_or_default(),
            push_name: device.push_name.clone(),
        })
    }

    /// Asks WhatsApp to remove the link, which only a logged-in device may.
    pub(crate) async fn log_out(&self) {
        let client = self.handle.client();
        let unlinking = async {
            client.wait_for_connected(LOG_OUT).await?;
            client.logout().await;
            Ok::<(), whatsapp_rust::ConnectError>(())
        };
        if !matches!(timeout(LOG_OUT, unlinking).await, Ok(Ok(()))) {
            tracing::warn!("WhatsApp was not reached in time to remove the link");
        }
    }

    pub(crate) async fn shut_down(self) {
        if timeout(SHUT_DOWN, self.handle.shutdown()).await.is_err() {
            tracing::warn!("the client did not end in time and was aborted");
        }
    }
}

async fn build(route: &Route, backend: Arc<Backend>) -> Result<Bot, BotBuilderError> {
    let sockets = Sockets::new(route.socket_url.as_deref(), backend.clone());
    let builder = Bot::builder()
        .with_backend_arc(backend.clone())
        .with_transport_factory(sockets)
        .with_runtime(Paced::new(route.speed, backend))
        .with_device_props(shown_on_the_phone())
        .skip_history_sync();
    let mut builder = match &route.http {
        Http::Internet(client) => builder.with_http_client(client.clone()),
        #[cfg(any(test, feature = "sandbox"))]
        Http::Refused(client) => builder.with_http_client(client.clone()),
    };
    if let Some(version) = route.version.get().await {
        builder = builder.with_version(version);
    }
    if let Some(prekeys) = route.prekeys {
        builder = builder.with_wanted_pre_key_count(prekeys);
    }
    builder.build().await
}

/// WhatsApp shows the system and the browser in the phone's list of linked devices, and takes real
/// ones only.
fn shown_on_the_phone() -> DevicePropsOverride {
    DevicePropsOverride::new()
        .with_os("Linux")
        .with_platform_type(PlatformType::CHROME)
}
