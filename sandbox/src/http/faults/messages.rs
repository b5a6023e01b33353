//! The parts of a call that set faults of messages.

use std::time::Duration;

use serde::Deserialize;

use super::super::reply::ApiError;
use super::effect::Effect;
use super::request::invalid;
use crate::faults::{RefusedMessages, Target};
use crate::phone;

/// A longer delay is taken for a mistake.
const MAX_DELAY_MS: u64 = 600_000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct RefuseMessages {
    code: u16,
    times: Option<u32>,
    phone_number: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct LateAcks {
    times: u32,
    delay_ms: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Timelock {
    phone_number: String,
    until: u64,
}

impl RefuseMessages {
    pub(super) fn effect(self) -> Result<Effect, ApiError> {
        if !(400..=599).contains(&self.code) {
            return Err(invalid(
                "a message is refused with a number from 400 to 599",
            ));
        }
        let number = self.phone_number.as_deref();
        let number = number.map(phone::digits).transpose()?;
        Ok(Effect::RefuseMessages(RefusedMessages {
            code: self.code,
            times: self.times.unwrap_or(1),
            target: number.map_or(Target::All, Target::Phone),
        }))
    }
}

impl LateAcks {
    pub(super) fn effect(self) -> Result<Effect, ApiError> {
        if self.delay_ms > MAX_DELAY_MS {
            return Err(invalid(format!("delayMs is at most {MAX_DELAY_MS}")));
        }
        let lateness = Duration::from_millis(self.delay_ms);
        Ok(Effect::DelayAcks(self.times, lateness))
    }
}

impl Timelock {
    pub(super) fn effect(self) -> Result<Effect, ApiError> {
        let number = phone::digits(&self.phone_number)?;
        Ok(Effect::Timelock(number, self.until))
    }
}
