//! The operator's key for `/admin`. Stored as a digest, compared in constant time and hidden in debug output.

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

#[derive(Clone)]
pub struct MasterKey([u8; 32]);

impl MasterKey {
    pub fn new(key: &str) -> Self {
        MasterKey(digest(key))
    }

    /// Compares digests, so that the duration does not depend on the key's length.
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
    fn only_the_whole_key_matches() {
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
