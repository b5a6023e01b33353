//! The loader's four shapes in pages of another site.

mod dialog;
mod link;
mod policies;
mod shapes;
mod stage;
mod versions;
