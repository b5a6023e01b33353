//! One running WhatsApp client. It is always shut down, and never dropped.
//!
//! Dropping the client's handle aborts it in the middle of a write, so every path ends in [`Client::shut_down`] or
//! [`Client::give_up`].

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, mpsc};
use tokio::task::JoinSet;
use tokio::time::timeout;
use wacore::types::events as vendor;
use wacore_binary::Jid;
use whatsapp_rust::RawNodeLease;
use whatsapp_rust::store::persistence_manager::PersistenceManager;

use crate::attempt::Attempts;
use crate::backend::Backend;
use crate::governor::Turn;
use crate::history::Histories;
use crate::line::Reply;
use crate::listener::Listener;
use crate::phone_codes::PhoneCodes;
use crate::phone_signs::PhoneSigns;
use crate::presence::PresenceControl;
use crate::requests::request_missing_messages;
use crate::sending::MessageSender;
use crate::translate::Identity;
use crate::{
    Event, Outgoing, PhoneCode, Presence, Recipient, RequestCodeError, SendTextError, Sent, Version,
};

mod background;
mod context;
mod running;
mod unlink;

use self::background::background_tasks;
pub(crate) use self::context::ClientContext;
use self::running::RunningClient;

/// How long a client may take to shut down. One that hangs in a dead connection is aborted.
const SHUT_DOWN_TIMEOUT: Duration = Duration::from_secs(15);

/// How long an unlinked client that was never connected may take to shut down. It has nothing to save.
const GIVE_UP_TIMEOUT: Duration = Duration::from_secs(2);

pub(crate) struct Client {
    handle: RunningClient,
    events: mpsc::UnboundedReceiver<Arc<vendor::Event>>,
    has_ended: bool,
    /// While held, incoming stanzas are events too. A session that waits for a link gets few of them.
    stanzas: Option<RawNodeLease>,
    phone_codes: Arc<PhoneCodes>,
    phone_signs: Arc<PhoneSigns>,
    turn: Arc<Turn>,
    attempts: Arc<Attempts>,
    offline_sync_done: Arc<Notify>,
    presence: Arc<PresenceControl>,
    backend: Arc<Backend>,
    sender: MessageSender,
    /// Requests to WhatsApp in progress. They end with the client at the latest.
    requests: JoinSet<()>,
}

/// What a client leaves behind.
pub(crate) struct EndedClient {
    /// The events of its shutdown.
    pub(crate) events: Vec<Arc<vendor::Event>>,
    pub(crate) identity: Option<Identity>,
}

impl Client {
    /// Starts a client. For its first connection it uses `turn`, which is held; for later ones it acquires it again.
    /// What the owner does not decide goes to `session_events`.
    pub(crate) async fn start(
        context: &ClientContext,
        turn: Arc<Turn>,
        attempts: Arc<Attempts>,
        version: Version,
        session_events: mpsc::UnboundedSender<Event>,
    ) -> anyhow::Result<Client> {
        let backend = context.backend.clone();
        let histories = Arc::<Histories>::default();
        let receiver = context.receiver.with_histories(histories.clone());
        let build = context.build(turn.clone(), attempts.clone(), version, receiver);
        let (client, tasks) = build.await?.into_parts();
        backend.attach(&client.persistence_manager());
        context.presence.attach(&client);
        let is_linked = backend.is_linked();
        if is_linked {
            histories.expect_no_first();
        }
        let sender = MessageSender {
            client: client.clone(),
            backend: backend.clone(),
            acks: Arc::default(),
            restriction: Arc::default(),
            registered: context.registered.clone(),
            histories,
            settings: Arc::default(),
        };
        let (event_sender, events) = mpsc::unbounded_channel();
        let (acks, restriction) = (sender.acks.clone(), sender.restriction.clone());
        let listener = Listener::new(event_sender, context, acks, restriction);
        client.subscribe_handler(Arc::new(listener)).detach();
        let offline_sync_done = Arc::<Notify>::default();
        let mut requests = background_tasks(context, &sender, session_events, tasks);
        requests.spawn(request_missing_messages(
            client.clone(),
            sender.backend.clone(),
            offline_sync_done.clone(),
        ));
        context.ceremony.end();
        let phone_signs = Arc::new(PhoneSigns::new(client.persistence_manager()));
        client.subscribe_handler(phone_signs.clone()).detach();
        Ok(Client {
            phone_codes: Arc::new(PhoneCodes::new(client.clone(), context.route.speed)),
            phone_signs,
            turn,
            attempts,
            offline_sync_done,
            presence: context.presence.clone(),
            backend: context.backend.clone(),
            sender,
            requests,
            stanzas: (!is_linked).then(|| client.acquire_raw_node_forwarding()),
            handle: RunningClient::start(client),
            events,
            has_ended: false,
        })
    }

