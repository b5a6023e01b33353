//! A backup is worth what its restore is worth: the machine is gone, another one gets the backup, and the number
//! connects again without a scan. On both databases, with the commands of docs/OPERATING.md.

#[path = "../../server/tests/store/postgres.rs"]
mod postgres;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use tempfile::TempDir;
use titan_e2e::events::Received;
use titan_e2e::{Service, Setup, wait};

use postgres::Cluster;

#[tokio::test]
async fn a_sqlite_backup_brings_the_number_back() -> Result<()> {
    let network = Service::start().await?;
    let service = Setup::default().against(&network).await?.start().await?;
    link(&service, &network).await?;

    let elsewhere = tempfile::tempdir()?;
    let backup = elsewhere.path().join("backup");
    let folder = backup.to_str().context("a path of plain letters")?;
    let said = service.command(&["backup", folder]).await?;
    ensure!(
        said.contains("titan.db") && said.contains("secrets.json"),
        "{said}"
    );
    let again = service.command(&["backup", folder]).await;
    ensure!(again.is_err(), "a backup never overwrites another");
    // The machine is gone, with everything on it.
    drop(service);

    let setup = Setup::default().against(&network).await?;
    let restored = setup.start_in(copied(&backup)?).await?;
    is_back(&restored, &network).await
}

#[tokio::test]
async fn a_postgres_dump_brings_the_number_back() -> Result<()> {
    let network = Service::start().await?;
    let (cluster, other) = (Cluster::start(), Cluster::start());
    let on = async |cluster: &Cluster| {
        let setup = Setup::default().against(&network).await?;
        setup.variable("DATABASE_URL", &cluster.url()).start().await
    };
    let service = on(&cluster).await?;
    link(&service, &network).await?;

    let elsewhere = tempfile::tempdir()?;
    let backup = elsewhere.path().join("backup");
    let folder = backup.to_str().context("a path of plain letters")?;
    let said = service.command(&["backup", folder]).await?;
    ensure!(
        said.contains("pg_dump"),
        "it says who copies a Postgres: {said}"
    );
    let dump = dump(&cluster);
    drop(service);

    restore(&other, &dump)?;
    let setup = Setup::default().against(&network).await?;
    let setup = setup.variable("DATABASE_URL", &other.url());
    let restored = setup.start_in(copied(&backup)?).await?;
    is_back(&restored, &network).await
}

async fn link(service: &Service, network: &Service) -> Result<()> {
    let tenant = service.tenant();
    tenant.start_session("support").await?;
    network.ana().scan(&tenant.qr("support").await?).await?;
    tenant.wait_status("support", "CONNECTED").await.map(drop)
}

/// Connected without a scan, under the same key, and able to read what it is sent.
async fn is_back(service: &Service, network: &Service) -> Result<()> {
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
    wait::until("the message to be told", || async {
        let received = service.received().await?;
        let wanted = Received {
            session: "support".into(),
            message: message.clone(),
        };
        Ok(received.contains(&wanted).then_some(()))
    })
    .await
}

/// Everything in a cluster, in one file.
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

/// A data folder with what the backup holds.
fn copied(backup: &Path) -> Result<TempDir> {
    let data = tempfile::tempdir()?;
    for entry in fs::read_dir(backup)? {
        let entry = entry?;
        fs::copy(entry.path(), data.path().join(entry.file_name()))?;
    }
    Ok(data)
}
