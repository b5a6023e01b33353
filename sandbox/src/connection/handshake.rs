//! The server's side of the Noise handshake, in both forms clients use: XX when they meet the server first
//! and learn its key from the certificate chain, IK when they remember the key and save a round trip.

use anyhow::Context as _;
use bytes::BytesMut;
use wacore::handshake::NoiseHandshake;
use wacore_binary::consts::{NOISE_PATTERN_IK, NOISE_PATTERN_XX, WA_CONN_HEADER};
use wacore_noise::NoiseCipher;
use waproto::buffa::{Message as _, MessageField};
use waproto::whatsapp::HandshakeMessage;
use waproto::whatsapp::handshake_message::{ClientFinish, ClientHello, ServerHello};

use super::wire::{FrameReader, FrameWriter};
use crate::keys::{PublicBytes, SecretKey};
use crate::state::Server;

/// A connection that both sides have proved their keys on.
pub(super) struct Secured {
    pub(super) client_key: PublicBytes,
    /// What the client says it wants, see `admission`.
    pub(super) payload: Vec<u8>,
    pub(super) sealer: Sealer,
    pub(super) opener: Opener,
}

/// Answers a client's handshake.
pub(super) async fn respond(
    reader: &mut FrameReader,
    writer: &mut FrameWriter,
    server: &Server,
) -> anyhow::Result<Secured> {
    let hello = receive(reader).await?;
    let hello = hello
        .client_hello
        .into_option()
        .context("no client hello")?;
    let client_ephemeral = key(hello.ephemeral.as_deref())?;
    let exchange = Exchange {
        server,
        ephemeral: SecretKey::generate(),
        client_ephemeral,
    };
    match (&hello.r#static, &hello.payload) {
        (Some(_), Some(_)) => exchange.remembered(hello, writer).await,
        _ => exchange.first_meeting(reader, writer).await,
    }
}

struct Exchange<'a> {
    server: &'a Server,
    ephemeral: SecretKey,
    client_ephemeral: PublicBytes,
}

impl Exchange<'_> {
    /// XX: `-> e`, `<- e, ee, s, es`, `-> s, se`.
    async fn first_meeting(
        self,
        reader: &mut FrameReader,
        writer: &mut FrameWriter,
    ) -> anyhow::Result<Secured> {
        let static_key = &self.server.static_key;
        let mut noise = NoiseHandshake::new(NOISE_PATTERN_XX, &WA_CONN_HEADER)?;
        noise.authenticate(&self.client_ephemeral);
        noise.authenticate(&self.ephemeral.public());
        noise.mix_shared_secret(self.ephemeral.private_bytes(), &self.client_ephemeral)?;
        let sealed_static = noise.encrypt(&static_key.public())?;
        noise.mix_shared_secret(static_key.private_bytes(), &self.client_ephemeral)?;
        let certificates = noise.encrypt(&self.server.certificate_chain)?;
        self.say_hello(writer, Some(sealed_static), certificates)
            .await?;

        let finish = receive(reader).await?.client_finish.into_option();
        let ClientFinish {
            r#static, payload, ..
        } = finish.context("no client finish")?;
        let client_key = key(Some(&noise.decrypt(&r#static.context("no static key")?)?))?;
        noise.mix_shared_secret(self.ephemeral.private_bytes(), &client_key)?;
        let payload = noise.decrypt(&payload.context("no payload")?)?;
        secure(noise, client_key, payload)
    }

    /// IK: `-> e, es, s, ss`, `<- e, ee, se`.
    async fn remembered(
        self,
        hello: ClientHello,
        writer: &mut FrameWriter,
    ) -> anyhow::Result<Secured> {
        let static_key = &self.server.static_key;
        let mut noise = NoiseHandshake::new(NOISE_PATTERN_IK, &WA_CONN_HEADER)?;
        noise.authenticate(&static_key.public());
        noise.authenticate(&self.client_ephemeral);
        noise.mix_shared_secret(static_key.private_bytes(), &self.client_ephemeral)?;
        let sealed_static = hello.r#static.context("no static key")?;
        let client_key = key(Some(&noise.decrypt(&sealed_static)?))?;
        noise.mix_shared_secret(static_key.private_bytes(), &client_key)?;
        let payload = noise.decrypt(&hello.payload.context("no payload")?)?;

        noise.authenticate(&self.ephemeral.public());
        noise.mix_shared_secret(self.ephemeral.private_bytes(), &self.client_ephemeral)?;
        noise.mix_shared_secret(self.ephemeral.private_bytes(), &client_key)?;
        let certificates = noise.encrypt(&self.server.certificate_chain)?;
        self.say_hello(writer, None, certificates).await?;
        secure(noise, client_key, payload)
    }

    async fn say_hello(
        &self,
        writer: &mut FrameWriter,
        sealed_static: Option<Vec<u8>>,
        certificates: Vec<u8>,
    ) -> anyhow::Result<()> {
        let hello = ServerHello {
            ephemeral: Some(self.ephemeral.public().to_vec()),
            r#static: sealed_static,
            payload: Some(certificates),
            ..Default::default()
        };
        let message = HandshakeMessage {
            server_hello: MessageField::some(hello),
            ..Default::default()
        };
        writer.write(&message.encode_to_vec()).await
    }
}

async fn receive(reader: &mut FrameReader) -> anyhow::Result<HandshakeMessage> {
    let frame = reader.read().await?.context("the client left")?;
    Ok(HandshakeMessage::decode_from_slice(&frame)?)
}

fn key(bytes: Option<&[u8]>) -> anyhow::Result<PublicBytes> {
    let bytes = bytes.context("a key is missing")?;
    bytes.try_into().context("a key of the wrong length")
}

fn secure(
    noise: NoiseHandshake,
    client_key: PublicBytes,
    payload: Vec<u8>,
) -> anyhow::Result<Secured> {
    // The names are the client's: what it writes with is what we read with.
    let (client_writes, client_reads) = noise.finish()?;
    Ok(Secured {
        client_key,
        payload,
        sealer: Sealer {
            cipher: client_reads,
            count: 0,
        },
        opener: Opener {
            cipher: client_writes,
            count: 0,
        },
    })
}

/// Encrypts what goes to the client, each message under the next counter.
pub(super) struct Sealer {
    cipher: NoiseCipher,
    count: u32,
}

impl Sealer {
    pub(super) fn seal(&mut self, plaintext: &[u8]) -> anyhow::Result<Vec<u8>> {
        let sealed = self.cipher.encrypt_with_counter(self.count, plaintext)?;
        self.count = next(self.count)?;
        Ok(sealed)
    }
}

/// Decrypts what comes from the client; a repeated, lost or altered message does not open.
pub(super) struct Opener {
    cipher: NoiseCipher,
    count: u32,
}

impl Opener {
    pub(super) fn open(&mut self, mut frame: BytesMut) -> anyhow::Result<BytesMut> {
        self.cipher
            .decrypt_in_place_with_counter(self.count, &mut frame)?;
        self.count = next(self.count)?;
        Ok(frame)
    }
}

/// A counter must never come around: the same one twice under one key gives both messages away.
fn next(count: u32) -> anyhow::Result<u32> {
    count
        .checked_add(1)
        .context("too many messages on one connection")
}
