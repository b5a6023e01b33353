//! If you hold it, you were allowed.

mod body;
mod session;
mod tenant;
mod webhook;
mod widget;

pub(super) use body::Body;
pub(super) use session::{Managed, Seen};
pub(super) use tenant::{Manages, ManagesWebhooks, Reads, Writes};
pub(super) use webhook::ManagedWebhook;
pub(super) use widget::WidgetCaller;
