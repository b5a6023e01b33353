//! Chooses the data folder of a command if `DATA_DIR` is not set.
//!
//! `serve` and `dev` have different default folders. A command uses the one on which a service runs, or the only one
//! that exists. Otherwise it fails and asks for `DATA_DIR`.

use std::path::Path;

use anyhow::bail;

use crate::app::data_folder::DATABASE_FILE;
use crate::app::exclusive::lock_path;
use crate::app::secrets;
use crate::runtime::config::{DATA_DIR, DEV_FOLDER, SERVICE_FOLDER};
use crate::store::LockFile;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// No service was ever started on it.
    Missing,
    Idle,
    /// A service runs on it.
    Running,
}

/// The folder in the current directory. Prints a note if it is the folder of `dev` and no service runs on it.
pub(super) fn choose() -> anyhow::Result<&'static str> {
    let (service, dev) = (state(SERVICE_FOLDER), state(DEV_FOLDER));
    let chosen = decide(service, dev)?;
    if (chosen, dev) == (DEV_FOLDER, State::Idle) {
        eprintln!(
            "titan-connect: this is about {DEV_FOLDER}, the folder of `titan-connect dev`; for \
             another one set {DATA_DIR}."
        );
    }
    Ok(chosen)
}

/// A folder that cannot be read counts as missing; the command itself reports the error.
fn state(folder: &str) -> State {
    let folder = Path::new(folder);
    match LockFile::is_held(&lock_path(&folder.join(DATABASE_FILE))) {
        Ok(true) => State::Running,
        Ok(false) if secrets::file(folder).exists() => State::Idle,
        Ok(false) | Err(_) => State::Missing,
    }
}

fn decide(service: State, dev: State) -> anyhow::Result<&'static str> {
    match (service, dev) {
        (State::Running, State::Idle | State::Missing) => Ok(SERVICE_FOLDER),
        (State::Idle | State::Missing, State::Running) => Ok(DEV_FOLDER),
        (State::Missing, State::Idle) => Ok(DEV_FOLDER),
        (_, State::Missing) => Ok(SERVICE_FOLDER),
        (State::Running, State::Running) | (State::Idle, State::Idle) => bail!(
            "there are two data folders here, {SERVICE_FOLDER} (of `titan-connect serve`) and \
             {DEV_FOLDER} (of `titan-connect dev`), and it is not clear which one is meant: {}. \
             Set {DATA_DIR}={SERVICE_FOLDER} or {DATA_DIR}={DEV_FOLDER}.",
            match service {
                State::Running => "a service runs on each",
                State::Idle | State::Missing => "no service runs on either",
            }
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_the_running_service_or_the_only_one_is_chosen() {
        use State::{Idle, Missing, Running};
        for (service, dev, meant) in [
            (Missing, Missing, Some(SERVICE_FOLDER)),
            (Idle, Missing, Some(SERVICE_FOLDER)),
            (Running, Missing, Some(SERVICE_FOLDER)),
            (Running, Idle, Some(SERVICE_FOLDER)),
            (Missing, Idle, Some(DEV_FOLDER)),
            (Missing, Running, Some(DEV_FOLDER)),
            (Idle, Running, Some(DEV_FOLDER)),
            (Idle, Idle, None),
            (Running, Running, None),
        ] {
            let decided = decide(service, dev);
            assert_eq!(decided.ok(), meant, "{service:?} and {dev:?}");
        }
    }
}
