//! If you hold it, you were allowed.

mod body;
mod session;
mod tenant;
mod widget;

pub(super) use body::Body;
pub(super) use session::{Managed, Seen};
pub(super) use tenant::{Manages, Reads, Writes, bearer};
pub(super) use widget::WidgetCaller;
