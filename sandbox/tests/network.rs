//! The network with the real client: linking, logins, messages and faults.

#[path = "network/harness.rs"]
mod harness;

#[path = "network/addresses.rs"]
mod addresses;
#[path = "network/chat.rs"]
mod chat;
#[path = "network/faults.rs"]
mod faults;
#[path = "network/invalid_input.rs"]
mod invalid_input;
#[path = "network/linking.rs"]
mod linking;
#[path = "network/logins.rs"]
mod logins;
#[path = "network/lost_sessions.rs"]
mod lost_sessions;
#[path = "network/messages.rs"]
mod messages;
#[path = "network/phone_codes.rs"]
mod phone_codes;
#[path = "network/phones.rs"]
mod phones;
#[path = "network/presence.rs"]
mod presence;
#[path = "network/requests.rs"]
mod requests;
#[path = "network/web_versions.rs"]
mod web_versions;
