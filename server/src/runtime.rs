//! Configuration, clock, ids, tasks, limits, logs, traces and metrics. The only modules that read the time or the
//! environment, and that spawn tasks.

pub mod clock;
pub mod config;
pub mod ids;
pub mod limits;
pub mod metrics;
pub mod open_files;
pub mod tasks;
pub mod telemetry;
