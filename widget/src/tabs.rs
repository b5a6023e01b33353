//! The ways to link, one module each: the picture or form in the card's middle and the steps beside it.
//!
//! The bar to choose from stands between the card's head and its middle, if there is a choice. Which tab is open
//! is written on the root element and the styles do the rest, so that the first HTML and the widget agree.

pub(crate) mod bar;
pub(crate) mod phone;
pub(crate) mod qr;
