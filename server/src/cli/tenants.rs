//! `titan-connect tenants`: manages tenants in the database.

use clap::{Args, Subcommand};
use protocol::api::account::Tenant;

use super::environment;
use super::output::{OutputFormat, facts, table};
use crate::account::create_tenant;
use crate::app::App;
use crate::domain::brand::BrandName;
use crate::http::view;

#[derive(Args)]
pub(super) struct Tenants {
    #[command(subcommand)]
    operation: Operation,
    #[command(flatten)]
    format: OutputFormat,
}

#[derive(Subcommand)]
enum Operation {
    /// Makes a tenant and shows its webhook secret, this once.
    Create {
        /// As the person who links reads it, 1 to 60 characters.
        #[arg(value_parser = BrandName::parse)]
        name: BrandName,
    },
    /// Lists tenants, oldest first.
    List,
}

impl Tenants {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let app = environment::app().await?;
        let done = match &self.operation {
            Operation::Create { name } => create(&app, &self.format, name).await,
            Operation::List => list(&app, &self.format).await,
        };
        app.store.close().await;
        done
    }
}

async fn create(app: &App, format: &OutputFormat, name: &BrandName) -> anyhow::Result<()> {
    let tenant = view::new_tenant(&create_tenant::create(&app.accounts, name).await?);
    format.answer(&tenant, |tenant| {
        let id = tenant.id.as_str();
        let shown = facts(&[
            ("tenant", id),
            ("name", &tenant.name),
            (
                "webhook secret",
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
    let tenants: Vec<Tenant> = app
        .store
        .tenants()
        .await?
        .iter()
        .map(view::tenant)
        .collect();
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
