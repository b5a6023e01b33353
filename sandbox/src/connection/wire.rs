//! Frames on a WebSocket: three bytes of length, then that many of content, cut into messages wherever the
//! sender liked. The client's very first bytes are an introduction, which may be preceded by a hint for the
//! network's own routing.

use anyhow::Context as _;
use axum::extract::ws::{Message, WebSocket};
use bytes::{Bytes, BytesMut};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use wacore_binary::consts::WA_CONN_HEADER;
use wacore_noise::framing::{FrameDecoder, encode_frame};

/// The largest thing a client sends is its first upload of keys, some 50 kB.
const LARGEST_FRAME: usize = 1 << 20;
const ROUTING_MARK: &[u8] = b"ED\0\x01";

pub(super) fn split(socket: WebSocket) -> (FrameReader, FrameWriter) {
    let (sink, stream) = socket.split();
    let reader = FrameReader {
        stream,
        decoder: FrameDecoder::new(),
        introduced: Introduced::NotYet,
    };
    (reader, FrameWriter { sink })
}

enum Introduced {
    NotYet,
    Done,
}

pub(super) struct FrameReader {
    stream: SplitStream<WebSocket>,
    decoder: FrameDecoder,
    introduced: Introduced,
}

impl FrameReader {
    /// The next frame, or nothing when the client has left. May be cancelled and called again.
    pub(super) async fn read(&mut self) -> anyhow::Result<Option<BytesMut>> {
        loop {
            if let Some(frame) = self.decoder.decode_frame() {
                return Ok(Some(frame));
            }
            match self.stream.next().await.transpose()? {
                Some(Message::Binary(bytes)) => self.take_in(&bytes)?,
                Some(Message::Close(_)) | None => return Ok(None),
                Some(Message::Text(_)) => anyhow::bail!("text, where only bytes make sense"),
                Some(Message::Ping(_) | Message::Pong(_)) => {}
            }
        }
    }

    /// Reads and forgets until the client has left.
    pub(super) async fn drain(&mut self) {
        while let Some(Ok(_)) = self.stream.next().await {}
    }

    fn take_in(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        let content = match self.introduced {
            Introduced::NotYet => after_introduction(bytes)?,
            Introduced::Done => bytes,
        };
        self.introduced = Introduced::Done;
        self.decoder.feed(content);
        anyhow::ensure!(
            self.decoder.buffered_len() <= LARGEST_FRAME,
            "a frame too large"
        );
        Ok(())
    }
}

/// What follows the client's introduction.
fn after_introduction(bytes: &[u8]) -> anyhow::Result<&[u8]> {
    let bytes = match bytes.strip_prefix(ROUTING_MARK) {
        Some(routed) => skip_routing(routed).context("a cut routing hint")?,
        None => bytes,
    };
    bytes
        .strip_prefix(&WA_CONN_HEADER[..])
        .context("it does not introduce itself as a WhatsApp client of this generation")
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

    /// Says good-bye.
    pub(super) async fn close(&mut self) -> anyhow::Result<()> {
        self.sink.send(Message::Close(None)).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_introduction_is_taken_off() {
        let plain = [&WA_CONN_HEADER[..], b"rest"].concat();
        assert_eq!(after_introduction(&plain).unwrap(), b"rest");
        let routed = [ROUTING_MARK, &[0, 0, 2, 9, 9], &plain].concat();
        assert_eq!(after_introduction(&routed).unwrap(), b"rest");
    }

    #[test]
    fn strangers_are_sent_away() {
        for bytes in [
            &b""[..],
            b"GET / HTTP/1.1",
            b"ED\0\x01",
            b"ED\0\x01\xff\xff\xff",
        ] {
            assert!(after_introduction(bytes).is_err(), "{bytes:?}");
        }
    }
}
