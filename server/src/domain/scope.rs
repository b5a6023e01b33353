//! The scopes of an API key: a set of names, stored as a bit mask in the key.

/// The names in the order of their bits, which never changes.
const NAMES: [&str; 15] = [
    "*",
    "sessions:read",
    "sessions:manage",
    "messages:write",
    "webhooks:manage",
    "chats:read",
    "chats:manage",
    "contacts:read",
    "contacts:manage",
    "groups:read",
    "groups:manage",
    "channels:read",
    "channels:manage",
    "messages:read",
    "webhooks:read",
];

/// A set of scopes. Reserved names are accepted but have no effect yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scopes(u32);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadScopes;

impl std::fmt::Display for BadScopes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "`scopes` is a list of one or more of {}",
            NAMES.join(", ")
        )
    }
}

impl std::error::Error for BadScopes {}

impl Scopes {
    pub const ALL: Scopes = Scopes(1);
    pub const SESSIONS_READ: Scopes = Scopes(1 << 1);
    pub const SESSIONS_MANAGE: Scopes = Scopes(1 << 2);
    pub const MESSAGES_WRITE: Scopes = Scopes(1 << 3);
    pub const WEBHOOKS_MANAGE: Scopes = Scopes(1 << 4);

    /// One or more names.
    pub fn from_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, BadScopes> {
        let set = names.into_iter().try_fold(Scopes(0), |set, name| {
            NAMES
                .iter()
                .position(|known| *known == name)
                .map(|bit| Scopes(set.0 | 1 << bit))
        });
        set.filter(|set| set.0 != 0).ok_or(BadScopes)
    }

    pub const fn from_bits(bits: u32) -> Self {
        Scopes(bits)
    }

    pub const fn bits(self) -> u32 {
        self.0
    }

    pub fn names(self) -> Vec<&'static str> {
        NAMES
            .iter()
            .enumerate()
            .filter(|(bit, _)| self.0 & (1 << bit) != 0)
            .map(|(_, name)| *name)
            .collect()
    }

    /// `*` allows everything.
    pub const fn allow(self, needed: Scopes) -> bool {
        self.0 & Self::ALL.0 != 0 || self.0 & needed.0 == needed.0
    }

    /// The bits of which a set may have none if this one is to allow it.
    pub const fn not_allowed_bits(self) -> u32 {
        if self.0 & Self::ALL.0 != 0 {
            0
        } else {
            !self.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_scopes_allows_its_scopes() {
        let reader = Scopes::from_names(["sessions:read"]).unwrap();
        assert!(reader.allow(Scopes::SESSIONS_READ));
        assert!(!reader.allow(Scopes::SESSIONS_MANAGE));
        assert!(Scopes::ALL.allow(Scopes::SESSIONS_MANAGE));
        for own in (0..16).map(Scopes) {
            for needed in (0..16).map(Scopes) {
                let has_other = needed.0 & own.not_allowed_bits() != 0;
                assert_eq!(own.allow(needed), !has_other, "{own:?} {needed:?}");
            }
        }
        assert_eq!(Scopes::from_names(["sessions:fly"]), Err(BadScopes));
        assert_eq!(Scopes::from_names([]), Err(BadScopes));
    }

    #[test]
    fn names_and_bits_are_converted_both_ways() {
        let set = Scopes::from_names(["messages:write", "sessions:read"]).unwrap();
        assert_eq!(set.names(), ["sessions:read", "messages:write"]);
        assert_eq!(Scopes::from_bits(set.bits()), set);
    }
}
