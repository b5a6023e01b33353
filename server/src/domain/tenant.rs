//! The company that integrates; owns everything below it.

use super::brand::{Brand, BrandChange};
use super::callback::CallbackUrl;
use super::id::TenantId;
use super::origin::Origin;
use super::quota::{OwnQuotas, QuotaChange};
use super::signing::{Signing, SigningSecret};
use super::time::Timestamp;

/// The maximum length of a tenant's callback allow list.
pub const MAX_CALLBACKS: usize = 100;

#[derive(Clone)]
pub struct Tenant {
    pub id: TenantId,
    /// The name that the operator sees.
    pub name: String,
    pub brand: Brand,
    /// Exact callback addresses allowed; empty means any that is well-formed.
    pub callback_allow_list: Vec<String>,
    /// The default origins of widget sessions that have neither origins nor a callback.
    pub allowed_origins: Vec<Origin>,
    /// Refuses first messages to people who never wrote when there are too many.
    pub limits_first_messages: bool,
    /// The quotas that the operator gave this tenant.
    pub quotas: OwnQuotas,
    /// Signs redirect callbacks.
    pub signing: Signing,
    pub created_at: Timestamp,
}

/// A change of a tenant's settings: redirect addresses, allowed origins, branding, quotas. `None` leaves a field unchanged.
#[derive(Default)]
pub struct TenantChange {
    pub callback_allow_list: Option<Vec<CallbackUrl>>,
    pub allowed_origins: Option<Vec<Origin>>,
    pub brand: Option<BrandChange>,
    pub limits_first_messages: Option<bool>,
    pub quotas: QuotaChange,
}

impl Tenant {
    /// A tenant with default settings.
    pub fn new(id: TenantId, name: &str, secret: SigningSecret, at: Timestamp) -> Self {
        Tenant {
            id,
            name: name.to_owned(),
            brand: Brand::default(),
            callback_allow_list: Vec::new(),
            allowed_origins: Vec::new(),
            limits_first_messages: false,
            quotas: OwnQuotas::default(),
            signing: Signing::new(secret),
            created_at: at,
        }
    }

    /// The name that the person who links sees.
    pub fn shown_name(&self) -> &str {
        let brand = self.brand.name.as_ref();
        brand.map_or(self.name.as_str(), |name| name.as_str())
    }
}
