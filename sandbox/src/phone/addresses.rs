//! How an account addresses people. WhatsApp moves accounts from numbers to LIDs, one after the other. A person who
//! chose a username has no number for others.

use serde::{Deserialize, Serialize};

use super::Phone;

/// The addresses in an account's chats with one person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Addresses {
    /// Numbers, as in an account that WhatsApp has not moved. The server refuses a LID.
    #[default]
    Number,
    /// LIDs. The server refuses a number.
    Lid,
}

impl Addresses {
    /// The environment variable with the addresses of new phones.
    pub const VARIABLE: &str = "SANDBOX_ADDRESSES";

    /// Parses the variable's value. Without one, the addresses are those of new accounts at WhatsApp.
    pub fn parse(value: Option<&str>) -> Option<Addresses> {
        match value {
            None | Some("lid") => Some(Addresses::Lid),
            Some("number") => Some(Addresses::Number),
            Some(_) => None,
        }
    }

    /// Reads the variable, with which tests run for either kind of addresses.
    pub fn of_process() -> Addresses {
        let value = std::env::var(Addresses::VARIABLE).ok();
        Addresses::parse(value.as_deref()).expect("SANDBOX_ADDRESSES is `lid` or `number`")
    }
}

/// A phone's address by its number.
pub(crate) fn number_jid(number: &str) -> String {
    format!("{number}@s.whatsapp.net")
}

impl Phone {
    pub(crate) fn lid_jid(&self) -> String {
        format!("{}@lid", self.lid)
    }

    /// The address under which the chats of `reader` have this account.
    pub(crate) fn address_for(&self, reader: &Phone) -> String {
        match self.number_for(reader) {
            Some(number) if reader.addresses == Addresses::Number => number_jid(number),
            _ => self.lid_jid(),
        }
    }

    /// The number, unless a username hides it from `reader`.
    pub(crate) fn number_for(&self, reader: &Phone) -> Option<&str> {
        let is_visible = self.username.is_none() || self.number == reader.number;
        is_visible.then_some(self.number.as_str())
    }
}

/// The accounts that a message concerns.
#[derive(Clone, Copy)]
pub(crate) struct Participants<'a> {
    pub(crate) sender: &'a Phone,
    pub(crate) recipient: &'a Phone,
    /// The one of the two whose device gets this copy.
    pub(crate) reader: &'a Phone,
}

impl Participants<'_> {
    /// Whether the copy is for the sender's own devices.
    pub(crate) fn is_own_copy(&self) -> bool {
        self.reader.number == self.sender.number
    }

    /// The address of the one with this number, as the reader sees it.
    pub(crate) fn address_of(&self, number: &str) -> String {
        let phone = match number {
            number if number == self.sender.number => self.sender,
            _ => self.recipient,
        };
        phone.address_for(self.reader)
    }

    pub(crate) fn recipient_address(&self) -> String {
        self.recipient.address_for(self.reader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phone::NewPhone;

    fn phone(number: &str, addresses: Addresses, username: Option<&str>) -> Phone {
        let mut new = NewPhone::consumer(number, "Ana");
        new.addresses = addresses;
        new.username = username.map(str::to_owned);
        Phone::new(new)
    }

    #[test]
    fn the_address_depends_on_the_reader_and_on_a_username() {
        use Addresses::{Lid, Number};
        let cases = [
            (Number, None, Number, true),
            (Lid, None, Number, true),
            (Number, None, Lid, false),
            (Lid, None, Lid, false),
            (Number, Some("ana"), Number, false),
            (Lid, Some("ana"), Lid, false),
        ];
        for (own, username, readers, by_number) in cases {
            let ana = phone("5511999990001", own, username);
            let reader = phone("5521988880002", readers, None);
            let expected = match by_number {
                true => number_jid("5511999990001"),
                false => format!("{}@lid", ana.lid),
            };
            assert_eq!(ana.address_for(&reader), expected, "{own:?} {readers:?}");
            assert_eq!(ana.number_for(&reader).is_some(), username.is_none());
            assert_eq!(ana.number_for(&ana), Some("5511999990001"));
        }
    }
}
