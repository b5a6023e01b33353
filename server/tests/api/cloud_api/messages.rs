//! Messages to and from a connected number.
