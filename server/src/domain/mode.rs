//! Which methods of connecting a widget session offers, and which one was used.

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
    pub fn includes(self, method: Method) -> bool {
        match self {
            Mode::All => true,
            Mode::Qr => method == Method::Qr,
            Mode::Pairing => method == Method::Pairing,
            Mode::CloudApi => method == Method::CloudApi,
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
