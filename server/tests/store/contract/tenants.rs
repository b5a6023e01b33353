//! Tenants, their branding and their signing secrets.

use std::time::Duration;

use titan_connect::domain::appearance::Locale;
use titan_connect::domain::brand::{Brand, BrandChange, BrandName, BrandText, BrandTexts, LogoUrl};
use titan_connect::domain::color::Color;
use titan_connect::domain::origin::Origin;
use titan_connect::domain::paging::Paging;
use titan_connect::domain::signing::{Signing, SigningSecret};
use titan_connect::domain::tenant::{Tenant, TenantChange};
use titan_connect::store::{Store, StoreError};

use super::AT;

pub async fn are_kept_and_changed(store: &Store) {
    let created = a_start_changes_only_the_name(store).await;
    an_update_changes_only_its_fields(store, &created).await;
    an_unknown_tenant_is_not_found(store).await;
    rotating_the_secret_changes_only_the_signing(store, &created).await;
}

fn tenant(id: &str) -> Tenant {
    Tenant {
        callback_allow_list: vec!["https://app.example.com/done".into()],
        allowed_origins: vec![Origin::parse("https://app.example.com").unwrap()],
        ..Tenant::new(id.into(), "Acme", SigningSecret::new("s3cret"), AT)
    }
}

fn brand() -> Brand {
    Brand {
        name: Some(BrandName::parse("Acme").unwrap()),
        logo: Some(LogoUrl::parse("https://a.example/l.png").unwrap()),
        accent: Some(Color::parse("#112233").unwrap()),
        accent_dark: None,
        locale: Locale::parse("pt-BR").ok(),
        texts: texts(),
    }
}

fn texts() -> BrandTexts {
    let title = BrandText::parse("Link {tenant}").unwrap();
    BrandTexts([("en".to_owned(), [("title".to_owned(), title)].into())].into())
}

/// Sets the brand and clears the allow list.
fn brand_and_no_callbacks() -> TenantChange {
    let brand = brand();
    TenantChange {
        callback_allow_list: Some(vec![]),
        brand: Some(BrandChange {
            name: Some(brand.name),
            logo: Some(brand.logo),
            accent: Some(brand.accent),
            accent_dark: None,
            locale: Some(brand.locale),
            texts: Some(brand.texts),
        }),
        ..TenantChange::default()
    }
}

async fn a_start_changes_only_the_name(store: &Store) -> Tenant {
    store.ensure_tenant(&tenant("acme")).await.unwrap();
    let renamed = Tenant {
        name: "Acme & Sons".into(),
        signing: Signing::new(SigningSecret::new("new")),
        ..tenant("acme")
    };
    store.ensure_tenant(&renamed).await.unwrap();
    let found = store.tenant(&"acme".into()).await.unwrap().unwrap();
    assert_eq!(found.name, "Acme & Sons");
    assert_eq!(
        found.signing.current,
        SigningSecret::new("s3cret"),
        "a secret does not change by a start"
    );
    let created = tenant("acme");
    assert_eq!(found.allowed_origins, created.allowed_origins);
    assert_eq!(found.callback_allow_list, created.callback_allow_list);
    found
}

async fn an_update_changes_only_its_fields(store: &Store, created: &Tenant) {
    let changed = store
        .update_tenant(&"acme".into(), brand_and_no_callbacks())
        .await
        .unwrap();
    assert_eq!(
        (&changed.brand, &changed.allowed_origins),
        (&brand(), &created.allowed_origins)
    );
}

async fn an_unknown_tenant_is_not_found(store: &Store) {
    assert!(store.tenant(&"missing".into()).await.unwrap().is_none());
    let missing = store
        .update_tenant(&"missing".into(), TenantChange::default())
        .await;
    assert!(matches!(missing, Err(StoreError::NotFound)));
}

async fn rotating_the_secret_changes_only_the_signing(store: &Store, created: &Tenant) {
    let notice = Duration::from_secs(60);
    store
        .rotate_signing(&"acme".into(), SigningSecret::new("b"), AT, notice)
        .await
        .unwrap();
    let signing = created.signing.rotated(SigningSecret::new("b"), AT, notice);
    let all = store.tenants(&Paging::default()).await.unwrap().items;
    assert_eq!(all.len(), 3);
    let found = all
        .iter()
        .find(|tenant| tenant.id == "acme".into())
        .unwrap();
    assert_eq!((&found.brand, &found.signing), (&brand(), &signing));
    assert!(found.callback_allow_list.is_empty());
}
