//! The databases that a service is measured on.

#[path = "../../../../server/tests/store/postgres.rs"]
mod postgres;

use titan_e2e::Setup;

use postgres::Cluster;

/// A database for one service; it ends with this value.
pub(crate) struct Database {
    pub name: &'static str,
    cluster: Option<Cluster>,
}

impl Database {
    pub(crate) fn sqlite() -> Self {
        Self {
            name: "SQLite",
            cluster: None,
        }
    }

    pub(crate) fn postgres() -> Self {
        let cluster = Cluster::start();
        flush_commits(&cluster);
        Self {
            name: "Postgres",
            cluster: Some(cluster),
        }
    }

    /// A service on this database, with the defaults otherwise.
    pub(crate) fn setup(&self) -> Setup {
        match &self.cluster {
            None => Setup::default(),
            Some(cluster) => Setup::default().variable("DATABASE_URL", &cluster.url()),
        }
    }
}

/// The tests' cluster does not flush commits, which makes it faster than a deployed one.
fn flush_commits(cluster: &Cluster) {
    let folder = cluster.socket();
    let (data, log) = (format!("{folder}/data"), format!("{folder}/data/log"));
    let options = format!("-c listen_addresses= -c unix_socket_directories={folder} -c fsync=on");
    let arguments = ["restart", "-w", "-D", &data, "-o", &options, "-l", &log];
    cluster.run("pg_ctl", &arguments);
}
