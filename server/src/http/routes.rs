//! One file per route.

pub(super) mod account;
pub(super) mod admin;
pub(super) mod docs;
pub(super) mod health;
pub(super) mod messages;
pub(super) mod meta;
pub(super) mod pair;
pub(super) mod sessions;
pub(super) mod webhooks;
pub(super) mod widget;
pub(super) mod widget_sessions;
pub(super) mod widget_stats;
