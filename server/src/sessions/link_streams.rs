//! The live streams of each link: at most a few, of which the newest stay, and one read of the database for each
//! change, however many there are.
//!
//! A link has one person in front of it, so more streams are pages that were left open, or somebody who opens streams to
//! take the places of others.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use tokio::sync::Mutex as AsyncMutex;
use tokio_util::sync::CancellationToken;

use crate::domain::id::WidgetSessionId;
use crate::domain::signup::Signup;
use crate::domain::widget_session::WidgetSession;
use crate::sessions::hub::Live;

/// The open streams of all links.
pub struct LinkStreams {
    most: usize,
    links: Arc<Mutex<Links>>,
}

#[derive(Default)]
struct Links {
    /// Numbers the streams.
    opened: u64,
    open: HashMap<WidgetSessionId, OpenStreams>,
}

#[derive(Default)]
struct OpenStreams {
    /// The oldest first.
    streams: VecDeque<OpenStream>,
    latest: SharedRead,
}

struct OpenStream {
    number: u64,
    replaced: CancellationToken,
}

/// The last read of a link, shared by its streams. It is locked while the database is read.
pub(super) type SharedRead = Arc<AsyncMutex<Option<LinkRead>>>;

/// A link as it was read for a change of its session's view.
#[derive(Clone)]
pub(super) struct LinkRead {
    /// Its `seq` names the change.
    pub(super) live: Live,
    pub(super) widget: WidgetSession,
    pub(super) signup: Option<Signup>,
}

/// One stream of a link, until it is dropped.
pub struct LinkStream {
    links: Arc<Mutex<Links>>,
    link: WidgetSessionId,
    number: u64,
    replaced: CancellationToken,
    pub(super) latest: SharedRead,
}

impl LinkStreams {
    /// With at most this many streams for each link.
    pub fn new(most: usize) -> Self {
        LinkStreams {
            most,
            links: Arc::default(),
        }
    }

    /// Adds a stream. Where there are too many, the oldest is told that it is replaced.
    pub fn open(&self, link: &WidgetSessionId) -> LinkStream {
        let mut links = lock(&self.links);
        links.opened += 1;
        let (number, replaced) = (links.opened, CancellationToken::new());
        let open = links.open.entry(link.clone()).or_default();
        while open.streams.len() >= self.most.max(1) {
            if let Some(oldest) = open.streams.pop_front() {
                oldest.replaced.cancel();
            }
        }
        open.streams.push_back(OpenStream {
            number,
            replaced: replaced.clone(),
        });
        LinkStream {
            links: self.links.clone(),
            link: link.clone(),
            number,
            replaced,
            latest: open.latest.clone(),
        }
    }

    /// How many links have a stream.
    pub fn links(&self) -> usize {
        lock(&self.links).open.len()
    }
}

impl LinkStream {
    /// Resolves when a newer stream has taken its place.
    pub async fn replaced(&self) {
        self.replaced.cancelled().await;
    }
}

impl Drop for LinkStream {
    fn drop(&mut self) {
        let mut links = lock(&self.links);
        let Some(open) = links.open.get_mut(&self.link) else {
            return;
        };
        open.streams.retain(|stream| stream.number != self.number);
        if open.streams.is_empty() {
            links.open.remove(&self.link);
        }
    }
}

fn lock(links: &Mutex<Links>) -> std::sync::MutexGuard<'_, Links> {
    links.lock().expect("no holder of this lock panics")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_replaced(stream: &LinkStream) -> bool {
        stream.replaced.is_cancelled()
    }

    #[test]
    fn the_newest_streams_of_a_link_stay() {
        let streams = LinkStreams::new(3);
        let (mine, other) = (WidgetSessionId::from("ws_1"), WidgetSessionId::from("ws_2"));
        let someone_else = streams.open(&other);
        let mut open: Vec<_> = (0..5).map(|_| streams.open(&mine)).collect();
        let replaced: Vec<bool> = open.iter().map(is_replaced).collect();
        assert_eq!(replaced, [true, true, false, false, false]);
        // One that leaves makes a place, and one that was replaced has none to leave.
        drop(open.remove(0));
        drop(open.remove(1));
        open.push(streams.open(&mine));
        let replaced: Vec<bool> = open.iter().map(is_replaced).collect();
        assert_eq!(replaced, [true, false, false, false]);
        assert!(!is_replaced(&someone_else));
        drop(open);
        assert_eq!(streams.links(), 1);
        drop(someone_else);
        assert_eq!(streams.links(), 0);
    }
}
