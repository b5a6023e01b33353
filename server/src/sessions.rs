//! What the product does, one file per thing. Speaks store, engine and hub; may not know: HTTP, SQL.

pub mod cancel;
pub mod create;
pub mod create_widget;
pub mod delete;
mod driver;
pub mod drivers;
pub mod end_link;
mod envelope;
pub mod expiry;
pub mod find;
pub mod inbox;
pub mod log_out;
pub mod open_widget;
pub mod pair_by_phone;
pub mod proxy;
pub mod renew;
pub mod restart;
pub mod resume;
pub mod send_message;
pub mod start;
pub mod stop;
pub mod unlinking;
pub mod update;
pub mod view;
pub mod watch;
