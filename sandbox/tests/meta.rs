//! The stand-in for Meta: the Graph API, its faults, its webhooks, and the signup dialog.

#[path = "meta/harness.rs"]
mod harness;
#[path = "meta/receiver.rs"]
mod receiver;

#[path = "meta/codes.rs"]
mod codes;
#[path = "meta/control.rs"]
mod control;
#[path = "meta/dialog.rs"]
mod dialog;
#[path = "meta/endings.rs"]
mod endings;
#[path = "meta/faults.rs"]
mod faults;
#[path = "meta/messages.rs"]
mod messages;
#[path = "meta/objects.rs"]
mod objects;
#[path = "meta/registration.rs"]
mod registration;
#[path = "meta/restart.rs"]
mod restart;
#[path = "meta/scenarios.rs"]
mod scenarios;
#[path = "meta/sdk.rs"]
mod sdk;
#[path = "meta/subscriptions.rs"]
mod subscriptions;
#[path = "meta/tokens.rs"]
mod tokens;
#[path = "meta/webhooks.rs"]
mod webhooks;
