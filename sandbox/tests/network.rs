//! The network against the real client: what a person with a phone and a program that links can experience.

#[path = "network/harness.rs"]
mod harness;

#[path = "network/faults.rs"]
mod faults;
#[path = "network/linking.rs"]
mod linking;
#[path = "network/logins.rs"]
mod logins;
#[path = "network/messages.rs"]
mod messages;
#[path = "network/phone_codes.rs"]
mod phone_codes;
#[path = "network/strangers.rs"]
mod strangers;
