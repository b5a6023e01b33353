//! What the phone says about itself in the answer to a scan, before anything is verified.
//!
//! The client tells part of this only after it has answered, which is too late to store it together
//! with the link, and never tells whether the account is hosted (on the Cloud API as well). So the
//! stanza is read on its way in.

use wacore::pair::PairUtils;
use wacore_binary::NodeRef;
use waproto::codec::adv_signed_device_identity_hmac_decode;
use waproto::whatsapp::ADVEncryptionType;

use crate::Platform;
use crate::account::Profile;

#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Scan {
    pub(crate) profile: Profile,
    /// The account is on the Cloud API too, and signs in a way this client does not know.
    pub(crate) hosted: bool,
}

impl Scan {
    /// Reads a `pair-success` stanza; any other is none of our business.
    pub(crate) fn read(stanza: &NodeRef<'_>) -> Option<Scan> {
        let success = stanza.get_optional_child("pair-success")?;
        let platform = named(success, "platform").unwrap_or_default();
        Some(Scan {
            profile: Profile::told(&platform, &named(success, "biz").unwrap_or_default()),
            hosted: is_hosted(success),
        })
    }
}

impl Profile {
    /// From the words of the protocol. The Business app names itself `smba` or `smbi`.
    pub(crate) fn told(platform: &str, business_name: &str) -> Profile {
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

fn named(success: &NodeRef<'_>, child: &str) -> Option<String> {
    let name = success.get_optional_child(child)?.get_attr("name")?;
    Some(name.as_str().into_owned())
}

fn is_hosted(success: &NodeRef<'_>) -> bool {
    PairUtils::extract_device_identity_bytes(success)
        .and_then(|bytes| adv_signed_device_identity_hmac_decode(bytes).ok())
        .is_some_and(|identity| identity.account_type == Some(ADVEncryptionType::HOSTED))
}

/// Whether this says that somebody typed a phone code; which one, nobody but that phone knows yet.
pub(crate) fn code_typed(stanza: &NodeRef<'_>) -> bool {
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
        assert!(!code_typed(&ping.as_node_ref()));
    }

    #[test]
    fn a_typed_code_is_noticed() {
        for (stage, typed) in [("primary_hello", true), ("refresh_code", false)] {
            let stage = NodeBuilder::new("link_code_companion_reg").attr("stage", stage);
            let notification = NodeBuilder::new("notification").children([stage.build()]);
            assert_eq!(code_typed(&notification.build().as_node_ref()), typed);
        }
    }
}
