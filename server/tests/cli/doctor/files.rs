//! Faults of the data folder and its files.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::{complaints, with_data};
use crate::process::Shell;

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[tokio::test]
async fn files_readable_by_others_are_reported() {
    let shell = with_data().await;
    set_mode(&shell.data(), 0o755);
    set_mode(&shell.data().join("titan.db"), 0o644);
    complaints(&shell)
        .await
        .are(&["fault data-folder", "fault database-file"]);
    set_mode(&shell.data(), 0o700);
    set_mode(&shell.data().join("titan.db"), 0o600);
    set_mode(&shell.data().join("secrets.json"), 0o640);
    let found = complaints(&shell).await;
    found.are(&["fault secrets-file"]);
    found.say("chmod 600");
}

#[tokio::test]
async fn a_data_folder_that_is_a_file_or_not_writable_is_reported() {
    let mut shell = Shell::new().with("LISTEN", "127.0.0.1:0");
    fs::write(shell.data(), "").unwrap();
    complaints(&shell).await.are(&["fault data-folder"]);
    // No user can create files there, not even root. It is also readable by all.
    shell.set("DATA_DIR", "/proc");
    let found = complaints(&shell).await;
    found.are(&["fault data-folder", "fault data-folder"]);
    found.say("open to other users");
    found.say("cannot be written to");
}

#[tokio::test]
async fn truncated_secrets_are_reported() {
    let shell = with_data().await;
    let path = shell.data().join("secrets.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, &text[..text.len() / 2]).unwrap();
    complaints(&shell).await.are(&["fault secrets-file"]);
}

#[tokio::test]
async fn a_lost_seal_key_is_a_fault_and_an_older_one_a_warning() {
    let mut shell = with_data().await;
    let new = "c2VhbC1rZXktc2VhbC1rZXktc2VhbC1rZXktc2VhbCE";
    shell.set("SEAL_KEYS", new);
    complaints(&shell).await.are(&["fault seal-keys"]);
    let kept = fs::read_to_string(shell.data().join("secrets.json")).unwrap();
    let kept: serde_json::Value = serde_json::from_str(&kept).unwrap();
    let old = kept["seal_key"].as_str().unwrap();
    shell.set("SEAL_KEYS", &format!("{new},{old}"));
    complaints(&shell).await.are(&["warning seal-keys"]);
}
