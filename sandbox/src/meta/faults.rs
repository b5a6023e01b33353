//! Faults of Graph calls that a caller has set. They end with the process.

use std::sync::{Mutex, MutexGuard};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::graph::Call;

/// What happens to a call.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum FaultKind {
    /// Graph rejects it.
    Error(FaultError),
    /// A page instead of JSON, with this status.
    Html(u16),
    /// Too many calls: status 429 with code 4.
    RateLimit,
    /// It takes so many milliseconds longer.
    SlowMs(u64),
    /// The connection is cut, and nothing is done.
    Reset,
    /// It is done, then the connection is cut.
    DropReply,
    /// `{"success": false}`, and nothing is done.
    SuccessFalse,
    /// It is done, and its reply has these fields, too; `null` removes a field.
    Merge(Map<String, Value>),
    /// Exactly this reply, and nothing is done.
    Reply(FaultReply),
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FaultError {
    pub(crate) code: u32,
    pub(crate) subcode: Option<u32>,
    pub(crate) status: Option<u16>,
    pub(crate) message: Option<String>,
    pub(crate) details: Option<String>,
    #[serde(default)]
    pub(crate) transient: bool,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FaultReply {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl FaultKind {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            FaultKind::Error(_) => "error",
            FaultKind::Html(_) => "html",
            FaultKind::RateLimit => "rateLimit",
            FaultKind::SlowMs(_) => "slowMs",
            FaultKind::Reset => "reset",
            FaultKind::DropReply => "dropReply",
            FaultKind::SuccessFalse => "successFalse",
            FaultKind::Merge(_) => "merge",
            FaultKind::Reply(_) => "reply",
        }
    }
}

/// The next `times` requests of a call meet a fault.
pub(crate) struct Fault {
    pub(crate) call: Call,
    pub(crate) kind: FaultKind,
    pub(crate) times: u32,
}

#[derive(Default)]
pub(crate) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    /// Faults of the same call happen one after the other.
    pub(crate) fn add(&self, fault: Fault) {
        self.faults().push(fault);
    }

    /// The fault of this request. It uses the fault up.
    pub(crate) fn take(&self, call: Call) -> Option<FaultKind> {
        let mut faults = self.faults();
        let fault = faults
            .iter_mut()
            .find(|fault| fault.call == call && fault.times > 0)?;
        fault.times -= 1;
        let kind = fault.kind.clone();
        faults.retain(|fault| fault.times > 0);
        Some(kind)
    }

    pub(crate) fn clear(&self) {
        self.faults().clear();
    }

    fn faults(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.0.lock().expect("no holder of this lock panics")
    }
}
