//! What became of a link that was to be removed.

/// How an attempt to remove the link at WhatsApp ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogOut {
    /// WhatsApp has confirmed it, or had removed the link before.
    Removed,
    /// There was no link.
    NotLinked,
    /// WhatsApp did not answer in time, so the link is still there.
    NotReached,
}
