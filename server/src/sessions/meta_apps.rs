//! The Meta apps of this installation: the operator's, and those that tenants gave with their links.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;

use url::Url;

use crate::domain::id::{MetaAppKey, TenantId, WidgetSessionId};
use crate::domain::meta_app::{DigitId, MetaApp, MetaAppSettings};
use crate::domain::widget_session::WidgetSession;
use crate::meta::{GRAPH_URL, Graph, GraphClientError};
use crate::security::signing::{Key, KeyRing};
use crate::security::signup_state;
use crate::sessions::Sessions;
use crate::store::{Store, StoreError};
use protocol::view::Meta;

/// Bytes of a hash in an address: nobody can guess 128 bits.
const HASH: usize = 16;

/// Where Meta is, for the server and for browsers.
#[derive(Debug, Clone)]
pub struct MetaAddresses {
    pub graph: Url,
    /// The folder of the SDK.
    pub sdk: Url,
    /// Where Meta's window is.
    pub dialog: Url,
    /// Whose messages the widget believes. `None`: https pages of facebook.com.
    pub origin: Option<String>,
}

impl MetaAddresses {
    /// A stand-in for Meta, with everything at one address.
    #[cfg(feature = "sandbox")]
    pub fn sandbox(base: &Url) -> Self {
        MetaAddresses {
            graph: base.clone(),
            sdk: base.clone(),
            dialog: base.clone(),
            origin: Some(base.origin().ascii_serialization()),
        }
    }
}

impl Default for MetaAddresses {
    fn default() -> Self {
        let url = |text: &str| Url::parse(text).expect("a valid address");
        MetaAddresses {
            graph: url(GRAPH_URL),
            sdk: url("https://connect.facebook.net/"),
            dialog: url("https://www.facebook.com/"),
            origin: None,
        }
    }
}

pub struct MetaApps {
    pub graph: Graph,
    addresses: MetaAddresses,
    /// Where Meta's window comes back to when it is a page.
    return_url: Url,
    /// The operator's app.
    operator: Option<MetaApp>,
    /// Makes the keys and verify tokens of apps. It stays when every other key is rotated: they are entered in Meta's
    /// dashboard.
    names: Key,
}

impl MetaApps {
    pub fn new(
        addresses: MetaAddresses,
        return_url: Url,
        operator: Option<MetaAppSettings>,
        names: Key,
    ) -> Result<Self, GraphClientError> {
        let mut apps = MetaApps {
            graph: Graph::new(addresses.graph.clone())?,
            addresses,
            return_url,
            operator: None,
            names,
        };
        apps.operator = operator.map(|settings| {
            let key = apps.key(None, &settings.app_id);
            settings.into_app(key, None)
        });
        Ok(apps)
    }

    pub fn operator(&self) -> Option<&MetaApp> {
        self.operator.as_ref()
    }

    /// A tenant's app.
    pub fn of_tenant(&self, tenant_id: &TenantId, settings: MetaAppSettings) -> MetaApp {
        let key = self.key(Some(tenant_id), &settings.app_id);
        settings.into_app(key, Some(tenant_id.clone()))
    }

    /// The app of a link or a session.
    pub async fn find(
        &self,
        store: &Store,
        key: &MetaAppKey,
    ) -> Result<Option<MetaApp>, StoreError> {
        match &self.operator {
            Some(app) if app.key == *key => Ok(Some(app.clone())),
            _ => store.meta_app(key).await,
        }
    }

    /// What the page of a link has to know.
    pub fn page(&self, app: &MetaApp, link: &WidgetSessionId, keys: &KeyRing) -> Meta {
        Meta {
            app_id: app.app_id.to_string(),
            config_id: app.config_id.to_string(),
            version: app.graph_version.as_str().to_owned(),
            extras: app.extras.to_json(),
            sdk_url: joined(&self.addresses.sdk, "en_US/sdk.js").into(),
            origins: self.addresses.origin.iter().cloned().collect(),
            page_url: self.page_url(app, &signup_state::issue(link, keys)).into(),
        }
    }

    /// The address that a code of a page was issued for.
    pub fn return_url(&self) -> &str {
        self.return_url.as_str()
    }

    fn page_url(&self, app: &MetaApp, state: &str) -> Url {
        let path = format!("{}/dialog/oauth", app.graph_version.as_str());
        let mut url = joined(&self.addresses.dialog, &path);
        url.query_pairs_mut()
            .append_pair("client_id", app.app_id.as_str())
            .append_pair("config_id", app.config_id.as_str())
            .append_pair("redirect_uri", self.return_url())
            .append_pair("response_type", "code")
            .append_pair("override_default_response_type", "true")
            .append_pair("extras", &app.extras.to_json())
            .append_pair("state", state);
        url
    }

    /// What Meta sends to prove that it calls for this app; entered in its dashboard.
    pub fn verify_token(&self, key: &MetaAppKey) -> String {
        self.hash(&format!("meta verify token {key}"))
    }

    /// The same for each app always, so that its address does not change.
    fn key(&self, tenant_id: Option<&TenantId>, app_id: &DigitId) -> MetaAppKey {
        let tenant = tenant_id.map_or("", TenantId::as_str);
        MetaAppKey::from(format!(
            "mta_{}",
            self.hash(&format!("meta app {tenant} {app_id}"))
        ))
    }

    fn hash(&self, text: &str) -> String {
        BASE64.encode(&self.names.sign(text.as_bytes())[..HASH])
    }
}

/// Hides everything: the state of a feature is not for logs.
impl std::fmt::Debug for MetaApps {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MetaApps").finish_non_exhaustive()
    }
}

fn joined(base: &Url, path: &str) -> Url {
    base.join(path).expect("a relative path")
}

/// The app that a link's signup uses.
pub async fn of_link(
    sessions: &Sessions,
    link: &WidgetSession,
) -> Result<Option<MetaApp>, StoreError> {
    match &link.meta_app {
        Some(key) => sessions.meta.find(&sessions.store, key).await,
        None => Ok(sessions.meta.operator().cloned()),
    }
}
