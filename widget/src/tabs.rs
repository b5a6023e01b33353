//! The tabs, one for each way to link: a label, a panel in the middle of the card, and instructions for the phone.
//!
//! Another tab is an entry in [`tab`] and a component in [`panels`], here and in the server's first HTML
//! (`server/src/http/pages/connect/tabs.rs`, `server/templates/connect.html`). Which tab is open is an attribute of the root
//! element and the styles show and hide its parts, so that the first HTML and the widget agree.

use leptos::prelude::*;
use protocol::words::Words;

use crate::flow::Method;
use crate::widget::Widget;

pub(crate) mod bar;
pub(crate) mod cloud;
pub(crate) mod guide;
pub(crate) mod phone;
mod qr;

/// The fixed texts of a tab.
struct Tab {
    label: &'static str,
    /// The class of its instructions.
    class: &'static str,
    on_android: [&'static str; 3],
    on_iphone: [&'static str; 3],
}

fn tab(method: Method, words: &Words) -> Tab {
    let (label, class, [on_android, on_iphone]) = match method {
        Method::Qr => (words.tab_qr(), "by-qr", words.qr_steps()),
        Method::Pairing => (words.tab_phone(), "by-phone", words.phone_steps()),
        Method::CloudApi => (words.tab_cloud(), "by-cloud", words.cloud_steps()),
    };
    Tab {
        label,
        class,
        on_android,
        on_iphone,
    }
}

/// The panels of all tabs. The first also shows the results, whichever tab is open.
pub(crate) fn panels(widget: Widget) -> impl IntoView {
    (
        qr::panel(widget),
        phone::panel(widget),
        cloud::panel(widget),
    )
}
