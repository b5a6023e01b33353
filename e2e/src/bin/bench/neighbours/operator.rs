//! The operator of the measured service, who creates tenants and keys.

use anyhow::{Context as _, Result};
use reqwest::Method;
use serde_json::{Value, json};
use titan_e2e::{Service, Setup, Tenant};

const MASTER_KEY: &str = "the-master-key-of-the-benchmark";

pub(super) struct Operator {
    api: Tenant,
}

impl Operator {
    pub(super) fn configure(setup: Setup) -> Setup {
        setup.variable("MASTER_KEY", MASTER_KEY)
    }

    pub(super) fn of(service: &Service) -> Self {
        Self {
            api: service.caller(MASTER_KEY),
        }
    }

    /// Returns the key of a new tenant.
    pub(super) async fn create_tenant(&self, name: &str) -> Result<String> {
        let tenant = self
            .create("/admin/tenants", json!({ "name": name }))
            .await?;
        let id = tenant["id"].as_str().context("a tenant has an id")?;
        self.create_key(id).await
    }

    /// Another key of a tenant: rates are limited by key.
    pub(super) async fn create_key(&self, tenant: &str) -> Result<String> {
        let body = json!({ "tenantId": tenant, "label": "benchmark", "scopes": ["*"] });
        let key = self.create("/admin/keys", body).await?;
        let key = key["key"].as_str().map(str::to_owned);
        key.context("a new key is shown")
    }

    async fn create(&self, path: &str, body: Value) -> Result<Value> {
        let answer = self.api.call(Method::POST, path, body).await?;
        Ok(answer.success()?["data"].clone())
    }
}
