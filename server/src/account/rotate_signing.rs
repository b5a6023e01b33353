//! Creates a new signing secret for a tenant's redirects. It is returned now and used later.

use std::time::Duration;

use crate::account::Accounts;
use crate::domain::id::TenantId;
use crate::domain::signing::SigningSecret;
use crate::domain::time::Timestamp;
use crate::store::StoreError;

/// The new secret, and the time from which it is used.
pub async fn rotate(
    accounts: &Accounts,
    tenant_id: &TenantId,
    notice: Duration,
) -> Result<(SigningSecret, Timestamp), StoreError> {
    let (fresh, now) = (SigningSecret::from_random(rand::random()), accounts.now());
    accounts
        .store
        .rotate_signing(tenant_id, fresh.clone(), now, notice)
        .await?;
    Ok((fresh, now.plus(notice)))
}
