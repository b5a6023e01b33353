//! Reports how many processes run the sessions: one, with either database.

use super::Finding;
use crate::app::data_folder;
use crate::runtime::config::Config;
use crate::runtime::config::DatabaseKind;

const NAME: &str = "nodes";

pub(super) fn check(config: &Config) -> Finding {
    let database = match DatabaseKind::of(&data_folder::database_url(config)) {
        Some(DatabaseKind::Postgres) => "Postgres",
        Some(DatabaseKind::Sqlite) | None => "SQLite",
    };
    Finding::ok(
        NAME,
        format!("{database}; one process runs the sessions, and a second one refuses to start"),
    )
}
