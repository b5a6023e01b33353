//! A harness that speaks the domain.

mod client;
mod clock;
mod phone;
mod service;
mod stream;

pub use client::{Answer, Tenant, finish};
pub use phone::ANA;
pub use service::TestService;
pub use stream::Live;
