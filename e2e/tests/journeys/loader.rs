//! The loader's four shapes in pages of another site.

mod dialog;
mod link;
mod policies;
mod shapes;
pub(super) mod stage;
mod versions;
