//! The settings that WhatsApp gives its clients.

use wacore::iq::abprops::web;
use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use super::result_with;

/// Direct messages carry a privacy token, or one made from the account's salt.
pub(crate) fn settings(iq: &Node) -> Node {
    let enabled = [
        web::PRIVACY_TOKEN_SENDING_ON_ALL_1_ON_1_MESSAGES,
        web::WA_NCT_TOKEN_SEND_ENABLED,
    ];
    let props = enabled.map(|prop| {
        NodeBuilder::new("prop")
            .attr("config_code", prop.code.to_string())
            .attr("config_value", "1")
            .build()
    });
    result_with(iq, "props", props)
}
