//! What became of a link that was to be removed.

/// How an attempt to remove the link at WhatsApp ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogOut {
    /// WhatsApp has confirmed it, or had removed the link before.
    Removed,
    /// WhatsApp knows no such link at the login: it was removed before, or the phone has accepted it
    /// so recently that WhatsApp does not have it yet.
    Refused,
    /// There was no link.
    NotLinked,
    /// WhatsApp did not answer in time, so the link is still there.
    NotReached,
}
