//! The server's side of the Noise handshake, in both patterns that clients use: XX at the first contact, when they
//! learn the server's key from the certificate chain; IK when they know the key, which saves a round trip.

use anyhow::Context as _;
use wacore::handshake::NoiseHandshake;
use wacore_binary::consts::{NOISE_PATTERN_IK, NOISE_PATTERN_XX, WA_CONN_HEADER};
use waproto::buffa::{Message as _, MessageField};
use waproto::whatsapp::HandshakeMessage;
use waproto::whatsapp::handshake_message::{ClientFinish, ClientHello, ServerHello};

use super::cipher::{Decryptor, Encryptor};
use super::frames::{FrameReader, FrameWriter};
use crate::keys::{PublicBytes, SecretKey};
use crate::state::Server;

/// A connection on which both sides have proved their keys.
pub(super) struct Secured {
    pub(super) client_key: PublicBytes,
    /// What the client requests, see `login`.
    pub(super) payload: Vec<u8>,
    pub(super) encryptor: Encryptor,
    pub(super) decryptor: Decryptor,
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
        (Some(_), Some(_)) => exchange.respond_ik(hello, writer).await,
        _ => exchange.respond_xx(reader, writer).await,
    }
}

struct Exchange<'a> {
    server: &'a Server,
    ephemeral: SecretKey,
    client_ephemeral: PublicBytes,
}

impl Exchange<'_> {
    /// XX: `-> e`, `<- e, ee, s, es`, `-> s, se`.
    async fn respond_xx(
        self,
        reader: &mut FrameReader,
        writer: &mut FrameWriter,
    ) -> anyhow::Result<Secured> {
        let static_key = &self.server.static_key;
        let mut noise = NoiseHandshake::new(NOISE_PATTERN_XX, &WA_CONN_HEADER)?;
        noise.authenticate(&self.client_ephemeral);
        noise.authenticate(&self.ephemeral.public());
        noise.mix_shared_secret(self.ephemeral.private_bytes(), &self.client_ephemeral)?;
        let encrypted_static = noise.encrypt(&static_key.public())?;
        noise.mix_shared_secret(static_key.private_bytes(), &self.client_ephemeral)?;
        let certificates = noise.encrypt(&self.server.certificate_chain)?;
        self.send_hello(writer, Some(encrypted_static), certificates)
            .await?;

        let finish = receive(reader).await?.client_finish.into_option();
        let ClientFinish {
            r#static, payload, ..
        } = finish.context("no client finish")?;
        let client_key = key(Some(&noise.decrypt(&r#static.context("no static key")?)?))?;
        noise.mix_shared_secret(self.ephemeral.private_bytes(), &client_key)?;
        let payload = noise.decrypt(&payload.context("no payload")?)?;
        secured(noise, client_key, payload)
    }

    /// IK: `-> e, es, s, ss`, `<- e, ee, se`.
    async fn respond_ik(
        self,
        hello: ClientHello,
        writer: &mut FrameWriter,
    ) -> anyhow::Result<Secured> {
        let static_key = &self.server.static_key;
        let mut noise = NoiseHandshake::new(NOISE_PATTERN_IK, &WA_CONN_HEADER)?;
        noise.authenticate(&static_key.public());
        noise.authenticate(&self.client_ephemeral);
        noise.mix_shared_secret(static_key.private_bytes(), &self.client_ephemeral)?;
        let encrypted_static = hello.r#static.context("no static key")?;
        let client_key = key(Some(&noise.decrypt(&encrypted_static)?))?;
        noise.mix_shared_secret(static_key.private_bytes(), &client_key)?;
        let payload = noise.decrypt(&hello.payload.context("no payload")?)?;

        noise.authenticate(&self.ephemeral.public());
        noise.mix_shared_secret(self.ephemeral.private_bytes(), &self.client_ephemeral)?;
        noise.mix_shared_secret(self.ephemeral.private_bytes(), &client_key)?;
        let certificates = noise.encrypt(&self.server.certificate_chain)?;
        self.send_hello(writer, None, certificates).await?;
        secured(noise, client_key, payload)
    }

    async fn send_hello(
        &self,
        writer: &mut FrameWriter,
        encrypted_static: Option<Vec<u8>>,
        certificates: Vec<u8>,
    ) -> anyhow::Result<()> {
        let hello = ServerHello {
            ephemeral: Some(self.ephemeral.public().to_vec()),
            r#static: encrypted_static,
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

fn secured(
    noise: NoiseHandshake,
    client_key: PublicBytes,
    payload: Vec<u8>,
) -> anyhow::Result<Secured> {
    // These are the client's directions: the server decrypts what the client writes.
    let (client_writes, client_reads) = noise.finish()?;
    Ok(Secured {
        client_key,
        payload,
        encryptor: Encryptor::new(client_reads),
        decryptor: Decryptor::new(client_writes),
    })
}
