//! A tenant's session by its name. Another tenant's session does not exist.

use crate::app::App;
use crate::domain::session::Session;
use crate::store::StoreError;

pub async fn find(app: &App, tenant_id: &str, name: &str) -> Result<Option<Session>, StoreError> {
    app.store.session_by_name(tenant_id, name).await
}

pub async fn all(app: &App, tenant_id: &str) -> Result<Vec<Session>, StoreError> {
    app.store.sessions(tenant_id).await
}
