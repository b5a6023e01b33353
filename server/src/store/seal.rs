//! Encrypts (seals) values that must not be readable in a database dump: the engine's keys, codes in events, signing
//! secrets.
//!
//! XChaCha20-Poly1305 with a random nonce per value. The associated data is the value's place (session, kind and key),
//! so sealed values cannot be swapped. A value names its key: to rotate, put a new key first; the next start seals
//! every value with it, and then the old key can be removed. A missing key is reported at the start.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use sha2::{Digest as _, Sha256};

use super::StoreError;

const VERSION: u8 = 1;
const KEY_ID: usize = 4;
const NONCE: usize = 24;

/// Length of the prefix of a sealed value that names version and key.
pub(super) const HEADER: usize = 1 + KEY_ID;

/// The sealing keys, the current one first.
#[derive(Clone)]
pub struct Sealer {
    keys: Vec<SealKey>,
}

#[derive(Clone)]
pub struct SealKey {
    id: [u8; KEY_ID],
    cipher: XChaCha20Poly1305,
}

impl SealKey {
    pub fn new(bytes: &[u8; 32]) -> Self {
        let digest = Sha256::digest([b"titan seal key id".as_slice(), bytes].concat());
        let mut id = [0; KEY_ID];
        id.copy_from_slice(&digest[..KEY_ID]);
        SealKey {
            id,
            cipher: XChaCha20Poly1305::new(&Key::from(*bytes)),
        }
    }

    /// The key's public id, in hex.
    pub fn name(&self) -> String {
        hex::encode(self.id)
    }
}

impl std::fmt::Debug for SealKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SealKey({})", self.name())
    }
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.keys).finish()
    }
}

impl Sealer {
    pub fn new(current: SealKey, older: Vec<SealKey>) -> Self {
        let mut keys = vec![current];
        keys.extend(older);
        Sealer { keys }
    }

    pub(super) fn current(&self) -> &SealKey {
        &self.keys[0]
    }

    pub(super) fn names(&self) -> impl Iterator<Item = String> + '_ {
        self.keys.iter().map(SealKey::name)
    }

    /// The first bytes of every value that the current key seals.
    pub(super) fn header(&self) -> [u8; HEADER] {
        let mut header = [VERSION; HEADER];
        header[1..].copy_from_slice(&self.current().id);
        header
    }

    /// Seals `value` for its place.
    pub(super) fn seal(&self, place: &[&str], value: &[u8]) -> Vec<u8> {
        let nonce: [u8; NONCE] = rand::random();
        let payload = Payload {
            msg: value,
            aad: &associated_data(place),
        };
        let sealed = self
            .current()
            .cipher
            .encrypt(&XNonce::from(nonce), payload)
            .expect("a value of any size we store can be sealed");
        [self.header().as_slice(), &nonce, &sealed].concat()
    }

    /// Opens what was sealed for `place`.
    pub(super) fn open(&self, place: &[&str], sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        let (header, rest) = sealed
            .split_at_checked(HEADER)
            .ok_or(StoreError::Row("sealed value"))?;
        let key = self
            .keys
            .iter()
            .find(|key| header[0] == VERSION && key.id == header[1..])
            .ok_or(StoreError::SealKeyMissing)?;
        let (nonce, ciphertext) = rest
            .split_at_checked(NONCE)
            .ok_or(StoreError::Row("sealed value"))?;
        let nonce: [u8; NONCE] = nonce
            .try_into()
            .map_err(|_| StoreError::Row("sealed value"))?;
        let payload = Payload {
            msg: ciphertext,
            aad: &associated_data(place),
        };
        key.cipher
            .decrypt(&XNonce::from(nonce), payload)
            .map_err(|_| StoreError::Row("sealed value"))
    }
}

/// The associated data of a place: its parts, each prefixed with its length to be unambiguous.
fn associated_data(place: &[&str]) -> Vec<u8> {
    place.iter().fold(Vec::new(), |mut bytes, part| {
        bytes.extend(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        bytes.extend(part.as_bytes());
        bytes
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealer(current: u8, older: &[u8]) -> Sealer {
        let key = |seed: &u8| SealKey::new(&[*seed; 32]);
        Sealer::new(key(&current), older.iter().map(key).collect())
    }

    #[test]
    fn a_value_opens_only_in_its_own_place() {
        let sealer = sealer(1, &[]);
        let sealed = sealer.seal(&["ses_1", "device", "a"], b"secret");
        assert_eq!(
            sealer.open(&["ses_1", "device", "a"], &sealed).unwrap(),
            b"secret"
        );
        for place in [
            ["ses_2", "device", "a"],
            ["ses_1", "devic", "ea"],
            ["ses_1", "device", "b"],
        ] {
            assert!(sealer.open(&place, &sealed).is_err(), "{place:?}");
        }
        assert!(!sealed.windows(6).any(|part| part == b"secret"));
        assert_ne!(
            sealed,
            sealer.seal(&["ses_1", "device", "a"], b"secret"),
            "never the same twice"
        );
    }

    #[test]
    fn a_changed_bit_is_detected() {
        let sealer = sealer(1, &[]);
        let sealed = sealer.seal(&["x"], b"secret");
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert!(sealer.open(&["x"], &changed).is_err(), "byte {place}");
        }
        assert!(sealer.open(&["x"], &sealed[..3]).is_err());
    }

    #[test]
    fn an_older_key_opens_and_a_missing_key_is_reported() {
        let sealed = sealer(1, &[]).seal(&["x"], b"secret");
        assert!(sealer(2, &[1]).open(&["x"], &sealed).is_ok());
        assert!(matches!(
            sealer(2, &[]).open(&["x"], &sealed),
            Err(StoreError::SealKeyMissing)
        ));
    }
}
