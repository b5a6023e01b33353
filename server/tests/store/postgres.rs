//! A Postgres cluster for one test, with a socket in a temporary folder.

use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

pub struct Cluster {
    folder: TempDir,
    /// Postgres refuses to run as root; then it runs as this user.
    user: Option<&'static str>,
}

impl Cluster {
    pub fn start() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("titan-pg-")
            .tempdir()
            .unwrap();
        let cluster = Cluster {
            user: is_root().then_some("nobody"),
            folder,
        };
        if cluster.user.is_some() {
            chown(cluster.folder.path(), Some(65534), Some(65534)).unwrap();
        }
        let data = cluster.data();
        cluster.run(
            "initdb",
            &[
                "-D",
                &data,
                "-U",
                "titan",
                "-A",
                "trust",
                "--no-sync",
                "-E",
                "UTF8",
                "--locale=C",
            ],
        );
        let socket = format!(
            "-c listen_addresses= -c unix_socket_directories={} -c fsync=off",
            cluster.folder.path().display()
        );
        cluster.run(
            "pg_ctl",
            &[
                "-D",
                &data,
                "-w",
                "-o",
                &socket,
                "-l",
                &format!("{data}/log"),
                "start",
            ],
        );
        cluster
    }

    pub fn url(&self) -> String {
        let socket = self.socket().replace('/', "%2F");
        format!("postgres://titan@localhost/postgres?host={socket}")
    }

    /// The folder of its socket, which the cluster's own programs may write into.
    pub fn socket(&self) -> String {
        self.folder.path().display().to_string()
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    /// Runs one of the database's programs as the cluster's owner.
    pub fn run(&self, program: &str, arguments: &[&str]) {
        let output = self.output(program, arguments);
        assert!(
            output.status.success(),
            "{program} failed:\n{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }

    fn output(&self, program: &str, arguments: &[&str]) -> Output {
        let program = find(program);
        let mut command = match self.user {
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(program);
                command
            }
            None => Command::new(program),
        };
        // The server outlives this command and must not hold our pipes.
        let log = self.folder.path().join(format!("{}.out", arguments.len()));
        let file = std::fs::File::create(&log).unwrap();
        let status = command
            .args(arguments)
            .current_dir(self.folder.path())
            .stdout(file.try_clone().unwrap())
            .stderr(file)
            .status()
            .unwrap();
        Output {
            status,
            stdout: std::fs::read(&log).unwrap(),
            stderr: Vec::new(),
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.output("pg_ctl", &["-D", &self.data(), "-m", "immediate", "stop"]);
    }
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    String::from_utf8_lossy(&id.stdout).trim() == "0"
}

/// Debian does not put the server's programs on the path.
fn find(program: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    if let Ok(versions) = std::fs::read_dir("/usr/lib/postgresql") {
        folders.extend(versions.map(|version| version.unwrap().path().join("bin")));
    }
    folders
        .iter()
        .map(|folder| folder.join(program))
        .find(|path| Path::new(path).is_file())
        .unwrap_or_else(|| {
            panic!("{program} is not installed; on Debian: apt-get install postgresql")
        })
}
