//! The real binary as its operator meets it: signals, logs, traces, figures.

mod process;

mod logs;
mod stop;
mod traces;
