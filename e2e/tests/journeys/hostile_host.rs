//! Host pages that are hostile, or only broken: what they can learn and what they can break.
//!
//! One file for each way in, each with its table. Out of scope: a host that draws over the frame, because a browser
//! tells a frame nothing about it; the widget asks for no click that links a number. docs/EMBEDDING.md has the summary.

mod frames;
mod messages;
mod overrides;
mod removal;
mod storage;