    /// The next event; `None` when the client has ended and there are no more events.
    pub(crate) async fn next(&mut self) -> Option<Arc<vendor::Event>> {
        if !self.has_ended {
            tokio::select! {
                biased;
                event = self.events.recv() => return event,
                () = &mut self.handle => self.has_ended = true,
            }
        }
        self.events.try_recv().ok()
    }

    /// After the scan, stanzas are of no use here.
    pub(crate) fn stop_reading_stanzas(&mut self) {
        self.stanzas = None;
    }

    pub(crate) fn phone_codes(&self) -> Arc<PhoneCodes> {
        self.phone_codes.clone()
    }

    pub(crate) fn phone_signs(&self) -> Arc<PhoneSigns> {
        self.phone_signs.clone()
    }

    /// Requests a phone code in the background, and sends it to `reply`.
    pub(crate) fn request_phone_code(
        &mut self,
        number: String,
        reply: Reply<PhoneCode, RequestCodeError>,
    ) {
        let phone_codes = self.phone_codes();
        self.spawn(async move {
            let code = phone_codes.get(&number).await;
            // Without a receiver, the code stays active all the same.
            let _ = reply.send(code);
        });
    }

    /// Sends a text in the background, and the result to `reply`.
    pub(crate) fn send_text(&mut self, message: Outgoing, reply: Reply<Sent, SendTextError>) {
        let sender = self.sender.clone();
        self.spawn(async move {
            let _ = reply.send(sender.send(message).await);
        });
    }

    /// Checks a recipient in the background, and sends the result to `reply`.
    pub(crate) fn check_recipient(
        &mut self,
        recipient: Jid,
        reply: Reply<Recipient, SendTextError>,
    ) {
        let sender = self.sender.clone();
        self.spawn(async move {
            let _ = reply.send(sender.check(&recipient).await);
        });
    }

    /// Sets what the session reports about itself, and reports it in the background if it is logged in.
    pub(crate) fn set_presence(&mut self, presence: Presence) {
        self.presence.set(presence);
        self.report_presence();
    }

    /// Reports the session's presence in the background.
    pub(crate) fn report_presence(&mut self) {
        let presence = self.presence.clone();
        self.spawn(async move { presence.report().await });
    }

    fn spawn(&mut self, request: impl Future<Output = ()> + Send + 'static) {
        while self.requests.try_join_next().is_some() {}
        self.requests.spawn(request);
    }

    /// WhatsApp has sent something on the connection, so the next client may dial.
    pub(crate) fn answered(&self) {
        self.attempts.answered();
        self.turn.release();
    }

    /// The connection is closed, so the next client may dial.
    pub(crate) fn disconnected(&self) {
        self.turn.release();
    }

    /// WhatsApp has delivered all waiting messages, so what is missing now has to be requested, and what was left of a
    /// history can be loaded.
    pub(crate) fn offline_sync_done(&self) {
        self.offline_sync_done.notify_one();
        self.sender.histories.wake();
    }

    /// The client's account, once it has one.
    pub(crate) fn identity(&self) -> Option<Identity> {
        identity(&self.handle.client().persistence_manager(), &self.backend)
    }

    /// The secret in the QR code, as the client has it now.
    pub(crate) fn link_secret(&self) -> [u8; 32] {
        let persistence = self.handle.client().persistence_manager();
        persistence.get_device_snapshot().adv_secret_key
    }

    /// Shuts down an unlinked client that was not connected.
    pub(crate) async fn give_up(self) -> EndedClient {
        self.end_within(GIVE_UP_TIMEOUT).await
    }

    /// Shuts the client down.
    pub(crate) async fn shut_down(self) -> EndedClient {
        self.end_within(SHUT_DOWN_TIMEOUT).await
    }

    async fn end_within(self, limit: Duration) -> EndedClient {
        let persistence = self.handle.client().persistence_manager();
        let Client {
            handle,
            mut events,
            backend,
            ..
        } = self;
        if timeout(limit, handle.shut_down()).await.is_err() {
            tracing::warn!("the client did not end in time and was aborted");
        }
        EndedClient {
            events: std::iter::from_fn(|| events.try_recv().ok()).collect(),
            identity: identity(&persistence, &backend),
        }
    }
}

fn identity(persistence: &PersistenceManager, backend: &Backend) -> Option<Identity> {
    let device = persistence.get_device_snapshot();
    Some(Identity {
        pn: device.pn.clone()?,
        lid: device.lid.clone().unwrap_or_default(),
        push_name: backend.push_name(),
    })
}
