//! The body of a call that sets faults. All of it is checked before anything is applied, so that a call that is
//! rejected has no effect.

use std::time::Duration;

use serde::Deserialize;

use super::super::reply::ApiError;
use super::effect::Effect;
use super::messages::{LateAcks, RefuseMessages, Timelock};
use super::unlink::UnlinkPhones;
use super::version::{MinimumVersion, PublishedVersion};
use crate::faults::{AppStateFault, CodeThrottle, LoginError, LoginFault, Power, Target};
use crate::phone;

/// How long a ban lasts if the call does not define it.
const DEFAULT_BAN: Duration = Duration::from_secs(3600);
/// A higher latency is taken for a mistake.
const MAX_LATENCY_MS: u64 = 60_000;
/// A longer ban is taken for a mistake.
const MAX_BAN_SECONDS: u64 = 365 * 24 * 3600;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::http) struct FaultsRequest {
    drop_now: Option<Drop>,
    latency_ms: Option<u64>,
    refuse_next_login: Option<RefuseLogins>,
    refuse_logins: Option<RefuseLogins>,
    throttle_codes: Option<ThrottleCodes>,
    demand_passkey: Option<Times>,
    lose_retries: Option<Times>,
    spoil_links: Option<Times>,
    ignore_settings: Option<Times>,
    fail_app_state: Option<AppStateFault>,
    hold_resends: Option<bool>,
    lose_unlink_replies: Option<Times>,
    minimum_version: Option<MinimumVersion>,
    published_version: Option<PublishedVersion>,
    refuse_messages: Option<RefuseMessages>,
    late_acks: Option<LateAcks>,
    lose_acks: Option<Times>,
    timelock: Option<Timelock>,
    withhold_histories: Option<Times>,
    withhold_salts: Option<Times>,
    ban: Option<Ban>,
    phone_off: Option<OnePhone>,
    phone_on: Option<OnePhone>,
    unlink_phones: Option<UnlinkPhones>,
    replace: Option<OnePhone>,
    stream_error: Option<StreamError>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Drop {
    All(bool),
    Phone(OnePhone),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct OnePhone {
    phone_number: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RefuseLogins {
    reason: u16,
    expire_seconds: Option<u64>,
    times: Option<u32>,
    phone_number: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ThrottleCodes {
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

impl FaultsRequest {
    /// The phones whose devices are removed.
    pub(super) fn unlinked_phones(&self) -> Result<Vec<Target>, ApiError> {
        match &self.unlink_phones {
            None | Some(UnlinkPhones::All(false)) => Ok(Vec::new()),
            Some(UnlinkPhones::All(true)) => Ok(vec![Target::All]),
            Some(UnlinkPhones::These(these)) => {
                let numbers = these.phone_numbers.iter();
                let targets = numbers.map(|number| Ok(Target::Phone(phone::digits(number)?)));
                targets.collect()
            }
        }
    }

    pub(super) fn check(self) -> Result<Vec<Effect>, ApiError> {
        let effects = [
            self.latency_ms.map(latency).transpose()?,
            self.refuse_next_login.map(refuse_logins).transpose()?,
            self.refuse_logins.map(refuse_logins).transpose()?,
            self.throttle_codes.map(throttle_codes),
            self.demand_passkey
                .map(|fault| Effect::RequirePasskeys(fault.times)),
            self.lose_retries
                .map(|fault| Effect::DropRetries(fault.times)),
            self.spoil_links
                .map(|fault| Effect::CorruptLinks(fault.times)),
            self.ignore_settings
                .map(|fault| Effect::IgnoreSettings(fault.times)),
            self.fail_app_state.map(Effect::FailAppState),
            self.hold_resends.map(Effect::HoldResends),
            self.lose_unlink_replies
                .map(|fault| Effect::LoseUnlinkReplies(fault.times)),
            self.minimum_version
                .map(MinimumVersion::effect)
                .transpose()?,
            self.published_version
                .map(PublishedVersion::effect)
                .transpose()?,
            self.phone_off
                .map(|phone| power(&phone, Power::Off))
                .transpose()?,
            self.phone_on
                .map(|phone| power(&phone, Power::On))
                .transpose()?,
            self.refuse_messages
                .map(RefuseMessages::effect)
                .transpose()?,
            self.late_acks.map(LateAcks::effect).transpose()?,
            self.lose_acks.map(|fault| Effect::LoseAcks(fault.times)),
            self.timelock.map(Timelock::effect).transpose()?,
            self.withhold_histories
                .map(|fault| Effect::WithholdHistories(fault.times)),
            self.withhold_salts
                .map(|fault| Effect::WithholdSalts(fault.times)),
            self.ban.map(ban).transpose()?,
            self.replace.map(replace).transpose()?,
            self.stream_error.map(stream_error).transpose()?,
            // Last, so that clients that reconnect at once meet the other faults.
            self.drop_now.map(drop_now).transpose()?.flatten(),
        ];
        Ok(effects.into_iter().flatten().collect())
    }
}

fn latency(latency_ms: u64) -> Result<Effect, ApiError> {
    if latency_ms > MAX_LATENCY_MS {
        return Err(invalid(format!("latencyMs is at most {MAX_LATENCY_MS}")));
    }
    Ok(Effect::Latency(latency_ms))
}

fn refuse_logins(fault: RefuseLogins) -> Result<Effect, ApiError> {
    let error = login_error(fault.reason, fault.expire_seconds)?;
    let number = fault.phone_number.as_deref();
    let number = number.map(phone::digits).transpose()?;
    Ok(Effect::FailLogins(LoginFault {
        error,
        times: fault.times.unwrap_or(1),
        target: number.map_or(Target::All, Target::Phone),
    }))
}

fn login_error(reason: u16, expire_seconds: Option<u64>) -> Result<LoginError, ApiError> {
    if expire_seconds.is_some() && reason != 402 {
        return Err(invalid(
            "only reason 402 expires, so only it takes expireSeconds",
        ));
    }
    let expires = expire_seconds.map(ban_time).transpose()?;
    Ok(match reason {
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
    })
}

fn throttle_codes(fault: ThrottleCodes) -> Effect {
    Effect::ThrottleCodes(CodeThrottle {
        times: fault.times,
        retry_after: fault.retry_after_seconds,
    })
}

fn ban(fault: Ban) -> Result<Effect, ApiError> {
    let time = ban_time(fault.expire_seconds)?;
    Ok(Effect::Ban(phone::digits(&fault.phone_number)?, time))
}

fn ban_time(seconds: u64) -> Result<Duration, ApiError> {
    if seconds > MAX_BAN_SECONDS {
        return Err(invalid("a ban lasts a year at most"));
    }
    Ok(Duration::from_secs(seconds))
}

fn power(phone: &OnePhone, power: Power) -> Result<Effect, ApiError> {
    Ok(Effect::Power(phone::digits(&phone.phone_number)?, power))
}

fn replace(fault: OnePhone) -> Result<Effect, ApiError> {
    Ok(Effect::Replace(phone::digits(&fault.phone_number)?))
}

fn stream_error(fault: StreamError) -> Result<Effect, ApiError> {
    if fault.code.parse::<u16>().is_err() {
        return Err(invalid("the code of a stream error is a number, like 500"));
    }
    let number = phone::digits(&fault.phone_number)?;
    Ok(Effect::StreamError(number, fault.code))
}

fn drop_now(fault: Drop) -> Result<Option<Effect>, ApiError> {
    Ok(match fault {
        Drop::All(true) => Some(Effect::Abort(Target::All)),
        Drop::All(false) => None,
        Drop::Phone(one) => {
            let number = phone::digits(&one.phone_number)?;
            Some(Effect::Abort(Target::Phone(number)))
        }
    })
}

pub(super) fn invalid(error: impl Into<String>) -> ApiError {
    ApiError::bad_request("invalid_fault", error)
}
