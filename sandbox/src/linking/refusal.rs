//! Why a phone does not link what it was shown or told, in the words it would show, with a code for programs.

/// A scan or a typed code that linked nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("there is no phone with this number on this network")]
    NoSuchPhone,
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
    #[error("the device refused the link: {0}")]
    LinkRefused(String),
    #[error("the device answered with a signature that is not its own")]
    SignatureMismatch,
    #[error("this phone has 4 linked devices already; log one of them out first")]
    DeviceLimit,
    /// The sandbox itself failed, most likely to write its state.
    #[error("the sandbox could not keep the link")]
    Internal(#[from] anyhow::Error),
}

impl Refusal {
    /// Stable, for programs.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Refusal::NoSuchPhone => "phone_not_found",
            Refusal::NotAWhatsappCode => "not_a_whatsapp_code",
            Refusal::NoCodeRequested => "no_code_requested",
            Refusal::PasskeyRequired => "passkey_required",
            Refusal::CodeExpired => "code_expired",
            Refusal::CodeUsed => "code_used",
            Refusal::WrongCode => "wrong_code",
            Refusal::LinkRefused(_) => "link_refused",
            Refusal::SignatureMismatch => "signature_mismatch",
            Refusal::DeviceLimit => "device_limit",
            Refusal::Internal(_) => "internal",
        }
    }
}
