//! The tabs of the connect page, one for each method.

use protocol::words::Words;

use crate::domain::mode::Method;

/// A method that the link offers. The widget has the same tabs (`widget/src/tabs.rs`); another tab is another entry in
/// [`known_tabs`] and a panel in the template.
pub(super) struct Tab {
    pub(super) method: &'static str,
    pub(super) label: &'static str,
    /// Opens first on phones, which cannot scan their own screen.
    pub(super) first_on_phones: bool,
    /// The class of its instructions.
    pub(super) class: &'static str,
    /// For each system of a phone.
    pub(super) instructions: [(&'static str, [&'static str; 3]); 2],
}

fn known_tabs(words: &'static Words) -> [Tab; 3] {
    let on_phones =
        |[android, iphone]: [[&'static str; 3]; 2]| [("android", android), ("iphone", iphone)];
    [
        Tab {
            method: Method::Qr.as_str(),
            label: words.tab_qr(),
            first_on_phones: false,
            class: "by-qr",
            instructions: on_phones(words.qr_steps()),
        },
        Tab {
            method: Method::Pairing.as_str(),
            label: words.tab_phone(),
            first_on_phones: true,
            class: "by-phone",
            instructions: on_phones(words.phone_steps()),
        },
        Tab {
            method: Method::CloudApi.as_str(),
            label: words.tab_cloud(),
            first_on_phones: false,
            class: "by-cloud",
            instructions: on_phones(words.cloud_steps()),
        },
    ]
}

/// The tabs of these methods. Unknown methods are ignored; without a known one, the QR code is offered, as in the
/// widget.
pub(super) fn tabs<'a>(methods: impl Iterator<Item = &'a str>, words: &'static Words) -> Vec<Tab> {
    let mut known = known_tabs(words).map(Some);
    let take = |name: &str| {
        known
            .iter_mut()
            .find_map(|tab| tab.take_if(|tab| tab.method == name))
    };
    let offered: Vec<Tab> = methods.filter_map(take).collect();
    if offered.is_empty() {
        return known.into_iter().flatten().take(1).collect();
    }
    offered
}
