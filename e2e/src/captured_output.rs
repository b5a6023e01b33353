//! Everything a service wrote, so that a test can search it for what must not be there.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};

/// Lines of one stream, over all starts of a service. Clones share them.
#[derive(Clone, Default)]
pub struct CapturedOutput(Arc<Mutex<Vec<String>>>);

impl CapturedOutput {
    /// Everything so far, as one text.
    pub fn text(&self) -> String {
        self.lines().join("\n")
    }

    pub fn lines(&self) -> Vec<String> {
        self.0.lock().expect("no writer panics").clone()
    }

    pub(crate) fn push(&self, line: &str) {
        self.0
            .lock()
            .expect("no writer panics")
            .push(line.to_owned());
    }

    /// Copies a stream to its end.
    pub(crate) async fn capture(self, stream: impl AsyncRead + Unpin) {
        let mut lines = BufReader::new(stream).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            self.push(&line);
        }
    }
}
