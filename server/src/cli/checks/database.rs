//! Checks the database: intact, up to date, writable, and sealed with configured keys.

use super::time::Clocks;
use super::{Context, Finding};
use crate::app::data_folder;
use crate::app::secrets;
use crate::runtime::config::DatabaseKind;
use crate::store::{Migrations, SealKey, SealStatus, Sealer, Store, StoreError};

const DATABASE: &str = "database";
const MIGRATIONS: &str = "migrations";
const SEALS: &str = "seal-keys";

/// The oldest Postgres version that is still maintained.
const OLDEST_POSTGRES: u32 = 14;

pub(super) async fn check(context: &Context, clocks: &mut Clocks) -> Vec<Finding> {
    let url = data_folder::database_url(&context.config);
    let kind = DatabaseKind::of(&url).unwrap_or(DatabaseKind::Sqlite);
    let found = secrets::find(&context.config.data_dir, &context.config.secrets);
    let sealer = match &found {
        Ok(Some(secrets)) => Some(secrets.sealer.clone()),
        _ => None,
    };
    // The checks need no key, so a random one is used if there is none.
    let stand_in = || Sealer::new(SealKey::new(&[0; 32]), vec![]);
    let store = match Store::open_existing(&url, sealer.clone().unwrap_or_else(stand_in)).await {
        Ok(Some(store)) => store,
        Ok(None) => {
            return vec![Finding::ok(
                DATABASE,
                "there is none yet; the first start makes it",
            )];
        }
        Err(error) => return vec![unreachable(kind, &error)],
    };
    let mut findings = vec![whole(&store, kind).await];
    if kind == DatabaseKind::Postgres
        && let Ok(there) = store.postgres_now().await
    {
        clocks.record("the database's clock", there, context.clock.now());
    }
    let tables = store.migrations().await;
    let sealed = matches!(tables, Ok(Migrations::Current | Migrations::Ahead));
    findings.push(migrations(&store, tables).await);
    findings.push(match (&sealer, sealed) {
        (Some(_), true) => seals(store.check_seal_keys().await),
        (None, _) => Finding::skipped(SEALS, "there are no secrets that could be read"),
        (_, false) => Finding::skipped(SEALS, "the tables are not up to date"),
    });
    store.close().await;
    findings
}

fn unreachable(kind: DatabaseKind, error: &StoreError) -> Finding {
    match kind {
        DatabaseKind::Sqlite => Finding::fault(DATABASE, error.to_string(), restore()),
        DatabaseKind::Postgres => Finding::fault(
            DATABASE,
            error.to_string(),
            "check DATABASE_URL, and that the database runs and lets this machine in",
        ),
    }
}

fn restore() -> &'static str {
    "stop the service, keep a copy of the file, and restore the last backup"
}

async fn whole(store: &Store, kind: DatabaseKind) -> Finding {
    match kind {
        DatabaseKind::Sqlite => match store.quick_check().await {
            Ok(wrong) if wrong.is_empty() => Finding::ok(DATABASE, "SQLite, and whole"),
            Ok(wrong) => Finding::fault(
                DATABASE,
                format!("SQLite finds: {}", wrong.join("; ")),
                restore(),
            ),
            Err(error) => Finding::fault(DATABASE, error.to_string(), restore()),
        },
        DatabaseKind::Postgres => match store.postgres_version().await {
            Ok(version) => evaluate(&version),
            Err(error) => unreachable(kind, &error),
        },
    }
}

fn evaluate(version: &str) -> Finding {
    let says = format!("Postgres {version}");
    let major = version.split(|c: char| !c.is_ascii_digit()).next();
    match major.and_then(|major| major.parse::<u32>().ok()) {
        Some(major) if major < OLDEST_POSTGRES => Finding::warning(
            DATABASE,
            format!("{says} gets no more corrections"),
            format!("move to Postgres {OLDEST_POSTGRES} or newer"),
        ),
        _ => Finding::ok(DATABASE, says),
    }
}

async fn migrations(store: &Store, tables: Result<Migrations, StoreError>) -> Finding {
    match tables {
        Ok(Migrations::None) => {
            Finding::ok(MIGRATIONS, "no tables yet; the first start makes them")
        }
        Ok(Migrations::Behind) => Finding::warning(
            MIGRATIONS,
            "the tables are older than this program",
            "make a backup, then restart the service: it brings them up to date",
        ),
        Ok(Migrations::Broken) => Finding::fault(
            MIGRATIONS,
            "a change of the tables was left half done",
            "stop every node and restore the backup made before the upgrade",
        ),
        Ok(Migrations::Ahead) => Finding::fault(
            MIGRATIONS,
            "the tables are newer than this program, so it will not start on them",
            "use the newer version, on every node",
        ),
        Ok(Migrations::Current) => match store.check_writable().await {
            Ok(()) => Finding::ok(MIGRATIONS, "the tables are up to date, and writable"),
            Err(error) => Finding::fault(
                MIGRATIONS,
                format!("the tables cannot be written to: {error}"),
                "give the service's user the right to write; is the disk full or read-only?",
            ),
        },
        Err(error) => Finding::fault(MIGRATIONS, error.to_string(), restore()),
    }
}

fn seals(seals: Result<SealStatus, StoreError>) -> Finding {
    match seals {
        Ok(SealStatus::None) => Finding::ok(SEALS, "nothing is sealed yet"),
        Ok(SealStatus::Current) => Finding::ok(SEALS, "everything is sealed with the current key"),
        Ok(SealStatus::Older) => Finding::warning(
            SEALS,
            "some values are sealed with an older key",
            "restart the service with these SEAL_KEYS: it seals them anew; only then drop the \
             older key",
        ),
        Err(error) => Finding::fault(
            SEALS,
            error.to_string(),
            "put the key back into SEAL_KEYS, or restore secrets.json",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Outcome;
    use super::*;

    #[test]
    fn an_old_postgres_is_a_warning() {
        for (version, verdict) in [
            ("13.9", Outcome::Warning),
            ("14.0", Outcome::Ok),
            ("17.2 (Debian 17.2-1)", Outcome::Ok),
            ("18beta1", Outcome::Ok),
        ] {
            assert_eq!(evaluate(version).verdict, verdict, "{version}");
        }
    }
}
