//! Bodies about keys and tenants: `/api/account…` and `/admin…`.

use serde::{Deserialize, Deserializer, Serialize};

/// `POST /api/account/keys`, and `POST /admin/keys`, where `tenantId` may be said too.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateKey {
    pub label: String,
    #[serde(default)]
    pub lifetime_days: Option<i64>,
    pub scopes: Vec<String>,
}

/// `POST /admin/keys`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateTenantKey {
    pub label: String,
    #[serde(default)]
    pub lifetime_days: Option<i64>,
    pub scopes: Vec<String>,
    #[serde(default)]
    pub tenant_id: Option<String>,
}

/// `PATCH …/keys/{id}`; what is absent stays.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateKey {
    #[serde(default)]
    pub label: Option<String>,
    #[serde(default)]
    pub is_active: Option<bool>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Key {
    pub id: String,
    /// Only in the answer that creates it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    pub label: String,
    pub scopes: Vec<String>,
    pub tenant_id: String,
    pub is_active: bool,
    pub created_at: String,
    pub expires_at: String,
    /// To the minute; `null` where it was never used.
    pub last_used_at: Option<String>,
}

/// `GET /api/account`, `/admin/tenants` and `/admin/tenants/{id}`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tenant {
    pub id: String,
    pub name: String,
    pub callback_allow_list: Vec<String>,
    pub allowed_origins: Vec<String>,
    pub branding: Branding,
    pub created_at: String,
    /// Signs redirects. Only in the answer that creates the tenant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing_secret: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Branding {
    pub name: Option<String>,
    pub logo_url: Option<String>,
    pub colors: Colors,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Colors {
    pub accent: Option<String>,
    pub accent_dark: Option<String>,
}

/// `POST /admin/tenants`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateTenant {
    pub name: String,
}

/// `PATCH /api/account`; what is absent stays, and `null` in the branding takes away.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateAccount {
    #[serde(default)]
    pub callback_allow_list: Option<Vec<String>>,
    #[serde(default)]
    pub allowed_origins: Option<Vec<String>>,
    #[serde(default)]
    pub branding: Option<UpdateBranding>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateBranding {
    #[serde(default, deserialize_with = "said")]
    pub name: Option<Option<String>>,
    #[serde(default, deserialize_with = "said")]
    pub logo_url: Option<Option<String>>,
    #[serde(default)]
    pub colors: Option<UpdateColors>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateColors {
    #[serde(default, deserialize_with = "said")]
    pub accent: Option<Option<String>>,
    #[serde(default, deserialize_with = "said")]
    pub accent_dark: Option<Option<String>>,
}

/// `POST /api/account/signing-secret`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RotateSigningSecret {
    /// Seconds until the new secret signs; a day where nothing is said, 0 for at once.
    #[serde(default)]
    pub notice_seconds: Option<u64>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SigningSecret {
    pub secret: String,
    pub signs_from: String,
}

/// A field that was said, be it `null`.
fn said<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(from).map(Some)
}
