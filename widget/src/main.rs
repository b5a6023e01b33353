//! Titan Connect's widget: the page on which a person links a WhatsApp number.
//!
//! The rules are in [`flow`], plain Rust and tested natively. [`widget`] holds the running flow and carries out its
//! effects; [`card`] and [`tabs`] are the markup. What reaches outside the page has one file each: [`api`] the
//! service, [`bridge`] the host page, [`meta`] Meta's window, [`token`] the browser's storage. Written to be small
//! (docs/decisions/0004-widget-size.md): elements are always present and hidden when not needed, dynamic parts share
//! a few boxed types, and there is no JSON or QR library.

mod api;
mod app;
mod bindings;
mod bridge;
mod card;
mod countries;
mod flow;
mod icon;
mod json;
mod live;
mod markup;
mod mask;
mod meta;
mod number;
mod page;
mod sse;
mod tabs;
mod texts;
mod token;
mod widget;

fn main() {
    app::start();
}
