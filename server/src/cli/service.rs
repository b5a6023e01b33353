//! The running service, called by a command: finds its address and explains its errors.

use anyhow::{Context as _, anyhow, bail};
use protocol::api::Session;
use serde_json::Value;
use url::Url;

use super::environment::{self, Environment};
use crate::app::data_folder::database_url;
use crate::app::secrets;
use crate::cli::client::{self, CallError, Client, Method};
use crate::domain::id::TenantId;
use crate::domain::scope::Scopes;
use crate::runtime::config::Config;
use crate::security::api_key::TenantRef;
use crate::store::Store;

pub(super) struct Service(Client);

impl Service {
    /// The service of this environment, called for one tenant.
    pub(super) async fn find(url: Option<&Url>, tenant: &str) -> anyhow::Result<Self> {
        let config = Environment::read()?.config()?;
        let clock = environment::clock()?;
        let keys = secrets::api_keys(&config.data_dir, &config.secrets)?.with_context(|| {
            format!(
                "there are no secrets in {}, so no service was ever started on it; start one with \
                 `titan-connect serve`, or set DATA_DIR to the folder of the one that runs",
                config.data_dir.display()
            )
        })?;
        let tenant = existing_tenant(&config, tenant).await?.with_context(|| {
            format!("`{tenant}` is not a tenant here; `titan-connect tenants list` shows them all")
        })?;
        let scopes =
            Scopes::from_bits(Scopes::SESSIONS_READ.bits() | Scopes::SESSIONS_MANAGE.bits());
        let address = match url.or(config.public_url.as_ref()) {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            None if config.listen.port() == 0 => bail!(
                "LISTEN takes a free port at each start, so this command cannot know it; say it \
                 with --url"
            ),
            None => client::local_url(config.listen),
        };
        Ok(Service(Client::new(address, move || {
            client::short_lived_key(&keys, tenant, scopes, clock.now())
        })))
    }

    /// Calls the service. The inner error is the one that the service returned.
    pub(super) async fn try_call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> anyhow::Result<Result<Value, client::Rejection>> {
        let at = self.0.address();
        match self.0.call(method, path, body).await {
            Ok(value) => Ok(Ok(value)),
            Err(CallError::Rejected(rejection)) => match rejection.code.as_str() {
                "invalid_api_key" => bail!(
                    "the service at {at} has other secrets than this data folder; set DATA_DIR (or \
                     API_KEY_SECRET) to what it was started with"
                ),
                "expired_api_key" => bail!(
                    "the clock of the service at {at} is ahead of this machine's; `titan-connect \
                     doctor` says by how much"
                ),
                _ => Ok(Err(rejection)),
            },
            Err(CallError::Unreachable(why)) => bail!(
                "no service answers at {at} ({why}); start it with `titan-connect serve`, or name \
                 its address with --url"
            ),
            Err(error @ CallError::OtherProgram(_)) => {
                bail!(
                    "something else answers at {at}: {error}; name the service's address with --url"
                )
            }
        }
    }

    /// Like [`Self::try_call`], but an error of the service is an error.
    pub(super) async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> anyhow::Result<Value> {
        let answer = self.try_call(method, path, body).await?;
        answer.map_err(|rejection| match rejection.code.as_str() {
            "session_not_found" => anyhow!(
                "there is no session of this name; `titan-connect sessions list` shows them all, \
                 `titan-connect sessions create NAME` makes one"
            ),
            _ => anyhow!(rejection.message),
        })
    }

    pub(super) async fn session(&self, name: &str) -> anyhow::Result<Session> {
        data(self.call(Method::GET, &address(name), None).await?)
    }
}

/// The tenant, if it exists. A key for a missing tenant would be valid, but every call would fail.
async fn existing_tenant(config: &Config, tenant: &str) -> anyhow::Result<Option<TenantRef>> {
    let Some(parsed) = TenantRef::parse(tenant) else {
        return Ok(None);
    };
    if tenant == TenantId::DEFAULT {
        return Ok(Some(parsed));
    }
    let Some(secrets) = secrets::find(&config.data_dir, &config.secrets)? else {
        // The secret is configured, and the database may be on another machine.
        return Ok(Some(parsed));
    };
    let Some(store) = Store::open_existing(&database_url(config), secrets.sealer).await? else {
        return Ok(None);
    };
    let found = store.tenant(&tenant.into()).await?;
    store.close().await;
    Ok(found.map(|_| parsed))
}

pub(super) fn address(session: &str) -> String {
    format!("/api/sessions/{session}")
}

/// The `data` of a response.
pub(super) fn data<T: serde::de::DeserializeOwned>(mut answer: Value) -> anyhow::Result<T> {
    serde_json::from_value(answer["data"].take()).context(
        "the service answers in a way this command does not know; are both of one version?",
    )
}
