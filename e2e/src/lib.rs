//! What the journeys in `tests/` speak: a service, a tenant, phones, a browser and a page that embeds the widget.
//!
//! A test tells what a person did (`phone.scan(&code)`, `tenant.wait_status("support", "CONNECTED")`); ports,
//! processes, selectors and polling live here. Everything runs against the real binary over loopback, and
//! whatever a test started is gone when its values are dropped, whether it passed or not.

pub mod browser;
pub mod camera;
pub mod checkout;
pub mod contact_sheet;
pub mod crowd;
pub mod events;
pub mod gateway;
pub mod host_page;
pub mod journal;
pub mod memory;
pub mod phone;
pub mod production;
pub mod receiver;
pub mod service;
pub mod tenant;
pub mod wait;
pub mod weight;
pub mod widget_page;

pub use browser::{Browser, Engine, Look, Scripting};
pub use camera::Picture;
pub use host_page::{HostPage, Message};
pub use phone::Phone;
pub use service::{Service, Setup};
pub use tenant::{Tenant, WidgetSession};
pub use widget_page::WidgetPage;
