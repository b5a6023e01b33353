//! The effects of faults on the network.

use std::time::Duration;

use tokio::time::Instant;

use crate::faults::{AppStateFault, CodeThrottle, LoginFault, Power, RefusedMessages, Target};
use crate::messages::restrict;
use crate::network::Network;
use crate::nodes::stream;
use crate::web_version::{Minimum, Published};

/// The effect of one fault.
pub(super) enum Effect {
    Latency(u64),
    FailLogins(LoginFault),
    ThrottleCodes(CodeThrottle),
    RequirePasskeys(u32),
    DropRetries(u32),
    CorruptLinks(u32),
    IgnoreSettings(u32),
    FailAppState(AppStateFault),
    HoldResends(bool),
    LoseUnlinkReplies(u32),
    MinimumVersion(Minimum),
    Publish(Published),
    Power(String, Power),
    RefuseMessages(RefusedMessages),
    DelayAcks(u32, Duration),
    LoseAcks(u32),
    Timelock(String, u64),
    WithholdHistories(u32),
    WithholdSalts(u32),
    Ban(String, Duration),
    Replace(String),
    StreamError(String, String),
    Abort(Target),
}

impl Effect {
    /// Applies it, and returns how many connections it ended.
    pub(super) fn apply(self, network: &Network) -> usize {
        let faults = &network.faults;
        match self {
            Effect::Latency(latency_ms) => faults.set_latency(latency_ms),
            Effect::FailLogins(fault) => faults.fail_logins(fault),
            Effect::ThrottleCodes(throttle) => faults.throttle_codes(throttle),
            Effect::RequirePasskeys(times) => faults.require_passkeys(times),
            Effect::DropRetries(times) => faults.drop_retries(times),
            Effect::CorruptLinks(times) => faults.corrupt_links(times),
            Effect::IgnoreSettings(times) => faults.ignore_settings(times),
            Effect::FailAppState(fault) => faults.fail_app_state(fault),
            Effect::HoldResends(hold) => faults.hold_resends(hold),
            Effect::LoseUnlinkReplies(times) => faults.lose_unlink_replies(times),
            Effect::MinimumVersion(minimum) => faults.versions.set_minimum(minimum),
            Effect::Publish(published) => faults.versions.publish(published),
            Effect::Power(number, power) => faults.switch_phone(number, power),
            Effect::RefuseMessages(fault) => faults.messages.refuse(fault),
            Effect::DelayAcks(times, lateness) => faults.messages.delay_acks(times, lateness),
            Effect::WithholdHistories(times) => faults.messages.withhold_histories(times),
            Effect::WithholdSalts(times) => faults.messages.withhold_salts(times),
            Effect::LoseAcks(times) => faults.messages.lose_acks(times),
            Effect::Timelock(number, until) => restrict(network, number, until),
            Effect::Ban(number, time) => {
                faults.ban(number.clone(), Instant::now() + time);
                return network.abort(&Target::Phone(number));
            }
            Effect::Replace(number) => return network.disconnect(&number, &stream::replaced()),
            Effect::StreamError(number, code) => {
                return network.disconnect(&number, &stream::error(&code));
            }
            Effect::Abort(target) => return network.abort(&target),
        }
        0
    }
}
