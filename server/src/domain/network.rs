//! Which WhatsApp network a database belongs to, and how a link shows which network it was made on.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use sha2::{Digest as _, Sha256};

const WHATSAPP: &str = "whatsapp";
const SANDBOX: &str = "sandbox:";

/// A network that sessions are linked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NetworkId {
    WhatsApp,
    /// One sandbox, by the public key that its certificates are signed with.
    Sandbox([u8; 32]),
}

impl NetworkId {
    /// As the database records it.
    pub fn stored(&self) -> String {
        match self {
            NetworkId::WhatsApp => WHATSAPP.to_owned(),
            NetworkId::Sandbox(root) => format!("{SANDBOX}{}", BASE64.encode(root)),
        }
    }

    pub fn from_stored(text: &str) -> Option<Self> {
        if text == WHATSAPP {
            return Some(NetworkId::WhatsApp);
        }
        let root = BASE64.decode(text.strip_prefix(SANDBOX)?).ok()?;
        root.try_into().ok().map(NetworkId::Sandbox)
    }
}

/// For people: the first characters of a root key are enough to tell two sandboxes apart.
impl fmt::Display for NetworkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NetworkId::WhatsApp => f.write_str("WhatsApp"),
            NetworkId::Sandbox(root) => {
                let short: String = BASE64.encode(root).chars().take(8).collect();
                write!(f, "the sandbox {short}")
            }
        }
    }
}

/// Whether a sandbox gave this address to the account with this number (digits only).
///
/// Every sandbox derives it from the number, so that tests can name it; WhatsApp's addresses are unrelated to
/// numbers. The sandbox crate is not part of production builds, therefore the derivation is repeated here.
pub fn is_sandbox_lid(number: &str, lid: &str) -> bool {
    let digest = Sha256::digest(number.as_bytes());
    let seed = digest
        .iter()
        .take(8)
        .fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
    lid == (100_000_000_000_000 + seed % 900_000_000_000_000).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_parsed_from_its_stored_text() {
        for network in [NetworkId::WhatsApp, NetworkId::Sandbox([7; 32])] {
            assert_eq!(NetworkId::from_stored(&network.stored()), Some(network));
        }
        for text in ["", "Whatsapp", "sandbox:", "sandbox:AAAA", "meta"] {
            assert_eq!(NetworkId::from_stored(text), None, "{text}");
        }
    }

    #[test]
    fn two_sandboxes_are_shown_differently() {
        let shown = |first: u8| NetworkId::Sandbox([first; 32]).to_string();
        assert_eq!(shown(7), "the sandbox BwcHBwcH");
        assert_ne!(shown(7), shown(8));
    }

    #[test]
    fn a_real_address_is_not_recognised_as_a_sandboxs() {
        assert!(!is_sandbox_lid("5511999990001", "100000000000001"));
        assert!(!is_sandbox_lid("5511999990001", ""));
    }
}
