//! The API as a tenant's backend sees it: the real router, database and engine, against the sandbox.

mod support;

mod account;
mod failures;
mod health;
mod isolation;
mod keys;
mod lifecycle;
mod limits;
mod messages;
mod metrics;
mod openapi;
mod pairing;
mod phone_codes;
mod sessions;
mod tenants;
mod webhook_delivery;
mod webhook_failures;
mod webhook_guard;
mod webhook_verifiers;
mod webhooks;
mod widget_cancel;
mod widget_page;
mod widget_sessions;
mod widget_start;
