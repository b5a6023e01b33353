//! Numbers that are connected through Meta's signup, against the sandbox's Meta.

mod afterwards;
mod messages;
mod own_app;
mod reports;
mod retries;
mod return_page;
mod signup;
mod taken;
