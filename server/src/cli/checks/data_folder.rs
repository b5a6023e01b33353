//! Checks the data folder: it exists, is writable, has free space, and only its owner can read it.

use std::fs::Metadata;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use super::Finding;
use crate::app::data_folder;
use crate::app::secrets;
use crate::runtime::config::{Config, ConfiguredSecrets};

const FOLDER: &str = "data-folder";
const SECRETS: &str = "secrets-file";
const DATABASE: &str = "database-file";
const DISK: &str = "disk-space";

/// With less free space, SQLite's next checkpoint may fail.
const TOO_LITTLE: u64 = 100 << 20;

/// With less free space, a warning.
const LITTLE: u64 = 1 << 30;

pub(super) fn check(config: &Config) -> Vec<Finding> {
    let folder = &config.data_dir;
    let shown = folder.display();
    let meta = match std::fs::metadata(folder) {
        Ok(meta) if meta.is_dir() => meta,
        Ok(_) => {
            let next = "set DATA_DIR to a folder, or to one that can be made";
            return vec![Finding::fault(
                FOLDER,
                format!("{shown} is not a folder"),
                next,
            )];
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let says = format!("{shown} is not there yet; the first start makes it");
            return vec![Finding::ok(FOLDER, says)];
        }
        Err(error) => {
            let next = "run this as the user that runs the service, or set DATA_DIR";
            return vec![Finding::fault(FOLDER, format!("{shown}: {error}"), next)];
        }
    };
    let mut findings: Vec<Finding> = private(FOLDER, folder, &meta, &meta)
        .into_iter()
        .chain(unwritable(folder))
        .collect();
    if findings.is_empty() {
        let says = format!("{shown} is its owner's alone, and writable");
        findings.push(Finding::ok(FOLDER, says));
    }
    findings.extend([
        secrets_file(config, &meta),
        database_file(config, &meta),
        disk(folder),
    ]);
    findings
}

/// Checks the owner and the mode.
fn private(
    check: &'static str,
    path: &Path,
    meta: &Metadata,
    folder: &Metadata,
) -> Option<Finding> {
    let mode = meta.mode() & 0o777;
    let shown = path.display();
    if mode & 0o077 != 0 {
        let right = if meta.is_dir() { "700" } else { "600" };
        return Some(Finding::fault(
            check,
            format!("{shown} is open to other users (mode {mode:o}), and key material is in it"),
            format!("chmod {right} {shown}"),
        ));
    }
    (meta.uid() != folder.uid()).then(|| {
        Finding::fault(
            check,
            format!(
                "{shown} belongs to another user than its folder, so the service may not open it"
            ),
            format!(
                "give it to the folder's user: chown --reference={} {shown}",
                path.parent().unwrap_or(path).display()
            ),
        )
    })
}

fn unwritable(folder: &Path) -> Option<Finding> {
    let trial = folder.join(format!(".doctor-{}", std::process::id()));
    let tried = std::fs::File::create_new(&trial).and_then(|_| std::fs::remove_file(&trial));
    tried.err().map(|error| {
        Finding::fault(
            FOLDER,
            format!("{} cannot be written to: {error}", folder.display()),
            "run this as the user that runs the service; is the file system mounted read-only?",
        )
    })
}

fn secrets_file(config: &Config, folder: &Metadata) -> Finding {
    let path = secrets::file(&config.data_dir);
    let shown = path.display();
    let Ok(meta) = std::fs::metadata(&path) else {
        return Finding::ok(
            SECRETS,
            format!("{shown} is not there yet; the first start makes it"),
        );
    };
    if let Some(finding) = private(SECRETS, &path, &meta, folder) {
        return finding;
    }
    // Without the configured secrets, which would hide errors in the file.
    match secrets::find(&config.data_dir, &ConfiguredSecrets::default()) {
        Ok(_) => Finding::ok(SECRETS, format!("{shown} is its owner's alone, and whole")),
        Err(error) => Finding::fault(
            SECRETS,
            format!("{error:#}"),
            "restore it from a backup: without it no linked number can come back",
        ),
    }
}

fn database_file(config: &Config, folder: &Metadata) -> Finding {
    let path = config.data_dir.join(data_folder::DATABASE_FILE);
    if config.database_url.is_some() {
        return Finding::skipped(DATABASE, "the database is where DATABASE_URL says");
    }
    let Ok(meta) = std::fs::metadata(&path) else {
        let says = format!(
            "{} is not there yet; the first start makes it",
            path.display()
        );
        return Finding::ok(DATABASE, says);
    };
    let says = || format!("{} is its owner's alone", path.display());
    private(DATABASE, &path, &meta, folder).unwrap_or_else(|| Finding::ok(DATABASE, says()))
}

fn disk(folder: &Path) -> Finding {
    match rustix::fs::statvfs(folder) {
        Ok(disk) if disk.f_blocks > 0 => {
            // The space available to the service's user; root may use more.
            evaluate(disk.f_bavail.saturating_mul(disk.f_frsize))
        }
        _ => Finding::skipped(DISK, "this file system does not say how much room it has"),
    }
}

fn evaluate(free: u64) -> Finding {
    let says = format!("{} MB are free", free >> 20);
    let next = "make room, or move the data folder to a larger disk while the service is stopped";
    match free {
        _ if free < TOO_LITTLE => Finding::fault(DISK, says, next),
        _ if free < LITTLE => Finding::warning(DISK, says, next),
        _ => Finding::ok(DISK, says),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Outcome;
    use super::*;

    #[test]
    fn little_free_space_is_a_warning_and_very_little_a_fault() {
        for (free, verdict) in [
            (0, Outcome::Fault),
            (TOO_LITTLE - 1, Outcome::Fault),
            (TOO_LITTLE, Outcome::Warning),
            (LITTLE - 1, Outcome::Warning),
            (LITTLE, Outcome::Ok),
        ] {
            assert_eq!(evaluate(free).verdict, verdict, "{free}");
        }
    }

    #[test]
    fn an_unwritable_folder_is_a_fault() {
        // No user can create files there, not even root.
        assert!(unwritable(Path::new("/proc")).is_some());
        assert!(unwritable(tempfile::tempdir().unwrap().path()).is_none());
    }

    #[test]
    fn a_file_of_another_user_is_a_fault() {
        let (dir, other) = (
            tempfile::tempdir().unwrap(),
            std::fs::metadata("/").unwrap(),
        );
        let path = dir.path().join("x");
        std::fs::write(&path, "x").unwrap();
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600))
            .unwrap();
        let meta = std::fs::metadata(&path).unwrap();
        let found = private("x", &path, &meta, &other);
        assert_eq!(found.is_some(), meta.uid() != other.uid());
        assert!(private("x", &path, &meta, &meta).is_none());
    }
}
