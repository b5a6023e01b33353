//! The tabs, one for each way to link: a label, a panel in the middle of the card, and instructions for the phone.
//!
//! Another tab is an entry in [`tab`] and a component in [`panels`], here and in the server's first HTML
//! (`server/src/http/pages/connect.rs`, `server/templates/connect.html`). Which tab is open is an attribute of the root
//! element and the styles show and hide its parts, so that the first HTML and the widget agree.

use leptos::prelude::*;
use protocol::words::{Instruction, Words};

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
    on_android: &'static [Instruction],
    on_iphone: &'static [Instruction],
}

fn tab(method: Method, words: &'static Words) -> Tab {
    match method {
        Method::Qr => Tab {
            label: words.tab_qr,
            class: "by-qr",
            on_android: &words.steps_android,
            on_iphone: &words.steps_iphone,
        },
        Method::Pairing => Tab {
            label: words.tab_phone,
            class: "by-phone",
            on_android: &words.phone.steps_android,
            on_iphone: &words.phone.steps_iphone,
        },
        Method::CloudApi => Tab {
            label: words.tab_cloud,
            class: "by-cloud",
            on_android: &words.cloud.steps,
            on_iphone: &words.cloud.steps,
        },
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
