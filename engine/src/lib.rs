//! The WhatsApp adapter: one live connection per session, commands in, ordered events out.
//!
//! Everything WhatsApp-specific stays in here. The embedder sees an [`Engine`], a [`Line`] to each
//! session it opened, the [`Event`]s of that session, and brings the [`KeyStore`] in which the
//! session's keys survive the process. What the events mean for a customer is the embedder's
//! business; that they are true when they are sent is ours: [`Event::Linked`] is only sent when the
//! link would survive the loss of power.

// The unit tests share tests/support with the integration tests, which use this crate by its name.
#[cfg(test)]
extern crate self as titan_engine;

mod account;
mod attempt;
mod backend;
mod client;
mod code_desk;
mod engine;
mod event;
mod governor;
mod http_route;
mod inbox;
mod keys;
mod line;
mod linked_device;
mod listener;
mod log_out;
#[cfg(test)]
#[path = "../tests/support/memory.rs"]
mod memory;
mod message;
mod network;
mod owner;
mod pace;
mod phone_code;
mod proxy;
mod receive;
mod requests;
mod scan;
mod shown_code;
mod translate;
mod transport;
mod unreachable;
mod version;

pub use account::{Account, Platform};
pub use engine::{Config, Engine};
pub use event::{Event, QrCode, Refusal, Via};
pub use inbox::{Inbox, InboxError, Person, Received};
pub use keys::{Change, KeyStore, KeyStoreError};
pub use line::Line;
pub use linked_device::LinkedDevice;
pub use log_out::LogOut;
pub use message::{NotSent, Outgoing, Quoted, Sent};
pub use network::Network;
pub use phone_code::{CodeRefused, LinkCode, PhoneCode};
pub use proxy::{BadProxy, Proxy, ProxyError, ProxyResolver};
pub use transport::probe;
pub use unreachable::{FailedAttempt, Unreachable};
