//! The real binary under operation: signals, logs, traces, metrics.

#[path = "../store/postgres.rs"]
mod postgres;
mod process;

mod logs;
mod reads;
mod signup_secrets;
mod stop;
mod traces;
