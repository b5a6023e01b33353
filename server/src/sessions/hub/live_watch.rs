//! Watching a session. When the last watcher leaves, a view that no task needs is removed.

use std::ops::{Deref, DerefMut};

use tokio::sync::watch;

use super::live::Live;
use super::views::SharedViews;
use crate::domain::id::SessionId;

/// A watched session: its latest view, and every change after it.
pub struct LiveWatch {
    live: watch::Receiver<Live>,
    /// Dropped after the receiver.
    _place: Place,
}

impl Deref for LiveWatch {
    type Target = watch::Receiver<Live>;

    fn deref(&self) -> &Self::Target {
        &self.live
    }
}

impl DerefMut for LiveWatch {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.live
    }
}

/// Removes the view that nobody else needs.
struct Place {
    views: SharedViews,
    session_id: SessionId,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.views.lock().remove_unused(&self.session_id);
    }
}

impl LiveWatch {
    pub(super) fn new(
        live: watch::Receiver<Live>,
        views: SharedViews,
        session_id: SessionId,
    ) -> Self {
        let _place = Place { views, session_id };
        LiveWatch { live, _place }
    }
}
