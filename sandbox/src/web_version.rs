//! Which version of the web client the network publishes in its `sw.js`, and which versions it accepts.

use std::sync::{Mutex, MutexGuard};

use waproto::whatsapp::ClientPayload;

pub(crate) type Version = (u32, u32, u32);

/// The version that WhatsApp published when the sandbox was written.
const PUBLISHED: Version = (2, 3000, 1_026_131_876);

/// What happens to a client below the minimum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Below {
    /// It gets 405, when it registers and when it logs in.
    Refused,
    /// It gets codes like any other, but the phones do not accept them, and the client hears nothing of it. A device
    /// that is linked logs in as before.
    ScansFail,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Minimum {
    pub(crate) version: Version,
    pub(crate) below: Below,
}

/// The answer to a request for `sw.js`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Published {
    Version(Version),
    /// An error with this status.
    Failing(u16),
}

pub(crate) struct WebVersions(Mutex<Rules>);

#[derive(Clone, Copy)]
struct Rules {
    published: Published,
    minimum: Option<Minimum>,
}

impl Default for WebVersions {
    fn default() -> WebVersions {
        WebVersions(Mutex::new(Rules {
            published: Published::Version(PUBLISHED),
            minimum: None,
        }))
    }
}

impl WebVersions {
    pub(crate) fn set_minimum(&self, minimum: Minimum) {
        self.rules().minimum = Some(minimum);
    }

    pub(crate) fn publish(&self, published: Published) {
        self.rules().published = published;
    }

    pub(crate) fn published(&self) -> Published {
        self.rules().published
    }

    /// Accepts every version again, and publishes the usual one.
    pub(crate) fn reset(&self) {
        *self.rules() = *WebVersions::default().rules();
    }

    pub(crate) fn is_refused(&self, version: Version) -> bool {
        self.is_below(version, Below::Refused)
    }

    pub(crate) fn is_scan_refused(&self, version: Version) -> bool {
        self.is_below(version, Below::ScansFail)
    }

    fn is_below(&self, version: Version, effect: Below) -> bool {
        let minimum = self.rules().minimum;
        minimum.is_some_and(|minimum| minimum.below == effect && version < minimum.version)
    }

    fn rules(&self) -> MutexGuard<'_, Rules> {
        self.0.lock().expect("no holder of this lock panics")
    }
}

/// The version in a client's request. A client without one has the oldest.
pub(crate) fn of(payload: &ClientPayload) -> Version {
    let agent = payload.user_agent.as_option();
    let version = agent.and_then(|agent| agent.app_version.as_option());
    version.map_or((0, 0, 0), |version| {
        let number = |part: Option<u32>| part.unwrap_or_default();
        (
            number(version.primary),
            number(version.secondary),
            number(version.tertiary),
        )
    })
}

/// From `2.3000.1026131876`.
pub(crate) fn parse(text: &str) -> Option<Version> {
    let mut parts = text.split('.').map(|part| part.parse().ok());
    let version = (parts.next()??, parts.next()??, parts.next()??);
    parts.next().is_none().then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minimum_has_one_of_two_effects() {
        let versions = WebVersions::default();
        let (old, new) = ((2, 3000, 9), (2, 3000, 10));
        for (below, refused, scan_refused) in [
            (Below::Refused, true, false),
            (Below::ScansFail, false, true),
        ] {
            versions.set_minimum(Minimum {
                version: new,
                below,
            });
            assert_eq!(versions.is_refused(old), refused);
            assert_eq!(versions.is_scan_refused(old), scan_refused);
            assert!(!versions.is_refused(new) && !versions.is_scan_refused(new));
        }
        versions.reset();
        assert!(!versions.is_refused(old) && !versions.is_scan_refused(old));
    }

    #[test]
    fn a_version_has_three_numbers() {
        assert_eq!(parse("2.3000.7"), Some((2, 3000, 7)));
        for text in ["2.3000", "2.3000.7.1", "2.3000.x", ""] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
