//! Faults of the messages that linked devices send: refused, acknowledged late or never, and restricted to people
//! with whom there is a conversation.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use super::{Target, take_one};

/// The next `times` messages are refused with WhatsApp's code.
#[derive(Debug, Clone)]
pub(crate) struct RefusedMessages {
    pub(crate) code: u16,
    pub(crate) times: u32,
    pub(crate) target: Target,
}

/// What happens to the acknowledgement of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AckFault {
    Late(Duration),
    Lost,
}

#[derive(Default)]
pub(crate) struct MessageFaults(Mutex<Active>);

#[derive(Default)]
struct Active {
    refused: Vec<RefusedMessages>,
    late_acks: u32,
    lateness: Duration,
    lost_acks: u32,
    withheld_histories: u32,
    withheld_salts: u32,
    /// Until when a number may not write to strangers, in seconds since 1970.
    timelocks: HashMap<String, u64>,
}

impl MessageFaults {
    /// Replaces an earlier fault with the same target.
    pub(crate) fn refuse(&self, fault: RefusedMessages) {
        let refused = &mut self.active().refused;
        refused.retain(|earlier| earlier.target != fault.target);
        refused.push(fault);
    }

    /// The code with which this message is refused. This uses up the fault.
    pub(crate) fn take_refusal(&self, number: &str) -> Option<u16> {
        let refused = &mut self.active().refused;
        let fault = refused
            .iter_mut()
            .find(|fault| fault.times > 0 && fault.target.includes(number))?;
        fault.times -= 1;
        Some(fault.code)
    }

    /// The next `times` messages are acknowledged late.
    pub(crate) fn delay_acks(&self, times: u32, lateness: Duration) {
        let mut active = self.active();
        active.late_acks = times;
        active.lateness = lateness;
    }

    /// The next `times` messages are not acknowledged.
    pub(crate) fn lose_acks(&self, times: u32) {
        self.active().lost_acks = times;
    }

    pub(crate) fn take_ack_fault(&self) -> Option<AckFault> {
        let mut active = self.active();
        if take_one(&mut active.lost_acks) {
            return Some(AckFault::Lost);
        }
        let is_late = take_one(&mut active.late_acks);
        is_late.then_some(AckFault::Late(active.lateness))
    }

    /// The next `times` newly linked devices get no history from their phone.
    pub(crate) fn withhold_histories(&self, times: u32) {
        self.active().withheld_histories = times;
    }

    pub(crate) fn take_withheld_history(&self) -> bool {
        take_one(&mut self.active().withheld_histories)
    }

    /// The next `times` histories have no salt.
    pub(crate) fn withhold_salts(&self, times: u32) {
        self.active().withheld_salts = times;
    }

    pub(crate) fn take_withheld_salt(&self) -> bool {
        take_one(&mut self.active().withheld_salts)
    }

    /// Restricts a number to its conversations until then. A time that has passed ends the restriction.
    pub(crate) fn set_timelock(&self, number: String, until: u64) {
        self.active().timelocks.insert(number, until);
    }

    /// The end of the restriction of this number, if it is restricted at `now`.
    pub(crate) fn timelock(&self, number: &str, now: u64) -> Option<u64> {
        let until = self.active().timelocks.get(number).copied();
        until.filter(|until| now < *until)
    }

    pub(super) fn clear(&self) {
        *self.active() = Active::default();
    }

    fn active(&self) -> MutexGuard<'_, Active> {
        self.0.lock().expect("no holder of this lock panics")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANA: &str = "5511999990001";
    const BIA: &str = "5521988880002";

    #[test]
    fn a_message_of_another_number_uses_up_no_refusal() {
        let faults = MessageFaults::default();
        faults.refuse(RefusedMessages {
            code: 463,
            times: 1,
            target: Target::Phone(ANA.into()),
        });
        assert_eq!(faults.take_refusal(BIA), None);
        assert_eq!(faults.take_refusal(ANA), Some(463));
        assert_eq!(faults.take_refusal(ANA), None);
    }

    #[test]
    fn acknowledgements_are_lost_before_they_are_late() {
        let faults = MessageFaults::default();
        let second = Duration::from_secs(1);
        faults.delay_acks(1, second);
        faults.lose_acks(1);
        assert_eq!(faults.take_ack_fault(), Some(AckFault::Lost));
        assert_eq!(faults.take_ack_fault(), Some(AckFault::Late(second)));
        assert_eq!(faults.take_ack_fault(), None);
    }

    #[test]
    fn a_restriction_ends_at_its_time() {
        let faults = MessageFaults::default();
        faults.set_timelock(ANA.into(), 100);
        assert_eq!(faults.timelock(ANA, 99), Some(100));
        assert_eq!(faults.timelock(ANA, 100), None);
        assert_eq!(faults.timelock(BIA, 99), None);
    }
}
