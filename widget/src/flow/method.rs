//! The ways to link, which are the card's tabs.
//!
//! Another way is another variant here, its name in [`Method::name`] and its place in [`Method::ALL`]; its label and
//! its panel are in `tabs.rs`. Everything else follows from the list.

/// A way to link.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Method {
    /// The phone scans a QR code.
    #[default]
    Qr,
    /// The person types a code on the phone.
    Pairing,
    /// The person logs in to Facebook and chooses a number of the WhatsApp Business Platform.
    CloudApi,
}

impl Method {
    /// In the order of the tabs.
    pub(crate) const ALL: [Self; 3] = [Self::Qr, Self::Pairing, Self::CloudApi];

    /// The name on the wire, in `boot.methods`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Qr => "qr",
            Self::Pairing => "pairing",
            Self::CloudApi => "cloud-api",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }
}

/// The methods that a link offers, in the order of their tabs. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Methods(Vec<Method>);

impl Default for Methods {
    fn default() -> Self {
        Self(vec![Method::default()])
    }
}

impl Methods {
    /// The offered methods, in the order of [`Method::ALL`]; `first` comes before them, as in the first HTML. Unknown
    /// names are ignored; without a known one, the QR code is offered.
    pub(super) fn new(is_offered: &dyn Fn(&str) -> bool, first: Method) -> Self {
        let mut methods = Vec::new();
        for method in [first].into_iter().chain(Method::ALL) {
            if is_offered(method.name()) && !methods.contains(&method) {
                methods.push(method);
            }
        }
        if methods.is_empty() {
            return Self::default();
        }
        Self(methods)
    }

    pub(crate) fn contains(&self, method: Method) -> bool {
        self.0.contains(&method)
    }

    /// True if there is more than one method to choose from.
    pub(crate) fn is_choice(&self) -> bool {
        self.0.len() > 1
    }

    /// `wanted` if it is offered, else the first.
    pub(super) fn or_first(&self, wanted: Method) -> Method {
        if self.contains(wanted) {
            wanted
        } else {
            self.0[0]
        }
    }

    /// The tab that a key leads to from the tab `from`. The arrow keys wrap around.
    pub(crate) fn by_key(&self, key: &str, from: Method) -> Option<Method> {
        let last = self.0.len() - 1;
        let place = self.0.iter().position(|method| *method == from)?;
        let target = match key {
            "ArrowLeft" if place > 0 => place - 1,
            "ArrowRight" if place < last => place + 1,
            "ArrowRight" | "Home" => 0,
            "ArrowLeft" | "End" => last,
            _ => return None,
        };
        self.0.get(target).copied()
    }
}
