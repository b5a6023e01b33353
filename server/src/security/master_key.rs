//! The operator's key for `/admin`: compared in constant time, kept as a digest, shown by nothing.

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

#[derive(Clone)]
pub struct MasterKey([u8; 32]);

impl MasterKey {
    pub fn new(key: &str) -> Self {
        MasterKey(digest(key))
    }

    /// Digests have one length, so that a comparison says nothing about the key's.
    pub fn matches(&self, offered: &str) -> bool {
        self.0.ct_eq(&digest(offered)).into()
    }
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

fn digest(key: &str) -> [u8; 32] {
    Sha256::digest(key.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_key_opens() {
        let key = MasterKey::new("correct horse battery staple");
        assert!(key.matches("correct horse battery staple"));
        for bad in [
            "",
            "correct horse battery stapl",
            "correct horse battery staple ",
            "x",
        ] {
            assert!(!key.matches(bad), "{bad:?}");
        }
        assert_eq!(format!("{key:?}"), "MasterKey(…)");
    }
}
