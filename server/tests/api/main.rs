//! The API as a tenant's backend sees it: the real router, database and engine, against the sandbox.

mod support;

mod keys;
mod lifecycle;
mod messages;
mod pairing;
mod phone_codes;
mod sessions;
mod webhook_delivery;
mod webhook_guard;
mod webhooks;
mod widget_page;
mod widget_sessions;
