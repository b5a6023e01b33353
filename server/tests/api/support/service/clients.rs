//! Clients of a test service.

use serde_json::json;
use titan_connect::domain::scope::Scopes;
use titan_connect::domain::signing::SigningSecret;
use titan_connect::domain::tenant::Tenant as TenantRow;
use titan_connect::security::api_key::{ApiKey, TenantRef};

use super::TestService;
use crate::support::client::{Answer, Tenant, finish};

impl TestService {
    /// The default tenant's first key.
    pub fn key(&self) -> &str {
        &self.key
    }

    pub fn master_key(&self) -> &str {
        &self.master_key
    }

    /// The default tenant's backend.
    pub fn tenant(&self) -> Tenant {
        Tenant::new(&self.url, &self.key)
    }

    /// The operator, with the master key.
    pub fn operator(&self) -> Tenant {
        Tenant::new(&self.url, &self.master_key)
    }

    /// The default tenant's backend with a key made through the API.
    pub async fn new_key(&self, scopes: &[&str], lifetime_days: u32) -> Tenant {
        let wish = json!({"label": "made", "scopes": scopes, "lifetimeDays": lifetime_days});
        let made = self
            .tenant()
            .post("/api/account/keys", wish)
            .await
            .data(201);
        Tenant::new(&self.url, made["key"].as_str().unwrap())
    }

    /// The default tenant's backend with a key that has fewer scopes.
    pub fn tenant_with(&self, scopes: &[&str]) -> Tenant {
        Tenant::new(&self.url, &self.issue("default", scopes))
    }

    /// Another tenant of the same service.
    pub async fn other_tenant(&self) -> Tenant {
        let id = "tnt_00000000000000000000000007";
        let mut row = TenantRow::new(
            id.into(),
            "Other",
            SigningSecret::new("other"),
            self.app.now(),
        );
        row.callback_allow_list = vec!["https://other.example/done".into()];
        self.app.store.ensure_tenant(&row).await.unwrap();
        Tenant::new(&self.url, &self.issue(id, &["*"]))
    }

    fn issue(&self, tenant_id: &str, scopes: &[&str]) -> String {
        let now = self.app.now();
        let key = ApiKey {
            id: titan_connect::domain::id::ulid(now, 1),
            tenant: TenantRef::parse(tenant_id).unwrap(),
            scopes: Scopes::from_names(scopes.iter().copied()).unwrap(),
            expires_at: u32::try_from(now.as_seconds() + 3600).unwrap(),
        };
        key.issue(&self.app.accounts.api_keys)
    }

    /// A client without a key, behind a local proxy that forwards `address`.
    pub async fn visit_from(&self, address: &str, path: &str) -> Answer {
        let request = reqwest::Client::new().get(format!("{}{path}", self.url));
        finish(request.header("x-forwarded-for", address)).await
    }

    /// A page, requested as by a browser.
    pub async fn page(&self, url: &str) -> Answer {
        finish(
            reqwest::Client::new()
                .get(url)
                .header("sec-fetch-dest", "document"),
        )
        .await
    }

    /// Delays a race by the time of `requests` short requests.
    pub async fn spend_time(&self, requests: u32) {
        for _ in 0..requests {
            let answer = finish(self.http.get(format!("{}/health/live", self.url))).await;
            assert_eq!(answer.status, 200);
        }
    }
}
