//! Extractors. A handler that receives one is authorised.

mod body;
mod id;
mod link_token;
mod list_query;
mod looks;
mod operator;
mod page_request;
mod query;
mod session;
mod tenant;
mod webhook;
mod widget;

pub(super) use body::Body;
pub(super) use id::Id;
pub(super) use link_token::LinkToken;
pub(super) use list_query::{ListParameters, ListQuery};
pub(super) use looks::WantedLooks;
pub(super) use operator::Operator;
pub(super) use page_request::PageRequest;
pub(super) use query::QueryParameters;
pub(super) use session::{ManagedSession, ReadableSession};
pub(super) use tenant::{KeyHolder, Manages, ManagesWebhooks, Owner, Reads, VerifiedKey, Writes};
pub(super) use webhook::{DeliveryId, ManagedWebhook};
pub(super) use widget::WidgetCaller;
