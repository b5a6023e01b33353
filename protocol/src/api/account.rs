//! Bodies about keys and tenants: `/api/account…` and `/admin…`.

#[cfg(feature = "openapi")]
use std::collections::BTreeMap;

use super::known;
use crate::patch;
use serde::{Deserialize, Serialize};

/// `POST /api/account/keys`.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateKey {
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60))]
    pub label: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 3650))]
    pub lifetime_days: Option<i64>,
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<known::Scope>, min_items = 1))]
    pub scopes: Vec<String>,
}

/// `POST /admin/keys`.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateTenantKey {
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60))]
    pub label: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 3650))]
    pub lifetime_days: Option<i64>,
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<known::Scope>, min_items = 1))]
    pub scopes: Vec<String>,
    #[serde(default)]
    pub tenant_id: Option<String>,
}

/// `PATCH …/keys/{id}`; absent fields stay unchanged.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateKey {
    #[serde(default, deserialize_with = "patch::value")]
    #[cfg_attr(
        feature = "openapi",
        schema(value_type = String, required = false, min_length = 1, max_length = 60)
    )]
    pub label: Option<String>,
    #[serde(default, deserialize_with = "patch::value")]
    #[cfg_attr(feature = "openapi", schema(value_type = bool, required = false))]
    pub is_active: Option<bool>,
}

#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Key {
    pub id: String,
    /// Only in the response to its creation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    pub label: String,
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<known::Scope>))]
    pub scopes: Vec<String>,
    pub tenant_id: String,
    pub is_active: bool,
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub expires_at: String,
    /// Rounded down to the minute; `null` if it was never used.
    #[cfg_attr(feature = "openapi", schema(format = DateTime, required))]
    pub last_used_at: Option<String>,
}

/// `GET /api/account`, `/admin/tenants` and `/admin/tenants/{id}`.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Tenant {
    pub id: String,
    pub name: String,
    pub callback_allow_list: Vec<String>,
    pub allowed_origins: Vec<String>,
    pub branding: Branding,
    /// Refuses first messages to people who never wrote when there are too many, as `session.risk` says.
    pub limit_first_messages: bool,
    pub quotas: Quotas,
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    /// Signs redirects. Only in the response to the tenant's creation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing_secret: Option<String>,
}

/// What the tenant may have. What exceeds it is rejected with `quota_reached`.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Quotas {
    /// All sessions, linked or not.
    pub sessions: Quota,
    /// Widget sessions that have neither ended nor expired.
    pub open_links: Quota,
    pub webhooks: Quota,
}

#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Quota {
    /// How many the tenant may have.
    pub limit: u32,
    /// How many it has now.
    pub used: u32,
    /// The limit is the operator's default and not a value of this tenant.
    pub is_default: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Branding {
    #[cfg_attr(feature = "openapi", schema(required))]
    pub name: Option<String>,
    #[cfg_attr(feature = "openapi", schema(format = "uri", required))]
    pub logo_url: Option<String>,
    pub colors: Colors,
    /// The language of the widget for people whose browser asks for none that it speaks.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub locale: Option<String>,
    /// Sentences in your own words, by language and name.
    pub texts: BTreeMap<String, BTreeMap<String, String>>,
}

#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Colors {
    #[cfg_attr(feature = "openapi", schema(required))]
    pub accent: Option<String>,
    #[cfg_attr(feature = "openapi", schema(required))]
    pub accent_dark: Option<String>,
}

/// `POST /admin/tenants`.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateTenant {
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60))]
    pub name: String,
}

/// `PATCH /api/account`; absent fields stay unchanged; `null` empties a list or removes a part of the branding.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateAccount {
    #[serde(default, deserialize_with = "patch::nullable")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<String>>, max_items = 100))]
    pub callback_allow_list: Option<Option<Vec<String>>>,
    #[serde(default, deserialize_with = "patch::nullable")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<String>>, max_items = 20))]
    pub allowed_origins: Option<Option<Vec<String>>>,
    #[serde(default, deserialize_with = "patch::nullable")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<UpdateBranding>))]
    pub branding: Option<Option<UpdateBranding>>,
    #[serde(default)]
    pub limit_first_messages: Option<bool>,
}

