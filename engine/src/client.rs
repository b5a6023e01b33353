//! One running WhatsApp client: built, listened to, and always shut down.
//!
//! Dropping the client's handle aborts it in the middle of whatever it is saving, so every path out
//! of here goes through [`Client::shut_down`].

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinSet;
use tokio::time::{interval, sleep, timeout};
use wacore::iq::devices::RemoveCompanionDeviceSpec;
use wacore::store::DevicePropsOverride;
use wacore::types::events as vendor;
use waproto::whatsapp::device_props::PlatformType;
use whatsapp_rust::RawNodeLease;
use whatsapp_rust::bot::{Bot, BotBuilderError, BotHandle};
use whatsapp_rust::store::persistence_manager::PersistenceManager;

use crate::attempt::Attempts;
use crate::backend::Backend;
use crate::code_desk::CodeDesk;
use crate::governor::{Governor, Turn};
use crate::line::Answer;
use crate::listener::Listener;
use crate::network::Route;
use crate::pace::Paced;
use crate::proxy::ProxyDialer;
use crate::receive::Receiver;
use crate::requests::ask_for_what_is_owed;
use crate::translate::Me;
use crate::transport::Sockets;
use crate::{CodeRefused, NotSent, Outgoing, PhoneCode, Sent};

/// How long a client may take to end. One that hangs in a dead connection is given up.
const SHUT_DOWN: Duration = Duration::from_secs(15);

/// How long a client may take to end that reached nobody and, being unlinked, has nothing to save.
const GIVE_UP: Duration = Duration::from_secs(2);

/// How long unlinking may take, with the login it may need first.
const LOG_OUT: Duration = Duration::from_secs(10);

/// Between two requests to remove the link.
const ASK_AGAIN_AFTER: Duration = Duration::from_millis(200);

/// The client does not announce its login before it is ready for everything, so it is asked.
const LOGIN_CHECK: Duration = Duration::from_millis(20);

/// What the clients of one session are made of.
pub(crate) struct Means {
    pub(crate) route: Arc<Route>,
    pub(crate) backend: Arc<Backend>,
    pub(crate) receiver: Receiver,
    pub(crate) governor: Governor,
    pub(crate) proxy: Option<Arc<ProxyDialer>>,
}

impl Means {
    /// Resolves with the reason when the proxy of this session may not be used.
    pub(crate) async fn proxy_refused(&self) -> String {
        match &self.proxy {
            Some(proxy) => proxy.refused().await,
            None => std::future::pending().await,
        }
    }
}

/// What is known of a client that has ended.
pub(crate) struct Late {
    /// What it told while it was ending.
    pub(crate) told: Vec<Arc<vendor::Event>>,
    pub(crate) me: Option<Me>,
}

pub(crate) struct Client {
    handle: BotHandle,
    told: mpsc::UnboundedReceiver<Arc<vendor::Event>>,
    ended: bool,
    /// While held, incoming stanzas are told too; a session that waits for a link gets few.
    stanzas: Option<RawNodeLease>,
    codes: Arc<CodeDesk>,
    turn: Arc<Turn>,
    attempts: Arc<Attempts>,
    all_in: Arc<Notify>,
    /// What was asked for and waits for WhatsApp. Ends with the client at the latest.
    requests: JoinSet<()>,
}

