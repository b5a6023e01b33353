//! A harness that speaks the domain.

mod client;
mod clock;
mod names;
pub mod outbox;
mod phone;
#[path = "../store/postgres.rs"]
mod postgres;
mod receiver;
mod service;
mod stream;
mod visitor;

pub use client::{Answer, Tenant, finish};
pub use phone::ANA;
pub use receiver::{Delivery, Receiver, Reply};
pub use service::TestService;
pub use stream::Live;
pub use visitor::IN_FRAME;