/// `PATCH /admin/tenants/{id}`; like `PATCH /api/account`, with the tenant's quotas.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateTenant {
    #[serde(default, deserialize_with = "patch::nullable")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<String>>, max_items = 100))]
    pub callback_allow_list: Option<Option<Vec<String>>>,
    #[serde(default, deserialize_with = "patch::nullable")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<String>>, max_items = 20))]
    pub allowed_origins: Option<Option<Vec<String>>>,
    #[serde(default, deserialize_with = "patch::nullable")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<UpdateBranding>))]
    pub branding: Option<Option<UpdateBranding>>,
    #[serde(default)]
    pub limit_first_messages: Option<bool>,
    /// `null`: the operator's defaults.
    #[serde(default, deserialize_with = "patch::nullable")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<UpdateQuotas>))]
    pub quotas: Option<Option<UpdateQuotas>>,
}

/// Absent: unchanged; `null`: the operator's default.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateQuotas {
    #[serde(default, deserialize_with = "patch::nullable")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>, minimum = 1, maximum = 1_000_000))]
    pub sessions: Option<Option<i64>>,
    #[serde(default, deserialize_with = "patch::nullable")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>, minimum = 1, maximum = 1_000_000))]
    pub open_links: Option<Option<i64>>,
    #[serde(default, deserialize_with = "patch::nullable")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>, minimum = 1, maximum = 1_000_000))]
    pub webhooks: Option<Option<i64>>,
}

#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateBranding {
    #[serde(default, deserialize_with = "patch::nullable")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, min_length = 1, max_length = 60))]
    pub name: Option<Option<String>>,
    #[serde(default, deserialize_with = "patch::nullable")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = "uri"))]
    pub logo_url: Option<Option<String>>,
    #[serde(default, deserialize_with = "patch::nullable")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<UpdateColors>))]
    pub colors: Option<Option<UpdateColors>>,
    /// A BCP 47 language tag.
    #[serde(default, deserialize_with = "patch::nullable")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 35))]
    pub locale: Option<Option<String>>,
    /// Sentences in your own words, by language and by name: `title`, `allows`, `leaving`, `goBack`. `{tenant}` stands
    /// for your name. Replaces all earlier texts.
    #[serde(default, deserialize_with = "patch::nullable")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<BTreeMap<String, BTreeMap<String, String>>>))]
    pub texts: Option<Option<BTreeMap<String, BTreeMap<String, String>>>>,
}

#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateColors {
    #[serde(default, deserialize_with = "patch::nullable")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, pattern = "^#[0-9a-fA-F]{6}$"))]
    pub accent: Option<Option<String>>,
    #[serde(default, deserialize_with = "patch::nullable")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, pattern = "^#[0-9a-fA-F]{6}$"))]
    pub accent_dark: Option<Option<String>>,
}

/// `POST /api/account/signing-secret`.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RotateSigningSecret {
    /// Seconds until the new secret is used; default: a day, 0: at once.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(maximum = 2592000))]
    pub notice_seconds: Option<u64>,
}

#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SigningSecret {
    pub secret: String,
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub signs_from: String,
}

/// What to enter in Meta's dashboard for an app.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MetaAppAddress {
    pub app_id: String,
    pub config_id: String,
    pub graph_version: String,
    /// WhatsApp, Configuration, Callback URL. Subscribe to `messages` and `account_update`.
    #[cfg_attr(feature = "openapi", schema(format = "uri"))]
    pub webhook_url: String,
    /// WhatsApp, Configuration, Verify token.
    pub verify_token: String,
    /// Facebook Login for Business, Settings: a valid OAuth redirect URI.
    #[cfg_attr(feature = "openapi", schema(format = "uri"))]
    pub redirect_url: String,
    /// Facebook Login for Business, Settings: an allowed domain and a valid OAuth redirect URI.
    #[cfg_attr(feature = "openapi", schema(format = "uri"))]
    pub domain: String,
}
