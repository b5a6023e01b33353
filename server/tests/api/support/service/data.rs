//! What a test service stores, and its configuration.

use tempfile::TempDir;
use titan_connect::runtime::config::Config;

use crate::support::postgres::Cluster;

/// The service's data: a data folder and, unless it uses SQLite, a Postgres cluster.
pub struct ServiceData {
    pub folder: TempDir,
    cluster: Option<Cluster>,
}

impl ServiceData {
    /// On the database that the environment names. The tests run on SQLite, and once more with `TEST_DATABASE=postgres`.
    pub fn of_process() -> Self {
        match std::env::var("TEST_DATABASE").as_deref() {
            Err(_) | Ok("sqlite") => ServiceData::sqlite(),
            Ok("postgres") => ServiceData::postgres(),
            Ok(other) => panic!("TEST_DATABASE is `{other}`; it can be `sqlite` or `postgres`"),
        }
    }

    fn sqlite() -> Self {
        ServiceData {
            folder: tempfile::tempdir().unwrap(),
            cluster: None,
        }
    }

    pub fn postgres() -> Self {
        ServiceData {
            cluster: Some(Cluster::start()),
            ..ServiceData::sqlite()
        }
    }

    /// A deployment's configuration.
    pub fn config(&self) -> Config {
        let folder = self.folder.path().display().to_string();
        Config::read(|name| match name {
            "DATA_DIR" => Some(folder.clone()),
            "DATABASE_URL" => self.cluster.as_ref().map(Cluster::url),
            "WEBHOOK_ALLOW" | "PROXY_ALLOW" => Some("127.0.0.0/8".to_owned()),
            "TENANT_NAME" => Some("Acme <Helpdesk>".to_owned()),
            _ => None,
        })
        .unwrap()
    }

    /// Tests poll while their clock stands still, so only tests of the limits have rate limits.
    pub fn config_without_limits(&self) -> Config {
        let mut config = self.config();
        config.limits.per_key = 0;
        config.limits.per_key_tokens = 0;
        config.limits.per_address = 0;
        config.limits.per_address_tokens = 0;
        config.limits.per_address_files = 0;
        config
    }

    /// The database's URL, for a separate connection.
    pub fn database_url(&self) -> String {
        match &self.cluster {
            Some(cluster) => cluster.url(),
            None => format!("sqlite://{}", self.folder.path().join("titan.db").display()),
        }
    }
}
