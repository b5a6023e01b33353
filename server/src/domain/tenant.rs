//! The company that integrates; owns everything below it.

use super::origin::Origin;

/// The tenant every fresh installation has.
pub const DEFAULT_TENANT: &str = "default";

#[derive(Clone)]
pub struct Tenant {
    pub id: String,
    /// As the person who links knows it.
    pub name: String,
    /// Exact callback addresses allowed; empty means any that is well-formed.
    pub callback_allow_list: Vec<String>,
    /// Origins a widget session gets when neither it nor its callback says one.
    pub allowed_origins: Vec<Origin>,
    /// Signs redirect callbacks.
    pub signing_secret: SigningSecret,
}

/// Signs what the tenant's backend must be able to trust. Shows nothing of itself.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningSecret(pub String);

impl std::fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningSecret(…)")
    }
}
