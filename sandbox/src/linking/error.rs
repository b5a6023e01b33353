//! Why a phone does not link a device: a sentence for its owner, and a code for programs.

/// Why a scan or a typed code linked no device.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LinkError {
    #[error("there is no phone with this number on this network")]
    PhoneNotFound,
    #[error("this is not a WhatsApp code")]
    NotAWhatsappCode,
    #[error("nobody asked for a code for this number; ask for one where you want to link")]
    NoCodeRequested,
    #[error("this code has expired; use the one that is shown now")]
    CodeExpired,
    #[error("this code has been used; use the one that is shown now")]
    CodeUsed,
    #[error("this code does not belong to the device that shows it, or is damaged")]
    WrongCode,
    #[error("this account must confirm with a passkey before it links a device")]
    PasskeyRequired,
    #[error("no link of this phone waits for a passkey")]
    NoPasskeyRequired,
    #[error("the device refused the link: {0}")]
    LinkRefused(String),
    #[error("the device answered with a signature that is not its own")]
    SignatureMismatch,
    /// The phone does not say why, and the client hears nothing.
    #[error("could not link the device; try again later")]
    ClientOutdated,
    #[error("this phone has 4 linked devices already; log one of them out first")]
    DeviceLimit,
    /// The sandbox itself failed, most likely to write its state.
    #[error("the sandbox could not keep the link")]
    Internal(#[from] anyhow::Error),
}

impl LinkError {
    /// Stable, for programs.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            LinkError::PhoneNotFound => "phone_not_found",
            LinkError::NotAWhatsappCode => "not_a_whatsapp_code",
            LinkError::NoCodeRequested => "no_code_requested",
            LinkError::PasskeyRequired => "passkey_required",
            LinkError::NoPasskeyRequired => "no_passkey_required",
            LinkError::CodeExpired => "code_expired",
            LinkError::CodeUsed => "code_used",
            LinkError::WrongCode => "wrong_code",
            LinkError::LinkRefused(_) => "link_refused",
            LinkError::SignatureMismatch => "signature_mismatch",
            LinkError::ClientOutdated => "could_not_link",
            LinkError::DeviceLimit => "device_limit",
            LinkError::Internal(_) => "internal",
        }
    }
}
