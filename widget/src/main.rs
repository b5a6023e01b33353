//! Titan Connect's widget: what a person sees who links a WhatsApp number.
//!
//! The rules are in [`flow`], plain Rust and tested natively; a component is a window onto them. Everything
//! that reaches out of the page has one file: [`api`] the service, [`bridge`] the host page, [`store`] the
//! browser's storage. Written to be small (docs/decisions/0004-widget-size.md): the elements are always there
//! and hidden when not needed, dynamic parts share a few boxed types, and no JSON or QR library is carried.

mod api;
mod app;
mod bridge;
mod components;
mod countries;
mod flow;
mod json;
mod live;
mod mask;
mod number;
mod page;
mod sse;
mod store;
mod tabs;

fn main() {
    app::start();
}
