//! Titan Connect's widget: the page on which a person links a WhatsApp number.
//!
//! The rules are in [`flow`], plain Rust and tested natively. [`widget`] holds the running flow and carries out its
//! effects; [`card`] and [`tabs`] are the markup. What reaches outside the page has one file each: [`api`] the
//! service, [`bridge`] the host page, [`meta`] Meta's window, [`token`] the browser's storage. Written to be small
//! (docs/decisions/0004-widget-size.md): elements are always present and hidden when not needed, dynamic parts share
//! a few boxed types, and there is no JSON or QR library.
//!
//! Only the rules are compiled for other targets than the browser, for their tests.

#![cfg_attr(
    not(target_arch = "wasm32"),
    expect(dead_code, reason = "what the rules offer is used in the browser")
)]

mod backoff;
mod countries;
mod flow;
mod markup;
mod mask;
mod meta_message;
mod meta_origin;
mod number;
mod sse;
mod texts;

#[cfg(target_arch = "wasm32")]
mod api;
#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod bindings;
#[cfg(target_arch = "wasm32")]
mod bridge;
#[cfg(target_arch = "wasm32")]
mod card;
#[cfg(target_arch = "wasm32")]
mod icon;
#[cfg(target_arch = "wasm32")]
mod json;
#[cfg(target_arch = "wasm32")]
mod live;
#[cfg(target_arch = "wasm32")]
mod meta;
#[cfg(target_arch = "wasm32")]
mod page;
#[cfg(target_arch = "wasm32")]
mod tabs;
#[cfg(target_arch = "wasm32")]
mod token;
#[cfg(target_arch = "wasm32")]
mod widget;

#[cfg(target_arch = "wasm32")]
fn main() {
    app::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    unreachable!("the widget runs in a browser");
}
