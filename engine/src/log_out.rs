//! The outcome of removing a link.

/// How an attempt to remove the link at WhatsApp ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogOut {
    /// WhatsApp has confirmed the removal, or had removed the link before.
    Removed,
    /// WhatsApp refused the login, because it has no such link: it was removed before, or the phone has accepted it
    /// so recently that WhatsApp does not have it yet.
    Refused,
    /// There was no link.
    NotLinked,
    /// WhatsApp did not answer in time, so the link is still there.
    NotReached,
}
