//! The compressed history: a part of the message, or a file on WhatsApp's servers.

use std::io::{Cursor, Error, ErrorKind, Result, Seek, SeekFrom, Write};
use std::sync::Arc;

use bytes::Bytes;
use wacore::download::DownloadWriter;
use waproto::whatsapp::message::HistorySyncNotification;
use whatsapp_rust::Client;

use super::Unusable;

/// A larger history is not taken. It is compressed; the chats of a busy phone have a few megabytes. The client
/// inflates it piece by piece, up to four times as much as this limit.
pub(super) const MAX_BYTES: u64 = 16 * 1024 * 1024;

pub(super) async fn load(
    client: &Arc<Client>,
    mut notification: HistorySyncNotification,
) -> anyhow::Result<Bytes> {
    if let Some(inline) = notification.initial_hist_bootstrap_inline_payload.take() {
        check_size(u64::try_from(inline.len()).unwrap_or(u64::MAX))?;
        return Ok(Bytes::from(inline));
    }
    check_size(notification.file_length.unwrap_or_default())?;
    anyhow::ensure!(client.is_logged_in(), "there is no connection to load it");
    let loaded = client.download_to_writer(&notification, LimitedBuffer::default());
    Ok(Bytes::from(loaded.await?.0.into_inner()))
}

/// WhatsApp announces the size, so that a history that is too large is not even loaded.
pub(super) fn check_size(bytes: u64) -> anyhow::Result<()> {
    if bytes > MAX_BYTES {
        return Err(Unusable(format!("{bytes} bytes")).into());
    }
    Ok(())
}

/// A buffer that does not grow beyond the limit, whatever size was announced.
#[derive(Default)]
struct LimitedBuffer(Cursor<Vec<u8>>);

impl Write for LimitedBuffer {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if self.0.position().saturating_add(length) > MAX_BYTES {
            return Err(Error::new(
                ErrorKind::FileTooLarge,
                "the history is too large",
            ));
        }
        self.0.write(bytes)
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

impl Seek for LimitedBuffer {
    fn seek(&mut self, position: SeekFrom) -> Result<u64> {
        self.0.seek(position)
    }
}

impl DownloadWriter for LimitedBuffer {
    fn truncate(&mut self, length: u64) -> Result<()> {
        self.0.truncate(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_history_above_the_limit_is_refused_by_its_size() {
        assert!(check_size(MAX_BYTES).is_ok());
        let error = check_size(MAX_BYTES + 1).expect_err("too large");
        assert!(error.is::<Unusable>());
    }

    #[test]
    fn a_buffer_does_not_grow_beyond_the_limit() {
        let mut buffer = LimitedBuffer::default();
        buffer.0.set_position(MAX_BYTES - 1);
        assert!(buffer.write(&[0; 2]).is_err());
        buffer.0.set_position(0);
        assert!(buffer.write(&[0; 2]).is_ok());
    }
}
