//! Stands in for the crate of this name in the widget.
//!
//! Leptos needs it to compile its server functions, which the widget does not use. The real one exports three classes
//! to JavaScript, and what is exported is part of every download, called or not: 4 kB. This has only the functions that
//! Leptos names, and none of them can be reached.

use futures_util::stream::{Empty, Stream, empty};
use wasm_bindgen::JsValue;

type Piece = Result<JsValue, JsValue>;

pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(raw)
    }

    /// # Panics
    ///
    /// Always: the widget sends no streams.
    pub fn from_stream(_: impl Stream<Item = Piece> + 'static) -> Self {
        panic!("the widget sends no streams")
    }

    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// A stream without content: the widget reads none through Leptos.
    pub fn into_stream(self) -> Empty<Piece> {
        empty()
    }
}
