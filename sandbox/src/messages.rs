//! Messages between phones and linked devices, with real Signal encryption. A message is sealed for each
//! device on its own and waits, on disk, until that device says it has it; a device that dies before it says
//! so gets the very same bytes again at its next login.

mod delivery;
mod receiving;
mod sealing;
mod writing;

pub(crate) use delivery::{Delivery, confirm, deliver, prepare, refuse, retry, was_retried};
pub(crate) use receiving::receive;
pub(crate) use sealing::{Footing, seal};
pub(crate) use writing::{Draft, WriteError, write};

/// An id as WhatsApp's clients make them.
pub(crate) fn new_id() -> String {
    format!("3EB0{:016X}", rand::random::<u64>())
}
