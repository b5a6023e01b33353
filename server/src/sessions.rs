//! What the product does, one file per thing. Speaks store, engine and hub; may not know: HTTP, SQL.

pub mod cancel;
pub mod create;
pub mod create_widget;
mod driver;
pub mod drivers;
mod envelope;
pub mod find;
pub mod open_widget;
pub mod renew;
pub mod resume;
pub mod start;
pub mod stop;
pub mod view;
pub mod watch;
