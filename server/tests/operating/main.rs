//! The real binary under operation: signals, logs, traces, metrics.

mod process;

mod logs;
mod stop;
mod traces;
