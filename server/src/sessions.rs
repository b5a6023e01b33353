//! The operations on sessions and widget sessions, one file per operation. Contains neither HTTP nor SQL; `connection`
//! alone imports the engine.

pub mod cancel;
pub mod cloud;
pub mod cloud_watch;
pub mod command;
pub mod connection;
pub mod control;
pub mod create;
pub mod create_widget;
pub mod delete;
mod dispatch;
mod driver;
pub mod drivers;
pub mod end_access;
pub mod end_link;
mod envelope;
pub mod expiry;
pub mod find;
pub mod first_messages;
pub mod funnel;
pub mod history;
pub mod hub;
pub mod link_streams;
pub mod meta_apps;
pub mod meta_events;
pub mod methods;
pub mod open_widget;
pub mod pair_by_phone;
pub mod phone_watch;
pub mod purge;
pub mod reachability;
pub mod renew;
pub mod report;
pub mod resume;
pub mod send_message;
pub mod signup;
pub mod unlink_wave;
pub mod unlinking;
pub mod update;
pub mod view;
pub mod watch;

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use tokio::sync::Mutex;

use self::connection::Connections;
use self::connection::proxy::ProxyGuard;
use self::drivers::Drivers;
use self::hub::Hub;
use self::link_streams::LinkStreams;
use self::meta_apps::MetaApps;
use self::methods::AvailableMethods;
use self::reachability::Reachability;
use self::signup::RunningSignups;
use crate::domain::phone::PhoneNumber;
use crate::domain::time::Timestamp;
use crate::domain::unlink_wave::UnlinkWaves;
use crate::runtime::clock::SharedClock;
use crate::runtime::ids::Ids;
use crate::runtime::metrics::Metrics;
use crate::runtime::tasks::Tasks;
use crate::security::signing::{Key, KeyRing};
use crate::store::Store;

/// The state of this feature; cloning shares it.
#[derive(Clone)]
pub struct Sessions(Arc<State>);

pub struct State {
    pub store: Store,
    pub connections: Connections,
    pub clock: SharedClock,
    pub ids: Arc<Ids>,
    pub tasks: Tasks,
    pub metrics: Arc<Metrics>,
    pub widget_tokens: KeyRing,
    /// Names phone numbers that are counted; it stays when every other key is rotated.
    pub phone_numbers: Key,
    pub hub: Hub,
    pub link_streams: LinkStreams,
    pub drivers: Drivers,
    /// Which addresses the proxies of sessions may have.
    pub proxies: ProxyGuard,
    pub reach: Reachability,
    pub methods: AvailableMethods,
    /// Whether the widget offers a phone to open WhatsApp.
    pub open_whatsapp: bool,
    /// Whether WhatsApp codes are drawn with WhatsApp's own link in front.
    pub qr_link: bool,
    /// Each link has to name the pages that may embed it.
    pub requires_origins: bool,
    pub meta: MetaApps,
    pub signups: RunningSignups,
    /// How long links are kept after they expired.
    pub link_retention: Duration,
    /// The unlinks of the last minutes, of all tenants.
    pub unlink_waves: Mutex<UnlinkWaves>,
}

impl Sessions {
    pub fn new(state: State) -> Self {
        Sessions(Arc::new(state))
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A keyed hash of a number: it can be counted with, and the number cannot be read from it.
    pub fn number_hash(&self, number: &PhoneNumber) -> String {
        let keyed = self
            .phone_numbers
            .sign(format!("phone number {}", number.as_str()).as_bytes());
        hex::encode(Sha256::digest(keyed))
    }
}

impl Deref for Sessions {
    type Target = State;

    fn deref(&self) -> &State {
        &self.0
    }
}
