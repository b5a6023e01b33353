//! Tenants: their names, brands, allow lists and signing secrets.

use std::collections::BTreeMap;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;

use super::{Store, StoreError, quotas, rows};
use crate::domain::appearance::Locale;
use crate::domain::brand::{Brand, BrandName, BrandText, BrandTexts, LogoUrl};
use crate::domain::callback::CallbackUrl;
use crate::domain::color::Color;
use crate::domain::id::TenantId;
use crate::domain::origin::Origin;
use crate::domain::paging::{Page, Paging, Position};
use crate::domain::signing::{Signing, SigningSecret};
use crate::domain::tenant::{Tenant, TenantChange};
use crate::domain::time::Timestamp;

impl Store {
    /// Creates the tenant, or updates only the name of an existing one.
    pub async fn ensure_tenant(&self, tenant: &Tenant) -> Result<(), StoreError> {
        let origins: Vec<&str> = tenant.allowed_origins.iter().map(Origin::as_str).collect();
        sqlx::query(
            "INSERT INTO tenants (id, name, brand, callback_allow_list, allowed_origins, \
             signing_secret, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO \
             UPDATE SET name = excluded.name",
        )
        .bind(tenant.id.as_str())
        .bind(tenant.name.as_str())
        .bind(brand_json(&tenant.brand))
        .bind(json(&tenant.callback_allow_list))
        .bind(json(&origins))
        .bind(self.seal_text(&["tenant", &tenant.id], tenant.signing.current.expose()))
        .bind(tenant.created_at.as_millis())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    pub async fn tenant(&self, id: &TenantId) -> Result<Option<Tenant>, StoreError> {
        let row = sqlx::query("SELECT * FROM tenants WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(&self.readers)
            .await?;
        row.map(|row| self.read_tenant(&row)).transpose()
    }

    /// A page of the tenants, oldest first.
    pub async fn tenants(&self, paging: &Paging) -> Result<Page<Tenant>, StoreError> {
        let (at, id) = paging.after();
        let found = sqlx::query(
            "SELECT * FROM tenants WHERE (created_at, id) > ($1, $2) ORDER BY created_at, id \
             LIMIT $3",
        )
        .bind(at)
        .bind(id)
        .bind(paging.limit.with_next())
        .fetch_all(&self.readers)
        .await?;
        let tenants = found.iter().map(|row| self.read_tenant(row));
        let tenants = tenants.collect::<Result<_, _>>()?;
        Ok(Page::of(tenants, paging.limit, |tenant: &Tenant| {
            Position {
                at: tenant.created_at,
                id: tenant.id.to_string(),
            }
        }))
    }

    /// Applies a change and returns the changed tenant.
    pub async fn update_tenant(
        &self,
        id: &TenantId,
        change: TenantChange,
    ) -> Result<Tenant, StoreError> {
        let callbacks = change.callback_allow_list.map(|list| {
            let texts: Vec<&str> = list.iter().map(CallbackUrl::as_str).collect();
            json(&texts)
        });
        let origins = change.allowed_origins.map(|list| {
            let texts: Vec<&str> = list.iter().map(Origin::as_str).collect();
            json(&texts)
        });
        let mut transaction = self.pool.begin().await?;
        let row = sqlx::query(
            "UPDATE tenants SET callback_allow_list = COALESCE($1, callback_allow_list), \
             allowed_origins = COALESCE($2, allowed_origins), limits_first_messages = COALESCE($4, \
             limits_first_messages) WHERE id = $3 RETURNING *",
        )
        .bind(callbacks)
        .bind(origins)
        .bind(id.as_str())
        .bind(change.limits_first_messages.map(i64::from))
        .fetch_optional(&mut *transaction)
        .await?;
        let mut tenant = self.read_tenant(&row.ok_or(StoreError::NotFound)?)?;
        // The transaction holds the row's lock, so the quotas and the brand that were read are still current.
        tenant.quotas = quotas::write(&mut transaction, id, tenant.quotas, &change.quotas).await?;
        if let Some(change) = change.brand {
            tenant.brand = change.apply(tenant.brand);
            sqlx::query("UPDATE tenants SET brand = $1 WHERE id = $2")
                .bind(brand_json(&tenant.brand))
                .bind(id.as_str())
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(tenant)
    }

    /// Makes `fresh` the signing secret after the notice; the current one signs until then.
    pub async fn rotate_signing(
        &self,
        tenant_id: &TenantId,
        fresh: SigningSecret,
        now: Timestamp,
        notice: Duration,
    ) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        // Locks the row with an update that changes nothing, so that rotations run one after another.
        let row = sqlx::query("UPDATE tenants SET name = name WHERE id = $1 RETURNING *")
            .bind(tenant_id.as_str())
            .fetch_optional(&mut *transaction)
            .await?;
        let tenant = self.read_tenant(&row.ok_or(StoreError::NotFound)?)?;
        let signing = tenant.signing.rotated(fresh, now, notice);
        let seal = |secret: &SigningSecret| self.seal_text(&["tenant", tenant_id], secret.expose());
        sqlx::query(
            "UPDATE tenants SET signing_secret = $1, next_signing_secret = $2, next_signs_from = \
             $3 WHERE id = $4",
        )
        .bind(seal(&signing.current))
        .bind(signing.next.as_ref().map(|(next, _)| seal(next)))
        .bind(signing.next.as_ref().map(|(_, from)| from.as_millis()))
        .bind(tenant_id.as_str())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    fn read_tenant(&self, row: &AnyRow) -> Result<Tenant, StoreError> {
        let id: TenantId = rows::id(row, "id")?;
        let open = |sealed: String| {
            let secret = self.open_text(&["tenant", &id], &sealed)?;
            Ok::<_, StoreError>(SigningSecret::new(secret))
        };
        let next = rows::optional_text(row, "next_signing_secret")?
            .map(&open)
            .transpose()?;
        Ok(Tenant {
            name: rows::text(row, "name")?,
            brand: parse_brand(&rows::text(row, "brand")?).ok_or(StoreError::Row("brand"))?,
            callback_allow_list: rows::list(row, "callback_allow_list")?,
            allowed_origins: rows::origins(row, "allowed_origins")?,
            limits_first_messages: rows::number(row, "limits_first_messages")? != 0,
            quotas: quotas::own(row)?,
            signing: Signing {
                current: open(rows::text(row, "signing_secret")?)?,
                next: next.zip(rows::optional_time(row, "next_signs_from")?),
            },
            created_at: rows::time(row, "created_at")?,
            id,
        })
    }
}

/// [`Brand`] as stored in its column.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct StoredBrand {
    name: Option<String>,
    logo: Option<String>,
    accent: Option<String>,
    accent_dark: Option<String>,
    locale: Option<String>,
    texts: BTreeMap<String, BTreeMap<String, String>>,
}

fn brand_json(brand: &Brand) -> String {
    let written = StoredBrand {
        name: brand.name.as_ref().map(|name| name.as_str().to_owned()),
        logo: brand.logo.as_ref().map(|logo| logo.as_str().to_owned()),
        accent: brand.accent.map(|color| color.to_string()),
        accent_dark: brand.accent_dark.map(|color| color.to_string()),
        locale: brand.locale.as_ref().map(|it| it.as_str().to_owned()),
        texts: texts_of(&brand.texts),
    };
    serde_json::to_string(&written).expect("strings are JSON")
}

fn parse_brand(text: &str) -> Option<Brand> {
    let written: StoredBrand = serde_json::from_str(text).ok()?;
    let color = |text: Option<String>| text.map(|text| Color::parse(&text)).transpose().ok();
    Some(Brand {
        name: written
            .name
            .map(|name| BrandName::parse(&name))
            .transpose()
            .ok()?,
        logo: written
            .logo
            .map(|logo| LogoUrl::parse(&logo))
            .transpose()
            .ok()?,
        accent: color(written.accent)?,
        accent_dark: color(written.accent_dark)?,
        locale: written.locale.and_then(|tag| Locale::parse(&tag).ok()),
        texts: parse_texts(written.texts)?,
    })
}

fn texts_of(texts: &BrandTexts) -> BTreeMap<String, BTreeMap<String, String>> {
    let of_language = |texts: &BTreeMap<String, BrandText>| {
        let owned = |(name, text): (&String, &BrandText)| (name.clone(), text.as_str().to_owned());
        texts.iter().map(owned).collect()
    };
    let languages = texts.0.iter();
    languages
        .map(|(tag, texts)| (tag.clone(), of_language(texts)))
        .collect()
}

fn parse_texts(written: BTreeMap<String, BTreeMap<String, String>>) -> Option<BrandTexts> {
    let of_language = |texts: BTreeMap<String, String>| {
        let parsed = |(name, text): (String, String)| Some((name, BrandText::parse(&text).ok()?));
        texts.into_iter().map(parsed).collect::<Option<_>>()
    };
    let languages = written.into_iter();
    let parsed = languages.map(|(tag, texts)| Some((tag, of_language(texts)?)));
    parsed.collect::<Option<_>>().map(BrandTexts)
}

pub(super) fn json<T: serde::Serialize>(words: &[T]) -> String {
    serde_json::to_string(words).expect("a list of strings is JSON")
}
