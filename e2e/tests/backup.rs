//! A backup can be restored: on another machine with the backup, the number connects again without a scan. On both
//! databases, with the commands of docs/OPERATING.md.

#[path = "../../server/tests/store/postgres.rs"]
mod postgres;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use tempfile::TempDir;
use titan_e2e::events::ReceivedMessage;
use titan_e2e::{Service, Setup, wait};

use postgres::Cluster;

#[tokio::test]
async fn a_restored_sqlite_backup_reconnects_the_number() -> Result<()> {
    let network = Service::start().await?;
    let service = Service::on_network_of(&network).await?;
    link(&service, &network).await?;

    let parent = tempfile::tempdir()?;
    let backup = parent.path().join("backup");
    let folder = backup.to_str().context("the path is UTF-8")?;
    let output = service.command(&["backup", folder]).await?;
    ensure!(
        output.contains("titan.db") && output.contains("secrets.json"),
        "{output}"
    );
    let second = service.command(&["backup", folder]).await;
    ensure!(second.is_err(), "a backup does not overwrite another");
    drop(service);

    let setup = Setup::default().on_network_of(&network).await?;
    let restored = setup.start_in(copied(&backup)?).await?;
    check_connected(&restored, &network).await
}

#[tokio::test]
async fn a_restored_postgres_dump_reconnects_the_number() -> Result<()> {
    let network = Service::start().await?;
    let (cluster, other) = (Cluster::start(), Cluster::start());
    let on = async |cluster: &Cluster| {
        let setup = Setup::default().on_network_of(&network).await?;
        setup.variable("DATABASE_URL", &cluster.url()).start().await
    };
    let service = on(&cluster).await?;
    link(&service, &network).await?;

    let parent = tempfile::tempdir()?;
    let backup = parent.path().join("backup");
    let folder = backup.to_str().context("the path is UTF-8")?;
    let output = service.command(&["backup", folder]).await?;
    ensure!(
        output.contains("pg_dump"),
        "it names the command for Postgres: {output}"
    );
    let dump = dump(&cluster);
    drop(service);

    restore(&other, &dump)?;
    let setup = Setup::default().on_network_of(&network).await?;
    let setup = setup.variable("DATABASE_URL", &other.url());
    let restored = setup.start_in(copied(&backup)?).await?;
    check_connected(&restored, &network).await
}

async fn link(service: &Service, network: &Service) -> Result<()> {
    let tenant = service.tenant();
    tenant.start_session("support").await?;
    network.ana().scan(&tenant.qr("support").await?).await?;
    tenant.wait_status("support", "CONNECTED").await.map(drop)
}

/// Connected without a scan, with the same keys, and able to decrypt messages.
async fn check_connected(service: &Service, network: &Service) -> Result<()> {
    let tenant = service.tenant();
    let session = tenant.wait_status("support", "CONNECTED").await?;
    ensure!(
        session["phoneNumber"] == json!(network.ana().number),
        "{session}"
    );
    let message = network
        .bia()
        .send("Still there?", &network.ana().number)
        .await?;
    wait::until("the message to be recorded", || async {
        let received = service.received_messages().await?;
        let wanted = ReceivedMessage {
            session: "support".into(),
            message: message.clone(),
        };
        Ok(received.contains(&wanted).then_some(()))
    })
    .await
}

/// Dumps a cluster into one file.
fn dump(cluster: &Cluster) -> PathBuf {
    let file = Path::new(&cluster.socket()).join("titan.dump");
    let (to, from) = (format!("--file={}", file.display()), cluster.socket());
    let arguments = [
        "--format=custom",
        &to,
        "-h",
        &from,
        "-U",
        "titan",
        "postgres",
    ];
    cluster.run("pg_dump", &arguments);
    file
}

fn restore(cluster: &Cluster, dump: &Path) -> Result<()> {
    let file = Path::new(&cluster.socket()).join("restored.dump");
    fs::copy(dump, &file)?;
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644))?;
    let (to, file) = (cluster.socket(), file.display().to_string());
    cluster.run(
        "pg_restore",
        &["-h", &to, "-U", "titan", "--dbname=postgres", &file],
    );
    Ok(())
}

/// A data folder with the backup's files.
fn copied(backup: &Path) -> Result<TempDir> {
    let data = tempfile::tempdir()?;
    for entry in fs::read_dir(backup)? {
        let entry = entry?;
        fs::copy(entry.path(), data.path().join(entry.file_name()))?;
    }
    Ok(data)
}