impl Client {
    /// Starts with the turn it was given, and takes turns of its own when it connects again.
    pub(crate) async fn start(
        means: &Means,
        turn: Arc<Turn>,
        attempts: Arc<Attempts>,
    ) -> Result<Client, BotBuilderError> {
        let bot = build(means, turn.clone(), attempts.clone()).await?;
        let client = bot.client();
        let backend = means.backend.clone();
        backend.follow(&client.persistence_manager());
        let (tell, told) = mpsc::unbounded_channel();
        let unlinked = !backend.linked();
        let all_in = Arc::<Notify>::default();
        let mut requests = JoinSet::new();
        requests.spawn(ask_for_what_is_owed(
            client.clone(),
            backend.clone(),
            all_in.clone(),
        ));
        client
            .subscribe_handler(Arc::new(Listener::new(tell, backend)))
            .detach();
        Ok(Client {
            codes: Arc::new(CodeDesk::new(client.clone(), means.route.speed)),
            turn,
            attempts,
            all_in,
            requests,
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

    /// Where phone codes are asked for.
    pub(crate) fn codes(&self) -> Arc<CodeDesk> {
        self.codes.clone()
    }

    /// Answers with a phone code, while everything else goes on.
    pub(crate) fn phone_code(&mut self, number: String, answer: Answer<PhoneCode, CodeRefused>) {
        let codes = self.codes();
        self.request(async move {
            let code = codes.code(&number).await;
            // Whoever asked may have gone; the code is remembered all the same.
            let _ = answer.send(code);
        });
    }

    /// Sends a text and answers, while everything else goes on.
    pub(crate) fn send_text(&mut self, message: Outgoing, answer: Answer<Sent, NotSent>) {
        let client = self.handle.client();
        self.request(async move {
            let _ = answer.send(message.send(&client).await);
        });
    }

    /// WhatsApp was heard on the connection, so the next client may dial.
    pub(crate) fn has_arrived(&self) {
        self.attempts.answered();
        self.turn.give_back();
    }

    /// The connection is gone, and the next client may dial.
    pub(crate) fn has_left(&self) {
        self.turn.give_back();
    }

    /// Everything that waited at WhatsApp has come; what is still owed has to be asked for.
    pub(crate) fn has_all(&self) {
        self.all_in.notify_one();
    }

    fn request(&mut self, request: impl Future<Output = ()> + Send + 'static) {
        while self.requests.try_join_next().is_some() {}
        self.requests.spawn(request);
    }

    /// The account, once there is one.
    pub(crate) fn me(&self) -> Option<Me> {
        account(&self.handle.client().persistence_manager())
    }

    /// Asks WhatsApp to remove the link, which only a logged-in device may, and asks again if the
    /// connection is lost meanwhile. Says whether WhatsApp has confirmed it in time.
    pub(crate) fn removal(&self) -> impl Future<Output = bool> + use<> {
        let client = self.handle.client();
        let removing = async move {
            loop {
                match remove_link(&client).await {
                    Ok(()) => return,
                    Err(error) => tracing::warn!("WhatsApp did not remove the link: {error:#}"),
                }
                sleep(ASK_AGAIN_AFTER).await;
            }
        };
        async { timeout(LOG_OUT, removing).await.is_ok() }
    }

    /// What a phone needs to link, as the client has it now.
    pub(crate) fn link_secret(&self) -> [u8; 32] {
        let persistence = self.handle.client().persistence_manager();
        persistence.get_device_snapshot().adv_secret_key
    }

    /// Ends an unlinked client that reached nobody, whatever it hangs in.
    pub(crate) async fn give_up(self) -> Late {
        self.end_within(GIVE_UP).await
    }

    /// Ends the client, and gives what there is to know of it afterwards.
    pub(crate) async fn shut_down(self) -> Late {
        self.end_within(SHUT_DOWN).await
    }

    async fn end_within(self, limit: Duration) -> Late {
        let persistence = self.handle.client().persistence_manager();
        let Client {
            handle, mut told, ..
        } = self;
        if timeout(limit, handle.shutdown()).await.is_err() {
            tracing::warn!("the client did not end in time and was aborted");
        }
        Late {
            told: std::iter::from_fn(|| told.try_recv().ok()).collect(),
            me: account(&persistence),
        }
    }
}

fn account(persistence: &PersistenceManager) -> Option<Me> {
    let device = persistence.get_device_snapshot();
    Some(Me {
        pn: device.pn.clone()?,
        lid: device.lid.clone().unwrap_or_default(),
        push_name: device.push_name.clone(),
    })
}

async fn remove_link(client: &whatsapp_rust::Client) -> anyhow::Result<()> {
    logged_in(client).await;
    let device = client.persistence_manager().get_device_snapshot();
    let own = device.pn.clone().context("the account is not known")?;
    client.execute(RemoveCompanionDeviceSpec::new(&own)).await?;
    Ok(())
}

/// Resolves once the device is logged in. The client's own `wait_for_connected` waits for the
/// account's settings too, which after a first login may take minutes, and takes no part in unlinking.
async fn logged_in(client: &whatsapp_rust::Client) {
    let mut checks = interval(LOGIN_CHECK);
    while !(client.is_connected() && client.is_logged_in()) {
        checks.tick().await;
    }
}

async fn build(
    means: &Means,
    turn: Arc<Turn>,
    attempts: Arc<Attempts>,
) -> Result<Bot, BotBuilderError> {
    let Means {
        route,
        backend,
        proxy,
        ..
    } = means;
    let http = route.http(proxy.as_ref());
    let socket_url = route.socket_url.as_deref();
    let sockets = Sockets::new(socket_url, proxy.clone(), backend.clone(), turn, attempts);
    let mut builder = Bot::builder()
        .with_backend_arc(backend.clone())
        .with_transport_factory(sockets)
        .with_runtime(Paced::new(route.speed, backend.clone()))
        .with_device_props(shown_on_the_phone())
        .with_inbound_durability_hook(means.receiver.clone())
        .with_http_client(http.clone())
        .skip_history_sync();
    if let Some(version) = route.version.get(http).await {
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
