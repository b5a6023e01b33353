//! Messages between phones and linked devices, with real Signal encryption. A message is encrypted for each device
//! separately, and waits on disk until that device confirms it. A device that dies before it confirms receives
//! the same bytes again at its next login.

mod admission;
mod encrypt;
mod queue;
mod read;
mod receipts;
mod receive;
mod resend;
mod send;

pub(crate) use admission::{refusal, restrict, timelock};
pub(crate) use encrypt::{SessionSource, encrypt};
pub(crate) use queue::{Delivery, deliver, prepare};
pub(crate) use read::read_chats;
pub(crate) use receipts::{confirm, reject, retry, was_retried};
pub(crate) use receive::receive;
pub(crate) use resend::answer_held;
pub(crate) use send::{NewMessage, SendMessageError, send};

/// An id in the form that WhatsApp's clients generate.
pub(crate) fn new_id() -> String {
    format!("3EB0{:016X}", rand::random::<u64>())
}
