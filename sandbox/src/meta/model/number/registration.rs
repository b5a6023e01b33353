//! Registering a number for the Cloud API, and the limits on it.

use super::{Hosting, Number};

/// More requests than this within [`ATTEMPT_SECONDS`] are rejected.
const MAX_ATTEMPTS: usize = 10;
const ATTEMPT_SECONDS: u64 = 72 * 3600;
/// After so many wrong PINs every PIN is rejected for [`BLOCK_SECONDS`].
const MAX_WRONG_PINS: u32 = 5;
const BLOCK_SECONDS: u64 = 3600;

/// Why a number was not registered or deregistered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RegistrationError {
    /// It belongs to the WhatsApp Business app, which registers it itself.
    OnBusinessApp,
    NotVerified,
    TooManyAttempts,
    PinMismatch,
    TooManyPins,
    NotRegistered,
}

impl Number {
    /// Registers the number. A number without a PIN gets this one.
    pub(crate) fn register(&mut self, pin: &str, now: u64) -> Result<(), RegistrationError> {
        self.check_attempt(now)?;
        if !self.verified {
            return Err(RegistrationError::NotVerified);
        }
        self.check_pin(pin, now)?;
        self.pin = Some(pin.to_owned());
        self.hosting = Hosting::CloudApi;
        self.registrations += 1;
        Ok(())
    }

    /// Ends the registration. The PIN stays.
    pub(crate) fn deregister(&mut self, now: u64) -> Result<(), RegistrationError> {
        self.check_attempt(now)?;
        if self.hosting == Hosting::Unregistered {
            return Err(RegistrationError::NotRegistered);
        }
        self.hosting = Hosting::Unregistered;
        Ok(())
    }

    fn check_attempt(&mut self, now: u64) -> Result<(), RegistrationError> {
        if self.hosting == Hosting::BusinessApp {
            return Err(RegistrationError::OnBusinessApp);
        }
        self.attempts.retain(|at| now < at + ATTEMPT_SECONDS);
        if self.attempts.len() == MAX_ATTEMPTS {
            return Err(RegistrationError::TooManyAttempts);
        }
        self.attempts.push(now);
        Ok(())
    }

    fn check_pin(&mut self, pin: &str, now: u64) -> Result<(), RegistrationError> {
        if now < self.pin_blocked_until {
            return Err(RegistrationError::TooManyPins);
        }
        if self.pin.as_deref().is_none_or(|own| own == pin) {
            self.wrong_pins = 0;
            return Ok(());
        }
        self.wrong_pins += 1;
        if self.wrong_pins < MAX_WRONG_PINS {
            return Err(RegistrationError::PinMismatch);
        }
        self.wrong_pins = 0;
        self.pin_blocked_until = now + BLOCK_SECONDS;
        Err(RegistrationError::TooManyPins)
    }
}

#[cfg(test)]
mod tests {
    use super::super::NewNumber;
    use super::*;

    fn number(hosting: Hosting) -> Number {
        let new = NewNumber {
            phone_number: String::new(),
            verified_name: None,
            hosting,
            pin: None,
            verified: true,
        };
        Number::new("2".into(), "1", "5511999990001".into(), new)
    }

    #[test]
    fn a_number_is_displayed_in_groups() {
        let table = [
            ("5511999990001", "+55 11 99999-0001"),
            ("15551234567", "+1 555 123-4567"),
            ("493012345678", "+49 301 234-5678"),
        ];
        for (digits, expected) in table {
            let mut number = number(Hosting::Unregistered);
            number.digits = digits.into();
            assert_eq!(number.display(), expected);
        }
    }

    #[test]
    fn the_first_pin_is_kept() {
        let mut number = number(Hosting::Unregistered);
        assert_eq!(number.register("123456", 0), Ok(()));
        assert_eq!(
            number.register("000000", 0),
            Err(RegistrationError::PinMismatch)
        );
        assert_eq!(number.deregister(0), Ok(()));
        assert_eq!(number.deregister(0), Err(RegistrationError::NotRegistered));
        assert_eq!(number.register("123456", 0), Ok(()));
        assert_eq!(number.registrations, 2);
    }

    #[test]
    fn wrong_pins_block_the_right_one_for_an_hour() {
        let mut number = number(Hosting::Unregistered);
        number.pin = Some("123456".into());
        let mismatch = Err(RegistrationError::PinMismatch);
        for _ in 1..MAX_WRONG_PINS {
            assert_eq!(number.register("000000", 0), mismatch);
        }
        let blocked = Err(RegistrationError::TooManyPins);
        assert_eq!(number.register("000000", 0), blocked);
        assert_eq!(number.register("123456", BLOCK_SECONDS - 1), blocked);
        assert_eq!(number.register("123456", BLOCK_SECONDS), Ok(()));
    }

    #[test]
    fn ten_attempts_are_allowed_in_three_days() {
        let mut number = number(Hosting::Unregistered);
        for _ in 0..MAX_ATTEMPTS {
            assert_eq!(number.register("123456", 5), Ok(()));
        }
        let late = 5 + ATTEMPT_SECONDS;
        assert_eq!(
            number.register("123456", late - 1),
            Err(RegistrationError::TooManyAttempts)
        );
        assert_eq!(number.register("123456", late), Ok(()));
    }

    #[test]
    fn a_number_of_the_business_app_is_not_registered() {
        let mut number = number(Hosting::BusinessApp);
        let expected = Err(RegistrationError::OnBusinessApp);
        assert_eq!(number.register("123456", 0), expected);
        assert_eq!(number.deregister(0), expected);
    }
}
