//! `titan-connect keys`: manages API keys in the database. A running service rejects a disabled key within five
//! seconds.

use clap::{Args, Subcommand};
use protocol::api::account::Key;
use serde_json::json;

use super::environment;
use super::output::{OutputFormat, facts, table};
use crate::account::create_key::{self, NewKey};
use crate::account::keys::{self, Actor, KeyChangeError};
use crate::app::App;
use crate::domain::api_key::{KeyChange, Label, Lifetime};
use crate::domain::id::TenantId;
use crate::domain::scope::{BadScopes, Scopes};
use crate::http::view;
use crate::store::all_pages;

#[derive(Args)]
pub(super) struct Keys {
    #[command(subcommand)]
    operation: Operation,
    #[command(flatten)]
    format: OutputFormat,
}

#[derive(Subcommand)]
enum Operation {
    /// Makes a key and shows it, this once.
    Create(Create),
    /// Lists keys, oldest first.
    List {
        /// Only this tenant's.
        #[arg(long)]
        tenant: Option<TenantId>,
    },
    /// Switches a key off: refused everywhere within five seconds.
    Disable {
        /// `key_…`
        id: String,
    },
    /// Switches a key on again.
    Enable {
        /// `key_…`
        id: String,
    },
    /// Deletes a key: refused everywhere within five seconds, for ever.
    Delete {
        /// `key_…`
        id: String,
    },
}

#[derive(Args)]
struct Create {
    /// Operation the key is for, 1 to 60 characters.
    #[arg(long, value_parser = Label::parse)]
    label: Label,
    /// Operation it may do: `*` for everything, or names such as sessions:read,messages:write.
    #[arg(long, default_value = "*", value_parser = scopes)]
    scopes: Scopes,
    /// How many days it opens anything, 1 to 3650. Default: 365.
    #[arg(long, value_name = "N", value_parser = days)]
    days: Option<Lifetime>,
    /// Whose key it is.
    #[arg(long, default_value = TenantId::DEFAULT)]
    tenant: TenantId,
}

fn scopes(text: &str) -> Result<Scopes, BadScopes> {
    Scopes::from_names(text.split(',').map(str::trim))
}

fn days(text: &str) -> Result<Lifetime, &'static str> {
    let days = text.parse().ok().map(Lifetime::days);
    days.and_then(Result::ok)
        .ok_or("a whole number of days from 1 to 3650")
}

impl Keys {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let Keys { operation, format } = self;
        let app = environment::app().await?;
        let done = match operation {
            Operation::Create(new_key) => create(&app, &format, new_key).await,
            Operation::List { tenant } => list(&app, &format, tenant.as_ref()).await,
            Operation::Disable { id } => switch(&app, &format, &id, Switch::Off).await,
            Operation::Enable { id } => switch(&app, &format, &id, Switch::On).await,
            Operation::Delete { id } => delete(&app, &format, &id).await,
        };
        app.store.close().await;
        done
    }
}

async fn create(app: &App, format: &OutputFormat, new_key: Create) -> anyhow::Result<()> {
    let Create {
        label,
        scopes,
        days,
        tenant,
    } = new_key;
    let new_key = NewKey {
        label,
        lifetime: days.unwrap_or_default(),
        scopes,
    };
    let created = create_key::create(&app.accounts, &Actor::Operator, &tenant, new_key).await;
    let key = view::new_key(created.map_err(describe_error)?);
    format.answer(&key, |key| {
        let shown = facts(&[
            ("api key", key.key.as_deref().unwrap_or_default()),
            ("id", &key.id),
            ("label", &key.label),
            ("scopes", &key.scopes.join(",")),
            ("tenant", &key.tenant_id),
            ("expires", &key.expires_at),
        ]);
        format!("{shown}The key is shown once. Send it as `Authorization: Bearer titan_…`.\n")
    })
}

async fn list(app: &App, format: &OutputFormat, tenant: Option<&TenantId>) -> anyhow::Result<()> {
    let page = |paging| async move { keys::list_all(&app.accounts, tenant, &paging).await };
    let found = all_pages(page).await?;
    let keys: Vec<Key> = found.iter().map(view::key).collect();
    format.answer(keys.as_slice(), |keys| {
        let rows: Vec<[String; 7]> = keys.iter().map(row).collect();
        let head = [
            "ID",
            "LABEL",
            "SCOPES",
            "TENANT",
            "STATE",
            "EXPIRES",
            "LAST USED",
        ];
        table(head, &rows)
    })
}

fn row(key: &Key) -> [String; 7] {
    [
        key.id.clone(),
        key.label.clone(),
        key.scopes.join(","),
        key.tenant_id.clone(),
        state(key).to_owned(),
        key.expires_at.clone(),
        key.last_used_at
            .clone()
            .unwrap_or_else(|| "never".to_owned()),
    ]
}

fn state(key: &Key) -> &'static str {
    if key.is_active { "on" } else { "off" }
}

enum Switch {
    On,
    Off,
}

async fn switch(app: &App, format: &OutputFormat, id: &str, switch: Switch) -> anyhow::Result<()> {
    let change = KeyChange {
        is_active: Some(matches!(switch, Switch::On)),
        ..KeyChange::default()
    };
    let changed = keys::update(&app.accounts, &Actor::Operator, &id.into(), change).await;
    let key = view::key(&changed.map_err(describe_error)?);
    format.answer(&key, |key| {
        let Key { id, label, .. } = key;
        format!("{id} ({label}) is switched {}\n", state(key))
    })
}

async fn delete(app: &App, format: &OutputFormat, id: &str) -> anyhow::Result<()> {
    let deleted = keys::delete(&app.accounts, &Actor::Operator, &id.into()).await;
    deleted.map_err(describe_error)?;
    let data = json!({"id": id, "deleted": true});
    format.answer(&data, |_| format!("{id} is deleted\n"))
}

/// Adds what to do next.
fn describe_error(error: KeyChangeError) -> anyhow::Error {
    match error {
        KeyChangeError::NoSuchKey => {
            anyhow::anyhow!("there is no key of this id; `titan-connect keys list` shows them all")
        }
        KeyChangeError::NoSuchTenant => anyhow::anyhow!(
            "there is no tenant of this id; `titan-connect tenants list` shows them all"
        ),
        other => other.into(),
    }
}
