//! The command line, as the real binary.

mod backup;
mod doctor;
mod keys;
#[path = "../store/postgres.rs"]
mod postgres;
mod process;
mod proxy;
mod readme;
mod sessions;
