//! The WhatsApp adapter: one connection per session, commands in, ordered events out.
//!
//! Everything specific to WhatsApp is in this crate. The embedder uses an [`Engine`], a [`Line`] to each session that
//! it has opened, and the [`Event`]s of that session. It provides the [`KeyStore`] in which the keys are stored, the
//! [`VersionStore`], the [`Inbox`] for received messages, and the [`ProxyResolver`]. [`Event::Linked`] is emitted only
//! when the link would survive a loss of power.

// The unit tests share tests/support with the integration tests, which use this crate by its name.
#[cfg(test)]
extern crate self as titan_engine;

mod account;
mod acks;
mod attempt;
mod backend;
mod client;
mod displayed_qr;
mod engine;
mod event;
mod governor;
mod history;
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
mod message_refusal;
mod network;
mod owner;
mod passkey;
mod phone_code;
mod phone_codes;
mod phone_signs;
mod presence;
mod proxy;
mod receive;
mod registered;
mod requests;
mod restriction;
mod scaled_runtime;
mod scan;
mod sending;
mod translate;
mod transport;
mod unreachable;
mod version;
mod version_store;

pub use account::{Account, Platform};
pub use engine::{Config, Engine};
pub use event::{Event, MessageStatus, QR_LINK, QrCode, Refusal, Via};
pub use inbox::{Inbox, InboxError, Person, Received};
pub use keys::{Change, KeyStore, KeyStoreError};
pub use line::Line;
pub use linked_device::LinkedDevice;
pub use log_out::LogOut;
pub use message::{Outgoing, Quoted, Recipient, SendTextError, Sent, new_message_id};
pub use message_refusal::{MessageRefusal, RefusalReason};
pub use network::Network;
pub use phone_code::{LinkCode, PhoneCode, RequestCodeError};
pub use presence::Presence;
pub use proxy::{BadProxy, Proxy, ProxyError, ProxyResolver};
pub use transport::probe;
pub use unreachable::{FailedAttempt, Unreachable};
pub use version::published_version;
pub use version_store::{KnownVersion, Version, VersionStore, VersionStoreError};
