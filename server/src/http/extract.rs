//! If you hold it, you were allowed.

mod body;
mod id;
mod operator;
mod query;
mod session;
mod tenant;
mod widget;

pub(super) use body::Body;
pub(super) use id::Id;
pub(super) use operator::Operator;
pub(super) use query::Asked;
pub(super) use session::{Managed, Seen};
pub(super) use tenant::{Holder, Manages, Owner, Reads, Writes, bearer};
pub(super) use widget::WidgetCaller;
