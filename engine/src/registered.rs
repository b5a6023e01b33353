//! Which numbers have a WhatsApp account. WhatsApp distrusts clients that ask often, so it is asked only before a first
//! message to a person, and the answers are kept for a while.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, timeout};
use wacore_binary::Jid;
use whatsapp_rust::Client;

/// How long WhatsApp may take to answer. Without an answer the message is sent.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(3);

/// How long an answer is kept.
const MAX_AGE: Duration = Duration::from_secs(3600);

/// How many answers are kept.
const MAX_ANSWERS: usize = 200;

/// The answers of one session, the oldest first.
#[derive(Default)]
pub(crate) struct RegisteredNumbers(Mutex<VecDeque<Answer>>);

struct Answer {
    number: String,
    is_registered: bool,
    at: Instant,
}

impl RegisteredNumbers {
    /// Whether WhatsApp says that this number has no account.
    pub(crate) async fn is_unregistered(&self, client: &Client, person: &Jid) -> bool {
        if !person.is_pn() {
            // Only accounts have a LID.
            return false;
        }
        if let Some(is_registered) = self.known(&person.user, Instant::now()) {
            return !is_registered;
        }
        let contacts = client.contacts();
        let requested = [person.clone()];
        let answer = timeout(ANSWER_TIMEOUT, contacts.is_on_whatsapp(&requested)).await;
        let Ok(Ok(answers)) = answer else {
            return false;
        };
        let Some(answer) = answers.first().filter(|it| it.contact_error.is_none()) else {
            return false;
        };
        self.learn(&person.user, answer.is_registered, Instant::now());
        !answer.is_registered
    }

    fn known(&self, number: &str, now: Instant) -> Option<bool> {
        let mut answers = self.lock();
        answers.retain(|answer| now.duration_since(answer.at) < MAX_AGE);
        let answer = answers.iter().find(|answer| answer.number == number)?;
        Some(answer.is_registered)
    }

    fn learn(&self, number: &str, is_registered: bool, at: Instant) {
        let mut answers = self.lock();
        if answers.len() == MAX_ANSWERS {
            answers.pop_front();
        }
        answers.push_back(Answer {
            number: number.to_owned(),
            is_registered,
            at,
        });
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Answer>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_kept_for_an_hour() {
        let (numbers, now) = (RegisteredNumbers::default(), Instant::now());
        numbers.learn("5511999990001", false, now);
        assert_eq!(numbers.known("5511999990001", now), Some(false));
        assert_eq!(numbers.known("5521988880002", now), None);
        assert_eq!(numbers.known("5511999990001", now + MAX_AGE), None);
    }

    #[test]
    fn the_oldest_answer_is_dropped_first() {
        let (numbers, now) = (RegisteredNumbers::default(), Instant::now());
        for index in 0..=MAX_ANSWERS {
            numbers.learn(&index.to_string(), true, now);
        }
        assert_eq!(numbers.known("0", now), None);
        assert_eq!(numbers.known("1", now), Some(true));
    }
}
