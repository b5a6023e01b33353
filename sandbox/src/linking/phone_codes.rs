//! The phone codes that clients requested. The client generates the code and the server never sees it: the server
//! knows the number that it is for, and forwards what the phone and the client send each other. A number has one
//! code at a time; a later request replaces an earlier one.

use std::collections::HashMap;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::Instant;

use super::LinkError;
use crate::clock::Speed;
use crate::keys::PublicBytes;
use crate::peer::ConnectionId;

/// Salt, initialisation vector and a public key that is encrypted with the code.
const WRAPPED_KEY_LENGTH: usize = 80;
pub(crate) type WrappedKey = [u8; WRAPPED_KEY_LENGTH];
/// Names a request to both sides.
pub(crate) type CodeReference = [u8; 16];

const LIFETIME: Duration = Duration::from_secs(180);
/// How often the code may be typed on the phone.
const MAX_ATTEMPTS: u32 = 3;
/// Ended requests are kept up to this number of requests, to answer "expired" or "used".
const MAX_REQUESTS: usize = 1024;

#[derive(Default)]
pub(crate) struct PhoneCodes {
    by_number: HashMap<String, Request>,
}

struct Request {
    by: ConnectionId,
    reference: CodeReference,
    companion_key: WrappedKey,
    until: Instant,
    attempts: u32,
    stage: Stage,
}

enum Stage {
    AwaitingPhone,
    /// The phone has sent its key, and waits for the client's keys.
    AwaitingClient(oneshot::Sender<Finish>),
    Used,
    ConnectionEnded,
}

/// The client's keys, encrypted for the phone. They are the client's last step.
pub(crate) struct Finish {
    pub(crate) bundle: Vec<u8>,
    pub(crate) identity_key: PublicBytes,
}

/// One attempt to link by a code that was typed on the phone.
pub(crate) struct Attempt {
    pub(crate) by: ConnectionId,
    pub(crate) reference: CodeReference,
    pub(crate) companion_key: WrappedKey,
    pub(crate) finish: oneshot::Receiver<Finish>,
}

impl PhoneCodes {
    /// A client requests a code for `number`.
    pub(crate) fn request(
        &mut self,
        number: &str,
        by: ConnectionId,
        companion_key: WrappedKey,
        now: Instant,
        speed: Speed,
    ) -> CodeReference {
        if self.by_number.len() >= MAX_REQUESTS {
            self.by_number
                .retain(|_, request| now < request.until && !request.has_ended());
        }
        let reference = rand::random();
        let request = Request {
            by,
            reference,
            companion_key,
            until: now + speed.scale(LIFETIME),
            attempts: 0,
            stage: Stage::AwaitingPhone,
        };
        self.by_number.insert(number.to_owned(), request);
        reference
    }

    /// The connection that shows a code for `number`, if it can be typed at `now`.
    pub(crate) fn look_up(&self, number: &str, now: Instant) -> Result<ConnectionId, LinkError> {
        let request = self
            .by_number
            .get(number)
            .ok_or(LinkError::NoCodeRequested)?;
        match request.stage {
            Stage::Used | Stage::AwaitingClient(_) => Err(LinkError::CodeUsed),
            Stage::ConnectionEnded => Err(LinkError::CodeExpired),
            Stage::AwaitingPhone if now >= request.until || request.attempts >= MAX_ATTEMPTS => {
                Err(LinkError::CodeExpired)
            }
            Stage::AwaitingPhone => Ok(request.by),
        }
    }

    /// A code was typed on the phone. Its request waits for the client's keys from now on.
    pub(crate) fn start_attempt(
        &mut self,
        number: &str,
        now: Instant,
    ) -> Result<Attempt, LinkError> {
        let by = self.look_up(number, now)?;
        let request = self
            .by_number
            .get_mut(number)
            .ok_or(LinkError::NoCodeRequested)?;
        let (sender, finish) = oneshot::channel();
        request.attempts += 1;
        request.stage = Stage::AwaitingClient(sender);
        Ok(Attempt {
            by,
            reference: request.reference,
            companion_key: request.companion_key,
            finish,
        })
    }

    /// Passes the client's keys to the phone that waits for them.
    pub(crate) fn finish_attempt(
        &mut self,
        number: &str,
        by: ConnectionId,
        reference: &[u8],
        finish: Finish,
    ) -> FinishResult {
        let request = self.by_number.get_mut(number);
        let request = request.filter(|request| request.by == by && request.reference == *reference);
        let Some(request) = request else {
            return FinishResult::Unexpected;
        };
        match std::mem::replace(&mut request.stage, Stage::AwaitingPhone) {
            Stage::AwaitingClient(phone) => {
                // The phone may have stopped waiting at this moment, which is no fault of the client.
                let _ = phone.send(finish);
                FinishResult::Delivered
            }
            earlier => {
                request.stage = earlier;
                FinishResult::Unexpected
            }
        }
    }

