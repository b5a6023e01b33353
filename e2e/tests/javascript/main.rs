//! The loader for developers: its types, and its package for npm. No browser is needed.

mod package;
mod types;
