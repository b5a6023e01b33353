//! The settings that WhatsApp gives its clients.

use wacore::iq::abprops::web;
use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use super::result_with;
use crate::phone::Addresses;

/// Direct messages carry a privacy token, or one made from the account's salt.
/// An account whose chats have LIDs is told so.
pub(crate) fn settings(iq: &Node, addresses: Addresses) -> Node {
    let enabled = [
        web::PRIVACY_TOKEN_SENDING_ON_ALL_1_ON_1_MESSAGES,
        web::WA_NCT_TOKEN_SEND_ENABLED,
    ];
    let has_lids = addresses == Addresses::Lid;
    let migrated = has_lids.then_some(web::LID_ONE_ON_ONE_MIGRATION_ENABLED);
    let props = enabled.into_iter().chain(migrated).map(|prop| {
        NodeBuilder::new("prop")
            .attr("config_code", prop.code.to_string())
            .attr("config_value", "1")
            .build()
    });
    result_with(iq, "props", props)
}
