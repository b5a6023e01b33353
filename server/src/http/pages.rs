//! The HTML pages: the connect page with the code, and the page of a rejected link.

pub mod assets;
mod brand;
pub mod connect;
mod csp;
pub mod explorer;
pub mod languages;
pub mod qr;
pub mod rejected_link;
