//! A Postgres cluster for one test, with a socket in a temporary folder.

use std::fs::File;
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
        cluster.copy_template();
        let data = cluster.data();
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

    /// Copies a new cluster, which one of the tests has made: that is four times as fast as `initdb`.
    fn copy_template(&self) {
        let Some(folder) = option_env!("CARGO_TARGET_TMPDIR") else {
            // Not a test.
            return self.init(&[]);
        };
        let template = Path::new(folder).join(format!("postgres-{}", self.version()));
        let lock = File::create(template.with_extension("lock")).unwrap();
        lock.lock().unwrap();
        if !template.exists() {
            self.init(&["--wal-segsize=1"]);
            let unfinished = template.with_extension("unfinished");
            copy(Path::new(&self.data()), &unfinished);
            return std::fs::rename(unfinished, template).unwrap();
        }
        drop(lock);
        copy(&template, Path::new(&self.data()));
    }

    /// A small write-ahead log makes a cluster quick to copy and slow to use.
    fn init(&self, options: &[&str]) {
        let data = self.data();
        let usual = ["-D", &data, "-U", "titan", "-A", "trust", "--no-sync"];
        let texts = ["-E", "UTF8", "--locale=C"];
        self.run("initdb", &[&usual[..], &texts[..], options].concat());
    }

    /// As a part of a file's name.
    fn version(&self) -> String {
        let printed = self.output("initdb", &["--version"]).stdout;
        let printed = String::from_utf8(printed).unwrap();
        printed.replace(|letter: char| !letter.is_ascii_alphanumeric(), "-")
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
        let file = File::create(&log).unwrap();
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

/// With owners and permissions, in place of what a run that was interrupted has left.
fn copy(from: &Path, to: &Path) {
    if to.exists() {
        std::fs::remove_dir_all(to).unwrap();
    }
    let copied = Command::new("cp").arg("-a").args([from, to]).status();
    assert!(copied.unwrap().success(), "cp failed");
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
