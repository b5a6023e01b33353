//! The parts of the journeys in `tests/`: a service, a tenant, phones, a browser and a page that embeds the widget.
//!
//! A test describes what a person did (`phone.scan(&code)`, `tenant.wait_status("support", "CONNECTED")`); ports,
//! processes, selectors and polling are here. Everything runs against the real binary over loopback, and what a test
//! started ends when its values are dropped, whether it passed or not.

pub mod accessibility;
pub mod browser;
pub mod captured_output;
pub mod checkout;
pub mod contact_sheet;
pub mod download_size;
pub mod events;
pub mod example;
pub mod facebook;
pub mod gateway;
pub mod host_page;
pub mod linked_numbers;
pub mod memory;
pub mod meta;
pub mod meta_window;
pub mod node;
pub mod phone;
pub mod production;
pub mod receiver;
pub mod screenshot;
pub mod service;
mod table_sizes;
pub mod tenant;
pub mod wait;
pub mod widget_page;

pub use accessibility::Audit;
pub use browser::{Browser, Display, Engine, Scripting, Storage};
pub use facebook::Facebook;
pub use host_page::{HostPage, Message};
pub use meta::{Meta, SignupLink};
pub use meta_window::MetaWindow;
pub use phone::Phone;
pub use screenshot::Screenshot;
pub use service::{Service, Setup};
pub use tenant::{Tenant, WidgetSession};
pub use widget_page::WidgetPage;
