//! `titan-connect tenants`: manages tenants in the database.

use clap::{Args, Subcommand};
use protocol::api::account::{self, Tenant};

use super::environment;
use super::output::{OutputFormat, facts, table};
use crate::account::{create_tenant, quotas, settings};
use crate::app::App;
use crate::domain::brand::BrandName;
use crate::domain::id::TenantId;
use crate::domain::paging::Page;
use crate::domain::quota::{self, QuotaChange};
use crate::domain::tenant::TenantChange;
use crate::http::view;
use crate::store::{StoreError, all_pages};

#[derive(Args)]
pub(super) struct Tenants {
    #[command(subcommand)]
    operation: Operation,
    #[command(flatten)]
    format: OutputFormat,
}

#[derive(Subcommand)]
enum Operation {
    /// Makes a tenant and shows its redirect signing secret, this once.
    Create {
        /// As the person who links reads it, 1 to 60 characters.
        #[arg(value_parser = BrandName::parse)]
        name: BrandName,
    },
    /// Lists tenants, oldest first.
    List,
    /// Shows what a tenant may have and has; with values, changes it first.
    Quota(QuotaValues),
}

#[derive(Args)]
struct QuotaValues {
    /// `tnt_…` or `default`
    id: TenantId,
    /// Sessions, linked or not.
    #[arg(long, value_name = "N|default", value_parser = own_value)]
    sessions: Option<OwnValue>,
    /// Links that have neither ended nor expired.
    #[arg(long, value_name = "N|default", value_parser = own_value)]
    open_links: Option<OwnValue>,
    #[arg(long, value_name = "N|default", value_parser = own_value)]
    webhooks: Option<OwnValue>,
}

/// A tenant's own value; `None`: the operator's default.
#[derive(Clone, Copy)]
struct OwnValue(Option<u32>);

fn own_value(text: &str) -> Result<OwnValue, &'static str> {
    if text == "default" {
        return Ok(OwnValue(None));
    }
    let value = text.parse().ok().map(quota::parse);
    let value = value.and_then(Result::ok);
    value
        .map(|value| OwnValue(Some(value)))
        .ok_or("a whole number from 1 to 1000000, or `default`")
}

impl Tenants {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let app = environment::app().await?;
        let done = match &self.operation {
            Operation::Create { name } => create(&app, &self.format, name).await,
            Operation::List => list(&app, &self.format).await,
            Operation::Quota(values) => quota(&app, &self.format, values).await,
        };
        app.store.close().await;
        done
    }
}

async fn create(app: &App, format: &OutputFormat, name: &BrandName) -> anyhow::Result<()> {
    let tenant = create_tenant::create(&app.accounts, name).await?;
    let tenant = view::new_tenant(&quotas::count_one(&app.accounts, tenant).await?);
    format.answer(&tenant, |tenant| {
        let id = tenant.id.as_str();
        let shown = facts(&[
            ("tenant", id),
            ("name", &tenant.name),
            (
                "redirect signing secret",
                tenant.signing_secret.as_deref().unwrap_or_default(),
            ),
        ]);
        format!(
            "{shown}The secret is shown once. Its first key: titan-connect keys create --tenant \
             {id} --label …\n"
        )
    })
}

async fn list(app: &App, format: &OutputFormat) -> anyhow::Result<()> {
    let page = |paging| async move {
        let page = app.store.tenants(&paging).await?;
        Ok::<_, StoreError>(Page {
            items: quotas::count(&app.accounts, page.items).await?,
            next: page.next,
        })
    };
    let tenants = all_pages(page).await?;
    let tenants: Vec<Tenant> = tenants.iter().map(view::tenant).collect();
    format.answer(tenants.as_slice(), |tenants| {
        let rows: Vec<[String; 3]> = tenants
            .iter()
            .map(|tenant| {
                [
                    tenant.id.clone(),
                    tenant.name.clone(),
                    tenant.created_at.clone(),
                ]
            })
            .collect();
        table(["ID", "NAME", "CREATED"], &rows)
    })
}

async fn quota(app: &App, format: &OutputFormat, values: &QuotaValues) -> anyhow::Result<()> {
    let own = |value: Option<OwnValue>| value.map(|OwnValue(value)| value);
    let change = TenantChange {
        quotas: QuotaChange {
            sessions: own(values.sessions),
            open_links: own(values.open_links),
            webhooks: own(values.webhooks),
        },
        ..TenantChange::default()
    };
    let tenant = match settings::update(&app.accounts, &values.id, change).await {
        Err(StoreError::NotFound) => anyhow::bail!(
            "there is no tenant of this id; `titan-connect tenants list` shows them all"
        ),
        done => done?,
    };
    let tenant = view::tenant(&quotas::count_one(&app.accounts, tenant).await?);
    format.answer(&tenant.quotas, |quotas| {
        let row = |name: &str, quota: &account::Quota| {
            let origin = if quota.is_default { "default" } else { "own" };
            let (limit, used) = (quota.limit.to_string(), quota.used.to_string());
            [name.to_owned(), limit, origin.to_owned(), used]
        };
        let rows = [
            row("sessions", &quotas.sessions),
            row("open links", &quotas.open_links),
            row("webhooks", &quotas.webhooks),
        ];
        table(["QUOTA", "LIMIT", "VALUE", "USED"], &rows)
    })
}
