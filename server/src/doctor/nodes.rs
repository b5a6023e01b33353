//! Whether a second node could stand beside this one.

use super::Finding;
use crate::config::{API_KEY_SECRET, Config, MASTER_KEY, SEAL_KEYS, WIDGET_TOKEN_KEYS};
use crate::serve;
use crate::store::Kind;

const NAME: &str = "nodes";

/// SQLite has one node. On Postgres every node needs the same secrets, which a file on one of them is not.
pub(super) fn check(config: &Config) -> Finding {
    if Kind::of(&serve::database_url(config)) != Some(Kind::Postgres) {
        return Finding::ok(NAME, "SQLite, so this is the only node");
    }
    let given = &config.given;
    let missing: Vec<&str> = [
        (MASTER_KEY, given.master_key.is_none()),
        (WIDGET_TOKEN_KEYS, given.widget_token_keys.is_none()),
        (API_KEY_SECRET, given.api_key_secret.is_none()),
        (SEAL_KEYS, given.seal_keys.is_none()),
    ]
    .into_iter()
    .filter_map(|(name, missing)| missing.then_some(name))
    .collect();
    if missing.is_empty() {
        return Finding::ok(
            NAME,
            "every secret comes from the environment, so nodes can share them",
        );
    }
    Finding::warning(
        NAME,
        format!(
            "{} come from this machine's data folder; another node would make its own and refuse this one's",
            missing.join(", ")
        ),
        "before a second node starts, set them in the environment of both, with the values from secrets.json",
    )
}
