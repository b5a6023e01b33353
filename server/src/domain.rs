//! Pure rules: no async, SQL, HTTP or vendor words. Time comes in as an argument.

pub mod address;
pub mod allow_list;
pub mod api_key;
pub mod brand;
pub mod callback;
pub mod chat;
pub mod code_limit;
pub mod color;
pub mod event;
pub mod id;
pub mod look;
pub mod mode;
pub mod name;
pub mod origin;
pub mod phone;
pub mod proxy;
pub mod rate;
pub mod retry;
pub mod scope;
pub mod session;
pub mod signing;
pub mod tenant;
pub mod time;
pub mod transition;
pub mod webhook;
pub mod widget_session;
