//! The methods of connecting that a widget session offers, and the one that was used.

/// Methods shown in the widget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    All,
    Qr,
    Pairing,
    CloudApi,
}

impl Mode {
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "all" => Mode::All,
            "qr" => Mode::Qr,
            "pairing" => Mode::Pairing,
            "cloud-api" => Mode::CloudApi,
            _ => return None,
        })
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Mode::All => "all",
            Mode::Qr => "qr",
            Mode::Pairing => "pairing",
            Mode::CloudApi => "cloud-api",
        }
    }
}

impl Mode {
    /// The offered methods, the default first.
    pub const fn methods(self) -> &'static [Method] {
        match self {
            Mode::All => &[Method::Qr, Method::Pairing],
            Mode::Qr => &[Method::Qr],
            Mode::Pairing => &[Method::Pairing],
            Mode::CloudApi => &[],
        }
    }
}

/// How a number was connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Qr,
    Pairing,
    CloudApi,
}

impl Method {
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "qr" => Method::Qr,
            "pairing" => Method::Pairing,
            "cloud-api" => Method::CloudApi,
            _ => return None,
        })
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Method::Qr => "qr",
            Method::Pairing => "pairing",
            Method::CloudApi => "cloud-api",
        }
    }
}
