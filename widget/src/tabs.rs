//! The ways to link, one module each: the picture or form in the card's middle and the steps beside it.
//!
//! There is one way so far, so there is no bar to choose from. A second brings the bar, between the card's
//! head and its middle, and the first tab is the one that fits the device.

pub(crate) mod qr;