    /// The phone no longer waits. The code can be typed again.
    pub(crate) fn cancel_attempt(&mut self, number: &str, reference: &CodeReference) {
        if let Some(request) = self.by_number.get_mut(number)
            && request.reference == *reference
            && matches!(request.stage, Stage::AwaitingClient(_))
        {
            request.stage = Stage::AwaitingPhone;
        }
    }

    /// The link is offered, so the code cannot be used again.
    pub(crate) fn mark_used(&mut self, number: &str, reference: &CodeReference) {
        if let Some(request) = self.by_number.get_mut(number)
            && request.reference == *reference
        {
            request.stage = Stage::Used;
        }
    }

    /// The connection ended, so the code that it showed cannot be used.
    pub(crate) fn remove(&mut self, connection: ConnectionId) {
        let shown = self.by_number.values_mut();
        for request in shown.filter(|request| request.by == connection) {
            if !matches!(request.stage, Stage::Used) {
                request.stage = Stage::ConnectionEnded;
            }
        }
    }
}

impl Request {
    fn has_ended(&self) -> bool {
        matches!(self.stage, Stage::Used | Stage::ConnectionEnded)
    }
}

/// Whether a phone waited for the client's keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FinishResult {
    Delivered,
    Unexpected,
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANA: &str = "5511999990001";

    struct TestCodes {
        codes: PhoneCodes,
        start: Instant,
    }

    impl TestCodes {
        fn new() -> TestCodes {
            TestCodes {
                codes: PhoneCodes::default(),
                start: Instant::now(),
            }
        }

        fn request(&mut self, by: ConnectionId) -> CodeReference {
            let speed = Speed::new(1.0).unwrap();
            let key = [0; WRAPPED_KEY_LENGTH];
            self.codes.request(ANA, by, key, self.start, speed)
        }

        fn state(&self, after: u64) -> &'static str {
            let now = self.start + Duration::from_secs(after);
            let result = self.codes.look_up(ANA, now);
            result.map_or_else(|error| error.code(), |_| "ok")
        }

        fn finish(&mut self, by: ConnectionId, reference: &CodeReference) -> FinishResult {
            let finish = Finish {
                bundle: Vec::new(),
                identity_key: [0; 32],
            };
            self.codes.finish_attempt(ANA, by, reference, finish)
        }
    }

    #[test]
    fn a_request_ends_after_three_minutes_or_with_its_connection() {
        let mut test = TestCodes::new();
        assert_eq!(test.state(0), "no_code_requested");
        test.request(1);
        assert_eq!(test.state(179), "ok");
        assert_eq!(test.state(180), "code_expired");
        test.codes.remove(2);
        assert_eq!(test.state(0), "ok");
        test.codes.remove(1);
        assert_eq!(test.state(0), "code_expired");
    }

    #[test]
    fn a_later_request_replaces_an_earlier_one() {
        let mut test = TestCodes::new();
        let first = test.request(1);
        let second = test.request(2);
        let attempt = test.codes.start_attempt(ANA, test.start).unwrap();
        assert_eq!((attempt.by, attempt.reference), (2, second));
        assert_eq!(test.finish(1, &first), FinishResult::Unexpected);
        assert_eq!(test.finish(2, &second), FinishResult::Delivered);
    }

    #[test]
    fn a_code_can_be_typed_three_times() {
        let mut test = TestCodes::new();
        let reference = test.request(1);
        for _ in 0..MAX_ATTEMPTS {
            assert_eq!(test.state(0), "ok");
            test.codes.start_attempt(ANA, test.start).unwrap();
            assert_eq!(test.state(0), "code_used");
            assert_eq!(test.finish(1, &reference), FinishResult::Delivered);
        }
        assert_eq!(test.state(0), "code_expired");
    }

    #[test]
    fn a_used_code_stays_used() {
        let mut test = TestCodes::new();
        let reference = test.request(1);
        test.codes.mark_used(ANA, &reference);
        test.codes.remove(1);
        assert_eq!(test.state(0), "code_used");
        assert_eq!(test.finish(1, &reference), FinishResult::Unexpected);
    }

    #[test]
    fn the_clients_keys_are_taken_only_while_the_phone_waits() {
        let mut test = TestCodes::new();
        let reference = test.request(1);
        assert_eq!(test.finish(1, &reference), FinishResult::Unexpected);
        test.codes.start_attempt(ANA, test.start).unwrap();
        test.codes.cancel_attempt(ANA, &reference);
        assert_eq!(test.finish(1, &reference), FinishResult::Unexpected);
        assert_eq!(test.state(0), "ok");
    }
}
