//! The time in which a phone's owner confirms a link with a passkey.
//!
//! WhatsApp requires a passkey from some accounts after the scan. The phone, or a page of WhatsApp's own, can give it;
//! this service cannot, and does not relay it. The link is then completed on the same connection, and until then the
//! client must not close it, which it would when its QR codes have run out. So during a ceremony its codes do not
//! change.

use std::time::Duration;

use tokio::sync::watch;

/// A phone that has not completed the link by then will not.
pub(crate) const LIMIT: Duration = Duration::from_mins(10);

/// How long the client shows its first QR code, and each later one.
const CODE_LIFETIMES: [Duration; 2] = [Duration::from_secs(60), Duration::from_secs(20)];

/// Whether a session waits for a passkey.
pub(crate) struct Ceremony(watch::Sender<bool>);

impl Ceremony {
    pub(crate) fn new() -> Ceremony {
        Ceremony(watch::channel(false).0)
    }

    pub(crate) fn begin(&self) {
        self.0.send_replace(true);
    }

    pub(crate) fn end(&self) {
        self.0.send_replace(false);
    }

    /// Whether a client that is not linked, and sleeps so long, waits for the end of a code.
    pub(crate) fn delays(duration: Duration) -> bool {
        CODE_LIFETIMES.contains(&duration)
    }

    /// Resolves when no ceremony is in progress.
    pub(crate) fn over(&self) -> impl Future<Output = ()> + Send + 'static {
        let mut running = self.0.subscribe();
        async move {
            // An error means that the session is closed.
            let _ = running.wait_for(|running| !running).await;
        }
    }
}
