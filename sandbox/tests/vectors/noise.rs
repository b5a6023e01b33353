//! The handshake with which every connection begins, in both patterns, and the messages after it.

use serde_json::Value;
use wacore::handshake::NoiseHandshake;
use wacore::libsignal::protocol::PrivateKey;
use wacore_binary::consts::{NOISE_PATTERN_IK, NOISE_PATTERN_XX, WA_CONN_HEADER};

use crate::bytes;

fn vector(protocol: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("noise.json")).unwrap();
    let vectors = all["vectors"].as_array().unwrap().iter();
    let mut vectors = vectors.filter(|vector| vector["protocol"] == protocol);
    vectors.next().unwrap().clone()
}

struct Pair {
    private: Vec<u8>,
    public: Vec<u8>,
}

/// The keys of both sides, and the handshake as one of them sees it.
struct Side {
    vector: Value,
    noise: NoiseHandshake,
}

impl Side {
    fn new(vector: &Value, pattern: &str) -> Side {
        assert_eq!(bytes(vector, "prologue"), WA_CONN_HEADER);
        let name = vector["protocol"].as_str().unwrap();
        assert_eq!(pattern.trim_end_matches('\0'), name);
        Side {
            vector: vector.clone(),
            noise: NoiseHandshake::new(pattern, &WA_CONN_HEADER).unwrap(),
        }
    }

    fn keys(&self, name: &str) -> Pair {
        let private = bytes(&self.vector, name);
        let key = PrivateKey::deserialize(&private).unwrap();
        let public = key.public_key().unwrap().public_key_bytes().to_vec();
        Pair { private, public }
    }

    fn message(&self, index: usize) -> (Vec<u8>, Vec<u8>) {
        let message = &self.vector["messages"][index];
        (bytes(message, "payload"), bytes(message, "ciphertext"))
    }

    fn mix(&mut self, own: &str, other: &str) {
        let (own, other) = (self.keys(own), self.keys(other));
        let mixed = self.noise.mix_shared_secret(&own.private, &other.public);
        mixed.unwrap();
    }

    fn encrypt(&mut self, plaintext: &[u8]) -> Vec<u8> {
        self.noise.encrypt(plaintext).unwrap()
    }

    /// The hash of the handshake, and the messages after it.
    fn check_end(self) {
        let Side { vector, noise } = self;
        assert_eq!(noise.hash().to_vec(), bytes(&vector, "handshakeHash"));
        let (initiator, responder) = noise.finish().unwrap();
        for (counter, sent) in (0..).zip(vector["transport"].as_array().unwrap()) {
            for (cipher, side) in [(&initiator, "initiator"), (&responder, "responder")] {
                let payload = bytes(sent, &format!("{side}Payload"));
                let ciphertext = bytes(sent, &format!("{side}Ciphertext"));
                let encrypted = cipher.encrypt_with_counter(counter, &payload).unwrap();
                assert_eq!(encrypted, ciphertext, "{side} {counter}");
                let mut decrypted = ciphertext;
                let opened = cipher.decrypt_in_place_with_counter(counter, &mut decrypted);
                opened.unwrap();
                assert_eq!(decrypted, payload, "{side} {counter}");
            }
        }
    }
}

/// `-> e`, `<- e, ee, s, es`, `-> s, se`, as the initiator writes them.
#[test]
fn a_handshake_without_known_keys_has_the_bytes_of_another_implementation() {
    let vector = vector("Noise_XX_25519_AESGCM_SHA256");
    let mut side = Side::new(&vector, NOISE_PATTERN_XX);
    let client_ephemeral = side.keys("initiatorEphemeral").public;
    let server_ephemeral = side.keys("responderEphemeral").public;
    side.noise.authenticate(&client_ephemeral);
    // WhatsApp's first message has no payload. The protocol hashes that, too, which changes the hash.
    side.noise.authenticate(&[]);
    assert_eq!(side.message(0).1, client_ephemeral);

    side.noise.authenticate(&server_ephemeral);
    side.mix("initiatorEphemeral", "responderEphemeral");
    let server_static = side.keys("responderStatic").public;
    let encrypted_static = side.encrypt(&server_static);
    side.mix("initiatorEphemeral", "responderStatic");
    let (payload, expected) = side.message(1);
    let payload = side.encrypt(&payload);
    let sent = [server_ephemeral, encrypted_static, payload].concat();
    assert_eq!(sent, expected);

    let client_static = side.keys("initiatorStatic").public;
    let encrypted_static = side.encrypt(&client_static);
    side.mix("initiatorStatic", "responderEphemeral");
    let (payload, expected) = side.message(2);
    let payload = side.encrypt(&payload);
    assert_eq!([encrypted_static, payload].concat(), expected);
    side.check_end();
}

/// `-> e, es, s, ss`, `<- e, ee, se`, as the responder reads and writes them.
#[test]
fn a_handshake_with_a_known_server_has_the_bytes_of_another_implementation() {
    let vector = vector("Noise_IK_25519_AESGCM_SHA256");
    let mut side = Side::new(&vector, NOISE_PATTERN_IK);
    let server_static = side.keys("responderStatic").public;
    let client_ephemeral = side.keys("initiatorEphemeral").public;
    let client_static = side.keys("initiatorStatic").public;
    side.noise.authenticate(&server_static);
    side.noise.authenticate(&client_ephemeral);
    side.mix("responderStatic", "initiatorEphemeral");
    let (payload, sent) = side.message(0);
    assert_eq!(sent[..32], client_ephemeral);
    assert_eq!(side.noise.decrypt(&sent[32..80]).unwrap(), client_static);
    side.mix("responderStatic", "initiatorStatic");
    assert_eq!(side.noise.decrypt(&sent[80..]).unwrap(), payload);

    let server_ephemeral = side.keys("responderEphemeral").public;
    side.noise.authenticate(&server_ephemeral);
    side.mix("responderEphemeral", "initiatorEphemeral");
    side.mix("responderEphemeral", "initiatorStatic");
    let (payload, expected) = side.message(1);
    let payload = side.encrypt(&payload);
    assert_eq!([server_ephemeral, payload].concat(), expected);
    side.check_end();
}
