//! The test harness.

mod client;
mod clock;
pub mod meta;
mod names;
pub mod outbox;
mod phone;
#[path = "../store/postgres.rs"]
mod postgres;
mod proxy;
mod receiver;
mod service;
mod socket;
mod stream;
mod visitor;

/// Creates two tests of each scenario: one on SQLite and one on Postgres.
macro_rules! on_both_databases {
    ($($scenario:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $scenario() {
                super::$scenario(crate::support::TestService::start().await).await;
            })+
        }

        mod on_postgres {
            $(#[tokio::test]
            async fn $scenario() {
                super::$scenario(crate::support::TestService::start_on_postgres().await).await;
            })+
        }
    };
}

pub(crate) use on_both_databases;

pub use client::{Answer, Tenant, finish};
pub use phone::ANA;
pub use proxy::ConnectProxy;
pub use receiver::{Delivery, Receiver, Reply};
pub use service::TestService;
pub use socket::Socket;
pub use stream::Live;
pub use visitor::IN_FRAME;
