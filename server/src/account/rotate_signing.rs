//! A new signing secret for a tenant's redirects, told now, signing later.

use std::time::Duration;

use crate::app::App;
use crate::domain::signing::SigningSecret;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::store::StoreError;

/// The new secret, and from when on it signs.
pub async fn rotate(
    app: &App,
    tenant: &Tenant,
    notice: Duration,
) -> Result<(SigningSecret, Timestamp), StoreError> {
    let (fresh, now) = (SigningSecret::made_of(rand::random()), app.now());
    let signing = tenant.signing.rotated(fresh.clone(), now, notice);
    app.store.update_signing(&tenant.id, &signing).await?;
    Ok((fresh, now.plus(notice)))
}
