//! The ciphers of a connection after its handshake, one for each direction. Each message has the next counter, so
//! a repeated, missing or changed message cannot be decrypted.

use anyhow::Context as _;
use bytes::BytesMut;
use wacore_noise::NoiseCipher;

pub(super) struct Encryptor {
    cipher: NoiseCipher,
    counter: u32,
}

impl Encryptor {
    pub(super) fn new(cipher: NoiseCipher) -> Encryptor {
        Encryptor { cipher, counter: 0 }
    }

    pub(super) fn encrypt(&mut self, plaintext: &[u8]) -> anyhow::Result<Vec<u8>> {
        let ciphertext = self.cipher.encrypt_with_counter(self.counter, plaintext)?;
        self.counter = next(self.counter)?;
        Ok(ciphertext)
    }
}

pub(super) struct Decryptor {
    cipher: NoiseCipher,
    counter: u32,
}

impl Decryptor {
    pub(super) fn new(cipher: NoiseCipher) -> Decryptor {
        Decryptor { cipher, counter: 0 }
    }

    pub(super) fn decrypt(&mut self, mut frame: BytesMut) -> anyhow::Result<BytesMut> {
        self.cipher
            .decrypt_in_place_with_counter(self.counter, &mut frame)?;
        self.counter = next(self.counter)?;
        Ok(frame)
    }
}

/// A counter must not repeat: two messages with the same counter and key reveal both plaintexts.
fn next(counter: u32) -> anyhow::Result<u32> {
    counter
        .checked_add(1)
        .context("too many messages on one connection")
}
