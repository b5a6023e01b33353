//! `backup`, while the service runs.

use crate::process::Shell;

#[tokio::test]
async fn a_backup_taken_while_the_service_runs_is_a_data_folder() {
    let mut shell = Shell::new();
    let _service = shell.dev().await;
    let made = shell
        .data_of(&["keys", "create", "--label", "backend"])
        .await;
    let copy = shell.data_of(&["backup", "copy"]).await;
    assert_eq!(
        copy["files"],
        serde_json::json!(["copy/titan.db", "copy/secrets.json"])
    );
    // A backup never overwrites another.
    shell
        .run(&["backup", "copy"])
        .await
        .refused(1, "name a new folder");
    shell.set("DATA_DIR", "copy");
    let keys = shell.data_of(&["keys", "list"]).await;
    assert_eq!(keys[1]["id"], made["id"]);
}

#[tokio::test]
async fn a_backup_of_an_empty_folder_fails() {
    let shell = Shell::new();
    shell
        .run(&["backup", "copy"])
        .await
        .refused(1, "nothing to back up");
    assert!(!shell.file("copy").exists());
}

#[tokio::test]
async fn a_backup_makes_no_parent_folder() {
    let shell = Shell::new();
    shell.data_of(&["keys", "list"]).await;
    shell
        .run(&["backup", "no/such/copy"])
        .await
        .refused(1, "the folder it would be in does not exist");
    assert!(!shell.file("no").exists());
}
