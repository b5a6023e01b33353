//! Whether a session reports to WhatsApp that somebody uses it. While one does, WhatsApp does not notify its phone.

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Presence {
    Available,
    #[default]
    Unavailable,
}

impl Presence {
    pub const fn as_str(self) -> &'static str {
        match self {
            Presence::Available => "available",
            Presence::Unavailable => "unavailable",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        [Presence::Available, Presence::Unavailable]
            .into_iter()
            .find(|presence| presence.as_str() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_presence_has_one_word() {
        for word in ["available", "unavailable"] {
            assert_eq!(Presence::parse(word).map(Presence::as_str), Some(word));
        }
        assert_eq!(Presence::parse("online"), None);
    }
}
