//! Making things go wrong on purpose: `POST /sandbox/faults` takes any of these, together or one by one.
//!
//! | field | what goes wrong |
//! |---|---|
//! | `latencyMs` | every stanza to a client is late |
//! | `dropNow` | `true` or `{phoneNumber}`: lines are cut without a word |
//! | `refuseNextLogin`, `refuseLogins` | `{reason, times?, phoneNumber?, expireSeconds?}`: 401 unlinked, 402 banned for a while, 403 locked, 405 client too old, 409 taken over by another client, 503 unavailable, any other from 400 to 599 unexplained |
//! | `ban` | `{phoneNumber, expireSeconds}`: banned until then, and cut off |
//! | `throttleCodes` | `{times, retryAfterSeconds?}`: no phone codes |
//! | `demandPasskey` | `{times}`: a passkey is wanted before linking |
//! | `spoilLinks` | `{times}`: a link reaches the client with a seal that does not fit, so that it refuses |
//! | `ignoreSettings` | `{times}`: requests for the account's settings (app state) are not answered |
//! | `loseRetries` | `{times}`: requests for another copy of a message get lost |
//! | `replace` | `{phoneNumber}`: another client takes over what is connected |
//! | `streamError` | `{phoneNumber, code}`: the stream ends with an error |
//!
//! `DELETE /sandbox/faults` forgets them all.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::input::Body;
use super::reply::{ApiError, Data, data};
use crate::faults::{CodeThrottle, LoginError, LoginFault, Target};
use crate::network::Network;
use crate::nodes::stream;
use crate::phone;

