//! Numbers that are connected through Meta's signup, against the sandbox's Meta.

mod afterwards;
mod messages;
mod signup;
mod taken;
