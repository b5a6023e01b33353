//! The ways to link, which are the card's tabs.

/// A way to link.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Method {
    /// The phone scans a picture.
    #[default]
    Qr,
    /// The phone is told a code.
    Pairing,
}

impl Method {
    /// Its name on the wire, in `boot.methods`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Qr => "qr",
            Self::Pairing => "pairing",
        }
    }

    /// The tab the arrow keys lead to; they go round.
    pub(crate) fn next(self) -> Self {
        match self {
            Self::Qr => Self::Pairing,
            Self::Pairing => Self::Qr,
        }
    }
}

/// Which of them this link offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Offer(Vec<Method>);

impl Default for Offer {
    fn default() -> Self {
        Self(vec![Method::Qr])
    }
}

impl Offer {
    /// From their names. One that this build does not know is not offered; where it knows none, the picture is.
    pub(crate) fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let known = [Method::Qr, Method::Pairing];
        let offered: Vec<Method> = names
            .filter_map(|name| known.into_iter().find(|method| method.name() == name))
            .collect();
        if offered.is_empty() {
            return Self::default();
        }
        Self(offered)
    }

    pub(crate) fn has(&self, method: Method) -> bool {
        self.0.contains(&method)
    }

    /// True where there is something to choose.
    pub(crate) fn is_choice(&self) -> bool {
        self.0.len() > 1
    }

    /// `wanted` if it is offered, else the first.
    pub(super) fn or_first(&self, wanted: Method) -> Method {
        if self.has(wanted) { wanted } else { self.0[0] }
    }
}
