//! The phone codes that clients asked for. A code is made by the client and never seen by the server, which
//! knows the number it is for, and hands on what the phone and the client say to each other. One code is
//! awaited for a number: who asks later takes the place of who asked before.

use std::collections::HashMap;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::Instant;

use super::Refusal;
use crate::clock::Pace;
use crate::keys::PublicBytes;
use crate::live::ConnectionId;

/// Salt, initialisation vector, key: how both sides send a public key that only the code opens.
pub(crate) const WRAPPED_KEY_LENGTH: usize = 80;
pub(crate) type WrappedKey = [u8; WRAPPED_KEY_LENGTH];
/// By which a request is named to both sides.
pub(crate) type Reference = [u8; 16];

const LIFE: Duration = Duration::from_secs(180);
/// How often a phone may answer a request, which is how often its owner may mistype the code.
const ATTEMPTS: u32 = 3;
/// How many requests are remembered after they ended, to say "expired" rather than "nobody asked".
const REMEMBERED: usize = 1024;

#[derive(Default)]
pub(crate) struct Requests {
    by_number: HashMap<String, Request>,
}

struct Request {
    by: ConnectionId,
    reference: Reference,
    companion_key: WrappedKey,
    until: Instant,
    attempts: u32,
    stage: Stage,
}

enum Stage {
    AwaitingPhone,
    /// The phone has answered, and waits for the client to do so.
    AwaitingFinish(oneshot::Sender<Finish>),
    Used,
    /// The connection ended.
    Gone,
}

/// The client's last word: its keys, sealed for the phone.
pub(crate) struct Finish {
    pub(crate) bundle: Vec<u8>,
    pub(crate) identity_key: PublicBytes,
}

/// A phone's turn to answer a request.
pub(crate) struct Attempt {
    pub(crate) by: ConnectionId,
    pub(crate) reference: Reference,
    pub(crate) companion_key: WrappedKey,
    pub(crate) finish: oneshot::Receiver<Finish>,
}

impl Requests {
    /// A client asks for a code for `number`.
    pub(crate) fn ask(
        &mut self,
        number: &str,
        by: ConnectionId,
        companion_key: WrappedKey,
        now: Instant,
        pace: Pace,
    ) -> Reference {
        if self.by_number.len() >= REMEMBERED {
            self.by_number
                .retain(|_, request| now < request.until && !request.has_ended());
        }
        let reference = rand::random();
        let request = Request {
            by,
            reference,
            companion_key,
            until: now + pace.scale(LIFE),
            attempts: 0,
            stage: Stage::AwaitingPhone,
        };
        self.by_number.insert(number.to_owned(), request);
        reference
    }

    /// Whether a code for `number` could be entered at `now`, and on which connection it is shown.
    pub(crate) fn look_up(&self, number: &str, now: Instant) -> Result<ConnectionId, Refusal> {
        let request = self.by_number.get(number).ok_or(Refusal::NoCodeRequested)?;
        match request.stage {
            Stage::Used | Stage::AwaitingFinish(_) => Err(Refusal::CodeUsed),
            Stage::Gone => Err(Refusal::CodeExpired),
            Stage::AwaitingPhone if now >= request.until || request.attempts >= ATTEMPTS => {
                Err(Refusal::CodeExpired)
            }
            Stage::AwaitingPhone => Ok(request.by),
        }
    }

    /// A code is typed on the phone: from now on its request waits for the client's last word.
    pub(crate) fn attempt(&mut self, number: &str, now: Instant) -> Result<Attempt, Refusal> {
        let by = self.look_up(number, now)?;
        let request = self
            .by_number
            .get_mut(number)
            .ok_or(Refusal::NoCodeRequested)?;
        let (sender, finish) = oneshot::channel();
        request.attempts += 1;
        request.stage = Stage::AwaitingFinish(sender);
        Ok(Attempt {
            by,
            reference: request.reference,
            companion_key: request.companion_key,
            finish,
        })
    }

    /// The client's last word goes to the phone that waits for it. Says whether one did.
    pub(crate) fn finish(
        &mut self,
        number: &str,
        by: ConnectionId,
        reference: &[u8],
        finish: Finish,
    ) -> Finished {
        let request = self.by_number.get_mut(number);
        let request = request.filter(|request| request.by == by && request.reference == *reference);
        let Some(request) = request else {
            return Finished::Unexpected;
        };
        match std::mem::replace(&mut request.stage, Stage::AwaitingPhone) {
            Stage::AwaitingFinish(phone) => {
                // The phone may have given up waiting; then there is nobody to hear it.
                let _ = phone.send(finish);
                Finished::Delivered
            }
            earlier => {
                request.stage = earlier;
                Finished::Unexpected
            }
        }
    }

