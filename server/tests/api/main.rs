//! The API as a tenant's backend sees it: the real router, database and engine, against the sandbox.

mod support;

mod abandoned;
mod account;
mod code_races;
mod failures;
mod foreign_text;
mod health;
mod isolation;
mod keys;
mod lifecycle;
mod limits;
mod lost_updates;
mod messages;
mod metrics;
mod number_lock;
mod openapi;
mod pairing;
mod patches;
mod phone_codes;
mod proxies;
mod refused_writes;
mod session_races;
mod sessions;
mod sqlite_reads;
mod tenants;
mod unlinking;
mod unreachable;
mod webhook_delivery;
mod webhook_failures;
mod webhook_guard;
mod webhook_verifiers;
mod webhooks;
mod widget_page;
mod widget_sessions;
