//! What a stanza says about linking: the phone's description of itself after a scan, and that a code was entered.
//!
//! The client reports a part of this only after it has answered, which is too late to store it together with the
//! link, and never reports whether the account is hosted (on the Cloud API as well). So the incoming stanza is read.

use wacore::pair::PairUtils;
use wacore_binary::NodeRef;
use waproto::codec::adv_signed_device_identity_hmac_decode;
use waproto::whatsapp::ADVEncryptionType;

use crate::Platform;
use crate::account::Profile;

#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Scan {
    pub(crate) profile: Profile,
    /// The account is on the Cloud API too, and signs in a way that this client does not support.
    pub(crate) hosted: bool,
}

impl Scan {
    /// Reads a `pair-success` stanza, unverified; `None` for any other.
    pub(crate) fn read(stanza: &NodeRef<'_>) -> Option<Scan> {
        let success = stanza.get_optional_child("pair-success")?;
        let platform = name_of(success, "platform").unwrap_or_default();
        let business_name = name_of(success, "biz").unwrap_or_default();
        Some(Scan {
            profile: Profile::from_protocol(&platform, &business_name),
            hosted: is_hosted(success),
        })
    }
}

impl Profile {
    /// From the values in the protocol. The Business app is `smba` or `smbi`.
    pub(crate) fn from_protocol(platform: &str, business_name: &str) -> Profile {
        let business = platform.starts_with("smb");
        Profile {
            platform: if business {
                Platform::Business
            } else {
                Platform::Consumer
            },
            business_name: Some(business_name.to_owned()).filter(|name| !name.is_empty()),
        }
    }
}

fn name_of(success: &NodeRef<'_>, child: &str) -> Option<String> {
    let name = success.get_optional_child(child)?.get_attr("name")?;
    Some(name.as_str().into_owned())
}

fn is_hosted(success: &NodeRef<'_>) -> bool {
    PairUtils::extract_device_identity_bytes(success)
        .and_then(|bytes| adv_signed_device_identity_hmac_decode(bytes).ok())
        .is_some_and(|identity| identity.account_type == Some(ADVEncryptionType::HOSTED))
}

/// Whether this stanza reports that a phone code was entered. Which code it was, only the phone knows at this point.
pub(crate) fn is_code_entry(stanza: &NodeRef<'_>) -> bool {
    stanza
        .get_optional_child("link_code_companion_reg")
        .and_then(|registration| registration.get_attr("stage"))
        .is_some_and(|stage| stage.as_str() == "primary_hello")
}

#[cfg(test)]
mod tests {
    use super::*;
    use wacore_binary::builder::NodeBuilder;

    fn read(children: Vec<wacore_binary::Node>) -> Option<Scan> {
        let success = NodeBuilder::new("pair-success").children(children).build();
        let stanza = NodeBuilder::new("iq").children([success]).build();
        Scan::read(&stanza.as_node_ref())
    }

    fn child(tag: &'static str, name: &'static str) -> wacore_binary::Node {
        NodeBuilder::new(tag).attr("name", name).build()
    }

    #[test]
    fn the_platform_and_the_business_name_are_read() {
        let cases = [
            (vec![child("platform", "android")], Platform::Consumer, None),
            (vec![child("platform", "iphone")], Platform::Consumer, None),
            (
                vec![child("platform", "smba"), child("biz", "Padaria")],
                Platform::Business,
                Some("Padaria"),
            ),
            (vec![], Platform::Consumer, None),
        ];
        for (children, platform, business_name) in cases {
            let scan = read(children).expect("a pair-success");
            assert_eq!(scan.profile.platform, platform);
            assert_eq!(scan.profile.business_name.as_deref(), business_name);
            assert!(!scan.hosted);
        }
    }

    #[test]
    fn other_stanzas_are_not_scans() {
        let ping = NodeBuilder::new("iq").build();
        assert!(Scan::read(&ping.as_node_ref()).is_none());
        assert!(!is_code_entry(&ping.as_node_ref()));
    }

    #[test]
    fn an_entered_code_is_recognised() {
        for (stage, is_entry) in [("primary_hello", true), ("refresh_code", false)] {
            let stage = NodeBuilder::new("link_code_companion_reg").attr("stage", stage);
            let notification = NodeBuilder::new("notification").children([stage.build()]);
            assert_eq!(is_code_entry(&notification.build().as_node_ref()), is_entry);
        }
    }
}
