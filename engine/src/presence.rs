//! Whether the session tells WhatsApp that somebody uses it.
//!
//! While a linked device is available, WhatsApp does not notify the owner's phone, and shows the account as online. A
//! session is unavailable unless the embedder wants otherwise, and says so after each login and each change of the
//! name; WhatsApp shows others no name before the first such report. How the client's own reports are prevented is
//! explained in [`crate::backend`]'s `push_name`.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::Mutex as AsyncMutex;
use tokio::task::block_in_place;
use tokio::time::timeout;
use wacore_binary::builder::NodeBuilder;
use whatsapp_rust::{Client, NodeFilter};

use crate::backend::Backend;

/// How long a reader of the device is waited for. One takes as long as a read from the key store.
const HIDE_TIMEOUT: Duration = Duration::from_secs(1);

/// What a session reports about itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Presence {
    /// Somebody uses it: the account is shown as online, and its phone is not notified of messages and calls.
    Available,
    /// Nobody uses it, and the phone rings.
    #[default]
    Unavailable,
}

/// The presence of one session, over all of its clients.
pub(crate) struct PresenceControl {
    backend: Arc<Backend>,
    is_available: AtomicBool,
    client: Mutex<Weak<Client>>,
    /// Whether the client has asked WhatsApp for messages, which it does once in a login.
    asks_for_messages: Mutex<Option<SentNode>>,
    /// Held during a report.
    reporting: AsyncMutex<()>,
}

type SentNode = Box<dyn FnMut() -> bool + Send>;

impl PresenceControl {
    pub(crate) fn new(backend: Arc<Backend>) -> PresenceControl {
        PresenceControl {
            backend,
            is_available: AtomicBool::new(false),
            client: Mutex::default(),
            asks_for_messages: Mutex::default(),
            reporting: AsyncMutex::default(),
        }
    }

    /// From now on, this client is the session's.
    pub(crate) fn attach(&self, client: &Arc<Client>) {
        *lock(&self.client) = Arc::downgrade(client);
        *lock(&self.asks_for_messages) = None;
    }

    /// What the session reports from its next login on.
    pub(crate) fn set(&self, presence: Presence) {
        let is_available = presence == Presence::Available;
        self.is_available.store(is_available, Ordering::Release);
    }

    /// Before each connection: the client logs in with the name.
    pub(crate) async fn connecting(&self) {
        self.backend.show_push_name().await;
        let Some(client) = lock(&self.client).upgrade() else {
            return;
        };
        // The client drops what waits for a stanza when a connection ends.
        let filter = NodeFilter::tag("iq").attr("xmlns", "passive");
        let mut sent = client.wait_for_sent_node(filter);
        let sent = move || sent.try_recv().is_ok_and(|node| node.is_some());
        *lock(&self.asks_for_messages) = Some(Box::new(sent));
    }

    /// Before each frame: once the client asks for messages, it does not look at the name before it reports itself
    /// available.
    pub(crate) async fn sending(&self) {
        let asks = lock(&self.asks_for_messages).take_if(|sent| sent());
        if asks.is_some() && !self.is_available() {
            self.backend.hide_push_name().await;
        }
    }

    /// The client has a new name, and reports itself available when this returns.
    pub(crate) fn renamed(self: &Arc<Self>) {
        if self.is_available() || self.backend.try_hide_push_name() || self.hide_in_place() {
            return;
        }
        // Something goes on reading the device. The report is sent, and corrected at once.
        let Some(client) = lock(&self.client).upgrade() else {
            return;
        };
        let reported = NodeFilter::tag("presence").attr("type", "available");
        let reported = client.wait_for_sent_node(reported);
        let control = self.clone();
        tokio::spawn(async move {
            if reported.await.is_ok() {
                control.report().await;
            }
        });
    }

    /// Something reads the device at this moment. This waits for its end, which is safe where other threads go on with
    /// it. Returns whether the name is hidden.
    fn hide_in_place(&self) -> bool {
        let runtime = Handle::current();
        if runtime.runtime_flavor() != RuntimeFlavor::MultiThread {
            return false;
        }
        let hiding = timeout(HIDE_TIMEOUT, self.backend.hide_push_name());
        block_in_place(|| runtime.block_on(hiding)).is_ok()
    }

    /// Reports the presence to WhatsApp, unless the account has no name yet.
    pub(crate) async fn report(&self) {
        // The last report is the one of the last change.
        let _turn = self.reporting.lock().await;
        let client = lock(&self.client).upgrade();
        let Some(client) = client.filter(|client| client.is_logged_in()) else {
            return;
        };
        if self.is_available() {
            self.backend.show_push_name().await;
            log_failure(client.presence().set_available().await);
        } else if client.push_name().is_empty() {
            self.report_without_client(&client).await;
        } else {
            // The client may have reported itself available, and has to know that it is not any more.
            log_failure(client.presence().set_unavailable().await);
            self.backend.hide_push_name().await;
        }
    }

    async fn report_without_client(&self, client: &Client) {
        let name = self.backend.push_name();
        if name.is_empty() {
            return;
        }
        let unavailable = NodeBuilder::new("presence")
            .attr("type", "unavailable")
            .attr("name", name)
            .build();
        log_failure(client.send_node(unavailable).await);
    }

    fn is_available(&self) -> bool {
        self.is_available.load(Ordering::Acquire)
    }
}

fn log_failure<E: std::fmt::Display>(reported: Result<(), E>) {
    if let Err(error) = reported {
        tracing::debug!("the presence was not reported: {error}");
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
