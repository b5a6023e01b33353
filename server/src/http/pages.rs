//! The HTML the service writes itself: the connect page with the code inside, and refusals.

pub mod assets;
mod brand;
pub mod connect;
mod csp;
pub mod explorer;
pub mod qr;
pub mod rejected_link;
