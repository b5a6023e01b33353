//! What becomes of a connected number.