/// How long a ban lasts where the call does not say.
const DEFAULT_BAN: Duration = Duration::from_secs(3600);
/// More than this is a mistyped number rather than a slow network.
const LONGEST_LATENCY_MS: u64 = 60_000;
/// More than this is a mistyped number rather than a long ban.
const LONGEST_BAN_SECONDS: u64 = 365 * 24 * 3600;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Faults {
    drop_now: Option<Drop>,
    latency_ms: Option<u64>,
    refuse_next_login: Option<Refuse>,
    refuse_logins: Option<Refuse>,
    throttle_codes: Option<Throttle>,
    demand_passkey: Option<Times>,
    lose_retries: Option<Times>,
    spoil_links: Option<Times>,
    ignore_settings: Option<Times>,
    ban: Option<Ban>,
    replace: Option<OnePhone>,
    stream_error: Option<StreamError>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Drop {
    Everybody(bool),
    One(OnePhone),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct OnePhone {
    phone_number: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Refuse {
    reason: u16,
    expire_seconds: Option<u64>,
    times: Option<u32>,
    phone_number: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Throttle {
    times: u32,
    retry_after_seconds: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Times {
    times: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Ban {
    phone_number: String,
    expire_seconds: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct StreamError {
    phone_number: String,
    code: String,
}

impl Refuse {
    fn check(&self) -> Result<LoginFault, ApiError> {
        if self.expire_seconds.is_some() && self.reason != 402 {
            return Err(invalid(
                "only reason 402 expires, so only it takes expireSeconds",
            ));
        }
        let expires = self.expire_seconds.map(ban_time).transpose()?;
        let refusal = match self.reason {
            401 => LoginError::LoggedOut,
            402 => LoginError::TemporaryBan {
                expires: expires.unwrap_or(DEFAULT_BAN),
            },
            403 => LoginError::Locked,
            405 => LoginError::Outdated,
            409 => LoginError::TakenOver,
            503 => LoginError::Unavailable,
            other @ 400..=599 => LoginError::Other(other),
            other => {
                return Err(invalid(format!(
                    "a login is refused with a number from 400 to 599, not {other}"
                )));
            }
        };
        let number = self
            .phone_number
            .as_deref()
            .map(phone::digits)
            .transpose()?;
        Ok(LoginFault {
            error: refusal,
            times: self.times.unwrap_or(1),
            target: number.map_or(Target::All, Target::Phone),
        })
    }
}

fn ban_time(seconds: u64) -> Result<Duration, ApiError> {
    if seconds > LONGEST_BAN_SECONDS {
        return Err(invalid("a ban lasts a year at most"));
    }
    Ok(Duration::from_secs(seconds))
}

fn invalid(error: impl Into<String>) -> ApiError {
    ApiError::bad_request("invalid_fault", error)
}

impl Faults {
    /// Turns everything into what it means before anything goes wrong, so that a refused call does nothing.
    fn check(self) -> Result<Vec<Act>, ApiError> {
        let mut acts = Vec::new();
        if let Some(latency_ms) = self.latency_ms {
            if latency_ms > LONGEST_LATENCY_MS {
                return Err(invalid(format!(
                    "latencyMs is at most {LONGEST_LATENCY_MS}"
                )));
            }
            acts.push(Act::Slow(latency_ms));
        }
        for refuse in [self.refuse_next_login, self.refuse_logins]
            .into_iter()
            .flatten()
        {
            acts.push(Act::RefuseLogins(refuse.check()?));
        }
        if let Some(Throttle {
            times,
            retry_after_seconds: retry_after,
        }) = self.throttle_codes
        {
            acts.push(Act::ThrottleCodes(CodeThrottle { times, retry_after }));
        }
        if let Some(Times { times }) = self.demand_passkey {
            acts.push(Act::DemandPasskeys(times));
        }
        if let Some(Times { times }) = self.lose_retries {
            acts.push(Act::LoseRetries(times));
        }
        if let Some(Times { times }) = self.spoil_links {
            acts.push(Act::SpoilLinks(times));
        }
        if let Some(Times { times }) = self.ignore_settings {
            acts.push(Act::IgnoreSettings(times));
        }
        if let Some(ban) = self.ban {
            let time = ban_time(ban.expire_seconds)?;
            acts.push(Act::Ban(phone::digits(&ban.phone_number)?, time));
        }
        if let Some(OnePhone { phone_number }) = self.replace {
            acts.push(Act::Replace(phone::digits(&phone_number)?));
        }
        if let Some(StreamError { phone_number, code }) = self.stream_error {
            if code.parse::<u16>().is_err() {
                return Err(invalid("the code of a stream error is a number, like 500"));
            }
            acts.push(Act::StreamError(phone::digits(&phone_number)?, code));
        }
        // Last, so that the clients that come back at once meet the other faults.
        match self.drop_now {
            Some(Drop::Everybody(true)) => acts.push(Act::Drop(Target::All)),
            Some(Drop::One(one)) => {
                acts.push(Act::Drop(Target::Phone(phone::digits(&one.phone_number)?)));
            }
            Some(Drop::Everybody(false)) | None => {}
        }
        Ok(acts)
    }
}

/// One thing that goes wrong.
enum Act {
    Slow(u64),
    RefuseLogins(LoginFault),
    ThrottleCodes(CodeThrottle),
    DemandPasskeys(u32),
    LoseRetries(u32),
    SpoilLinks(u32),
    IgnoreSettings(u32),
    Ban(String, Duration),
    Replace(String),
    StreamError(String, String),
    Drop(Target),
}

impl Act {
    /// Does it, and says how many connections it ended.
    fn perform(self, network: &Network) -> usize {
        let faults = &network.faults;
        match self {
            Act::Slow(latency_ms) => faults.set_latency(latency_ms),
            Act::RefuseLogins(fault) => faults.fail_logins(fault),
            Act::ThrottleCodes(throttle) => faults.throttle_codes(throttle),
            Act::DemandPasskeys(times) => faults.require_passkeys(times),
            Act::SpoilLinks(times) => faults.corrupt_links(times),
            Act::IgnoreSettings(times) => faults.ignore_settings(times),
            Act::LoseRetries(times) => faults.drop_retries(times),
            Act::Ban(number, time) => {
                faults.ban(number.clone(), Instant::now() + time);
                return network.abort(&Target::Phone(number));
            }
            Act::Replace(number) => return network.disconnect(&number, &stream::replaced()),
            Act::StreamError(number, code) => {
                return network.disconnect(&number, &stream::error(&code));
            }
            Act::Drop(whose) => return network.abort(&whose),
        }
        0
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Caused {
    /// How many connections were ended.
    dropped: usize,
    latency_ms: u64,
}

pub(super) async fn cause(
    State(network): State<Arc<Network>>,
    Body(faults): Body<Faults>,
) -> Result<Json<Data<Caused>>, ApiError> {
    let acts = faults.check()?;
    let dropped = acts.into_iter().map(|act| act.perform(&network)).sum();
    Ok(data(Caused {
        dropped,
        latency_ms: latency_ms(&network),
    }))
}

pub(super) async fn clear(State(network): State<Arc<Network>>) -> Json<Data<Caused>> {
    network.faults.clear();
    data(Caused {
        dropped: 0,
        latency_ms: latency_ms(&network),
    })
}

fn latency_ms(network: &Network) -> u64 {
    u64::try_from(network.faults.latency().as_millis()).unwrap_or(u64::MAX)
}
