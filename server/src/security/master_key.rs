//! The operator's key for `/admin`. Stored as a digest and compared in constant time.

use std::sync::Arc;

use secrecy::{ExposeSecret as _, SecretBox};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

#[derive(Debug, Clone)]
pub struct MasterKey(Arc<SecretBox<[u8; 32]>>);

impl MasterKey {
    pub fn new(key: &str) -> Self {
        MasterKey(Arc::new(SecretBox::new(Box::new(digest(key)))))
    }

    /// Compares digests, so that the duration does not depend on the key's length.
    pub fn matches(&self, offered: &str) -> bool {
        self.0.expose_secret().ct_eq(&digest(offered)).into()
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
        assert_eq!(
            format!("{key:?}"),
            "MasterKey(SecretBox<[u8; 32]>([REDACTED]))"
        );
    }
}
