//! Making things go wrong on purpose.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::input::Body;
use super::reply::{Data, Failure, data};
use crate::faults::LoginRefusal;
use crate::network::Network;

/// How long a ban lasts where the call does not say.
const DEFAULT_BAN: Duration = Duration::from_secs(3600);
/// More than this is a mistyped number rather than a slow network.
const LONGEST_LATENCY_MS: u64 = 60_000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Faults {
    drop_now: Option<bool>,
    latency_ms: Option<u64>,
    refuse_next_login: Option<Refuse>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Refuse {
    reason: u16,
    expire_seconds: Option<u64>,
}

impl Refuse {
    fn check(&self) -> Result<LoginRefusal, Failure> {
        if self.expire_seconds.is_some() && self.reason != 402 {
            return Err(Failure::bad_request(
                "invalid_fault",
                "only reason 402 expires, so only it takes expireSeconds",
            ));
        }
        let expires = self.expire_seconds.map_or(DEFAULT_BAN, Duration::from_secs);
        match self.reason {
            401 => Ok(LoginRefusal::LoggedOut),
            402 => Ok(LoginRefusal::TemporaryBan { expires }),
            403 => Ok(LoginRefusal::Locked),
            405 => Ok(LoginRefusal::Outdated),
            503 => Ok(LoginRefusal::Unavailable),
            other => Err(Failure::bad_request(
                "invalid_fault",
                format!("a login is refused with 401, 402, 403, 405 or 503, not {other}"),
            )),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Caused {
    /// How many connections were cut.
    dropped: usize,
    latency_ms: u64,
}

pub(super) async fn cause(
    State(network): State<Arc<Network>>,
    Body(faults): Body<Faults>,
) -> Result<Json<Data<Caused>>, Failure> {
    let refusal = faults
        .refuse_next_login
        .as_ref()
        .map(Refuse::check)
        .transpose()?;
    if let Some(latency_ms) = faults.latency_ms {
        if latency_ms > LONGEST_LATENCY_MS {
            let error = format!("latencyMs is at most {LONGEST_LATENCY_MS}");
            return Err(Failure::bad_request("invalid_fault", error));
        }
        network.faults.set_latency(latency_ms);
    }
    if let Some(refusal) = refusal {
        network.faults.refuse_next_login(refusal);
    }
    // Last, so that the clients that come back at once meet the other faults.
    let dropped = match faults.drop_now {
        Some(true) => network.live.cut_all(),
        Some(false) | None => 0,
    };
    let latency_ms = u64::try_from(network.faults.latency().as_millis()).unwrap_or(u64::MAX);
    Ok(data(Caused {
        dropped,
        latency_ms,
    }))
}
