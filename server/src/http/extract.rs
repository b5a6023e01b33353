//! What handlers are given of a request. A handler that holds one is authorised.

mod body;
mod id;
mod link_token;
mod operator;
mod query;
mod session;
mod tenant;
mod visit;
mod webhook;
mod widget;

pub(super) use body::Body;
pub(super) use id::Id;
pub(super) use link_token::LinkToken;
pub(super) use operator::Operator;
pub(super) use query::QueryParameters;
pub(super) use session::{Managed, Seen};
pub(super) use tenant::{Holder, Manages, ManagesWebhooks, Owner, Reads, VerifiedKey, Writes};
pub(super) use visit::Visit;
pub(super) use webhook::{Delivered, ManagedWebhook};
pub(super) use widget::WidgetCaller;