    /// The phone does not wait any longer; the code can be typed again.
    pub(crate) fn give_up(&mut self, number: &str, reference: &Reference) {
        if let Some(request) = self.by_number.get_mut(number)
            && request.reference == *reference
            && matches!(request.stage, Stage::AwaitingFinish(_))
        {
            request.stage = Stage::AwaitingPhone;
        }
    }

    /// The link is offered: the code has done its work.
    pub(crate) fn use_up(&mut self, number: &str, reference: &Reference) {
        if let Some(request) = self.by_number.get_mut(number)
            && request.reference == *reference
        {
            request.stage = Stage::Used;
        }
    }

    /// The connection ended, and the code that was shown over it with it.
    pub(crate) fn forget(&mut self, connection: ConnectionId) {
        let shown = self.by_number.values_mut();
        for request in shown.filter(|request| request.by == connection) {
            if !matches!(request.stage, Stage::Used) {
                request.stage = Stage::Gone;
            }
        }
    }
}

impl Request {
    fn has_ended(&self) -> bool {
        matches!(self.stage, Stage::Used | Stage::Gone)
    }
}

/// What became of a client's last word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Finished {
    Delivered,
    Unexpected,
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANA: &str = "5511999990001";

    struct Scene {
        requests: Requests,
        start: Instant,
    }

    impl Scene {
        fn new() -> Scene {
            Scene {
                requests: Requests::default(),
                start: Instant::now(),
            }
        }

        fn ask(&mut self, by: ConnectionId) -> Reference {
            let pace = Pace::new(1.0).unwrap();
            let key = [0; WRAPPED_KEY_LENGTH];
            self.requests.ask(ANA, by, key, self.start, pace)
        }

        fn state(&self, after: u64) -> &'static str {
            let now = self.start + Duration::from_secs(after);
            let found = self.requests.look_up(ANA, now);
            found.map_or_else(|refusal| refusal.code(), |_| "ok")
        }

        fn finish(&mut self, by: ConnectionId, reference: &Reference) -> Finished {
            let finish = Finish {
                bundle: Vec::new(),
                identity_key: [0; 32],
            };
            self.requests.finish(ANA, by, reference, finish)
        }
    }

    #[test]
    fn a_request_lives_three_minutes_and_no_longer_than_its_connection() {
        let mut scene = Scene::new();
        assert_eq!(scene.state(0), "no_code_requested");
        scene.ask(1);
        assert_eq!(scene.state(179), "ok");
        assert_eq!(scene.state(180), "code_expired");
        scene.requests.forget(2);
        assert_eq!(scene.state(0), "ok");
        scene.requests.forget(1);
        assert_eq!(scene.state(0), "code_expired");
    }

    #[test]
    fn a_later_request_takes_the_place_of_an_earlier_one() {
        let mut scene = Scene::new();
        let first = scene.ask(1);
        let second = scene.ask(2);
        let attempt = scene.requests.attempt(ANA, scene.start).unwrap();
        assert_eq!((attempt.by, attempt.reference), (2, second));
        assert_eq!(scene.finish(1, &first), Finished::Unexpected);
        assert_eq!(scene.finish(2, &second), Finished::Delivered);
    }

    #[test]
    fn a_code_may_be_mistyped_twice() {
        let mut scene = Scene::new();
        let reference = scene.ask(1);
        for _ in 0..ATTEMPTS {
            assert_eq!(scene.state(0), "ok");
            scene.requests.attempt(ANA, scene.start).unwrap();
            assert_eq!(scene.state(0), "code_used");
            assert_eq!(scene.finish(1, &reference), Finished::Delivered);
        }
        assert_eq!(scene.state(0), "code_expired");
    }

    #[test]
    fn a_used_code_stays_used() {
        let mut scene = Scene::new();
        let reference = scene.ask(1);
        scene.requests.use_up(ANA, &reference);
        scene.requests.forget(1);
        assert_eq!(scene.state(0), "code_used");
        assert_eq!(scene.finish(1, &reference), Finished::Unexpected);
    }

    #[test]
    fn the_last_word_comes_after_the_phones() {
        let mut scene = Scene::new();
        let reference = scene.ask(1);
        assert_eq!(scene.finish(1, &reference), Finished::Unexpected);
        scene.requests.attempt(ANA, scene.start).unwrap();
        scene.requests.give_up(ANA, &reference);
        assert_eq!(scene.finish(1, &reference), Finished::Unexpected);
        assert_eq!(scene.state(0), "ok");
    }
}
