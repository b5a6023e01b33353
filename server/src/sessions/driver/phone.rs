//! The phone behind the session: when it was linked, and when it was active.

use std::time::Duration;

use super::Driver;

impl Driver {
    /// Its phone has linked the session.
    pub(super) async fn watch_link(&self) {
        let now = self.sessions.now();
        if let Err(error) = self.sessions.store.watch_link(&self.session.id, now).await {
            self.report_unwatched(&error);
        }
    }

    /// Its phone was active so long ago.
    pub(super) async fn phone_seen(&self, ago: Duration) {
        let at = self.sessions.now().minus(ago);
        let store = &self.sessions.store;
        if let Err(error) = store.record_phone_sign(&self.session.id, at).await {
            self.report_unwatched(&error);
        }
    }

    /// The next sign comes within hours, so the session goes on.
    fn report_unwatched(&self, error: &(impl std::error::Error + Sync)) {
        tracing::warn!(
            session = self.session.id.as_str(), %error,
            "when the phone was active cannot be recorded"
        );
    }
}
