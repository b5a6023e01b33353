//! How many processes run the sessions: one, whatever the database.

use super::Finding;
use crate::config::Config;
use crate::serve;
use crate::store::Kind;

const NAME: &str = "nodes";

pub(super) fn check(config: &Config) -> Finding {
    let database = match Kind::of(&serve::database_url(config)) {
        Some(Kind::Postgres) => "Postgres",
        Some(Kind::Sqlite) | None => "SQLite",
    };
    Finding::ok(
        NAME,
        format!("{database}; one process runs the sessions, and a second one refuses to start"),
    )
}
