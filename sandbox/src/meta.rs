//! A stand-in for Meta: the Graph API, the JavaScript SDK, the signup dialog, and webhooks. Paths, parameters,
//! bodies and errors are Meta's, so the service and the widget use the same code here as in production.
//!
//! - `sdk`, `dialog`: what browsers load
//! - `graph`: the Graph API, one file for each group of calls
//! - `webhooks`: what Meta sends
//! - `store`, `state`, `model`: what exists, and the file that keeps it
//! - `removal`: what several of these do together
//! - `codes`, `faults`, `requests`, `secret`, `hosts`: parts without further parts

mod codes;
mod dialog;
mod faults;
mod graph;
mod hosts;
mod model;
mod removal;
mod requests;
mod sdk;
mod secret;
mod state;
mod store;
mod webhooks;

use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::Router;

pub(crate) use codes::Grant;
pub(crate) use dialog::Scenario;
pub(crate) use faults::{Fault, FaultKind};
pub(crate) use graph::Call;
pub use model::MetaApp;
pub(crate) use model::{Account, Hosting, NewNumber, Number, TokenState};
pub(crate) use removal::remove_app;
pub(crate) use requests::RequestRecord;
pub(crate) use state::State;
pub(crate) use webhooks::{Delivery, Signing, Target, bodies, receive, target_of};

use crate::clock::unix_seconds;
use codes::Codes;
use dialog::{Dialogs, Scenarios};
use faults::Faults;
use requests::Requests;
use store::Store;
use webhooks::Webhooks;

pub(crate) struct Meta {
    pub(crate) store: Store,
    pub(crate) codes: Codes,
    pub(crate) dialogs: Dialogs,
    pub(crate) scenarios: Scenarios,
    pub(crate) faults: Faults,
    pub(crate) requests: Requests,
    pub(crate) webhooks: Webhooks,
    /// Where the Graph API listens.
    address: Mutex<Option<String>>,
}

/// All of Meta's hosts. Their paths do not collide, so one router serves them.
pub(crate) fn router(meta: Arc<Meta>) -> Router {
    Router::new()
        .merge(sdk::routes())
        .merge(dialog::routes())
        .fallback(graph::handle)
        .with_state(meta)
}

impl Meta {
    /// Loads the state from a file beside the network's, or creates a new one with two businesses.
    pub(crate) fn open(network_file: Option<&Path>) -> anyhow::Result<Meta> {
        let file = network_file.map(|file| file.with_extension("meta.json"));
        Ok(Meta {
            store: Store::open(file)?,
            codes: Codes::default(),
            dialogs: Dialogs::default(),
            scenarios: Scenarios::default(),
            faults: Faults::default(),
            requests: Requests::default(),
            webhooks: Webhooks::new()?,
            address: Mutex::default(),
        })
    }

    /// Meta's time in seconds since 1970. A control call moves it forward.
    pub(crate) fn now(&self) -> u64 {
        unix_seconds() + self.store.read().clock_ahead
    }

    pub(crate) fn add_app(&self, app: MetaApp) -> anyhow::Result<()> {
        self.store.change(|state| {
            state.apps.insert(app.app_id.clone(), app);
            Ok(())
        })
    }

    pub(crate) fn address(&self) -> Option<String> {
        let address = self.address.lock();
        address.expect("no holder of this lock panics").clone()
    }

    pub(crate) fn set_address(&self, address: String) {
        let mut current = self.address.lock().expect("no holder of this lock panics");
        *current = Some(address);
    }
}
