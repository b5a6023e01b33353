//! Frames on a WebSocket: three bytes with the length, then the content, split into messages at any place. The
//! client's first bytes are a header, with an optional routing hint before it.

use anyhow::Context as _;
use axum::extract::ws::{Message, WebSocket};
use bytes::{Bytes, BytesMut};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use wacore_binary::consts::WA_CONN_HEADER;
use wacore_noise::framing::{FrameDecoder, encode_frame};

/// The largest frame of a client is its first upload of keys, some 50 kB.
const MAX_BUFFERED: usize = 1 << 20;
const ROUTING_PREFIX: &[u8] = b"ED\0\x01";

pub(super) fn split(socket: WebSocket) -> (FrameReader, FrameWriter) {
    let (sink, stream) = socket.split();
    let reader = FrameReader {
        stream,
        decoder: FrameDecoder::new(),
        header: Header::Expected,
    };
    (reader, FrameWriter { sink })
}

enum Header {
    Expected,
    Read,
}

pub(super) struct FrameReader {
    stream: SplitStream<WebSocket>,
    decoder: FrameDecoder,
    header: Header,
}

impl FrameReader {
    /// The next frame, or `None` when the client has left. May be cancelled and called again.
    pub(super) async fn read(&mut self) -> anyhow::Result<Option<BytesMut>> {
        loop {
            if let Some(frame) = self.decoder.decode_frame() {
                return Ok(Some(frame));
            }
            match self.stream.next().await.transpose()? {
                Some(Message::Binary(bytes)) => self.feed(&bytes)?,
                Some(Message::Close(_)) | None => return Ok(None),
                Some(Message::Text(_)) => {
                    anyhow::bail!("a text message, where only binary ones are allowed")
                }
                Some(Message::Ping(_) | Message::Pong(_)) => {}
            }
        }
    }

    /// Reads and discards everything until the client has left.
    pub(super) async fn drain(&mut self) {
        while let Some(Ok(_)) = self.stream.next().await {}
    }

    fn feed(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        let content = match self.header {
            Header::Expected => skip_header(bytes)?,
            Header::Read => bytes,
        };
        self.header = Header::Read;
        self.decoder.feed(content);
        anyhow::ensure!(
            self.decoder.buffered_len() <= MAX_BUFFERED,
            "a frame too large"
        );
        Ok(())
    }
}

/// What follows the client's header.
fn skip_header(bytes: &[u8]) -> anyhow::Result<&[u8]> {
    let bytes = match bytes.strip_prefix(ROUTING_PREFIX) {
        Some(routed) => skip_routing(routed).context("an incomplete routing hint")?,
        None => bytes,
    };
    bytes
        .strip_prefix(&WA_CONN_HEADER[..])
        .context("no header of a WhatsApp client")
}

fn skip_routing(bytes: &[u8]) -> Option<&[u8]> {
    let (length, rest) = bytes.split_first_chunk::<3>()?;
    let length = u32::from_be_bytes([0, length[0], length[1], length[2]]);
    rest.get(usize::try_from(length).ok()?..)
}

pub(super) struct FrameWriter {
    sink: SplitSink<WebSocket, Message>,
}

impl FrameWriter {
    pub(super) async fn write(&mut self, content: &[u8]) -> anyhow::Result<()> {
        let frame = Bytes::from(encode_frame(content, None)?);
        self.sink.send(Message::Binary(frame)).await?;
        Ok(())
    }

    /// Sends a closing message.
    pub(super) async fn close(&mut self) -> anyhow::Result<()> {
        self.sink.send(Message::Close(None)).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_skipped() {
        let plain = [&WA_CONN_HEADER[..], b"rest"].concat();
        assert_eq!(skip_header(&plain).unwrap(), b"rest");
        let routed = [ROUTING_PREFIX, &[0, 0, 2, 9, 9], &plain].concat();
        assert_eq!(skip_header(&routed).unwrap(), b"rest");
    }

    #[test]
    fn other_clients_are_rejected() {
        for bytes in [
            &b""[..],
            b"GET / HTTP/1.1",
            b"ED\0\x01",
            b"ED\0\x01\xff\xff\xff",
        ] {
            assert!(skip_header(bytes).is_err(), "{bytes:?}");
        }
    }
}
