//! The command line, as the real binary.

mod backup;
mod doctor;
mod exclusive;
mod keys;
mod network;
#[path = "../store/postgres.rs"]
mod postgres;
mod process;
mod proxy;
mod readme;
mod report;
mod sessions;
mod unusable_database;
mod upgrade;
