//! Why a database cannot be used, in one line for the operator: where it is, what is wrong, and what to do.
//!
//! Never contains the password of the address.

use std::fmt;
use std::io::ErrorKind;
use std::str::FromStr as _;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;

use crate::runtime::config::{DATABASE_URL, DatabaseKind};

/// How long a connection may take, and another program's lock on a SQLite file.
pub(super) const TIMEOUT: Duration = Duration::from_secs(5);

/// An error at the opening of a database.
#[derive(Debug, thiserror::Error)]
#[error("{place} {fault}")]
pub struct Unavailable {
    place: Place,
    fault: Fault,
}

/// Where the database is.
#[derive(Debug)]
enum Place {
    /// The address cannot be read.
    Unknown,
    File(String),
    Server {
        /// `host:port`, or the folder of a socket.
        address: String,
        database: String,
        user: String,
    },
}

/// What is wrong, and what to do.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error(
        "cannot be reached: the host's name is not known. Check the host in {DATABASE_URL}, and this machine's DNS."
    )]
    UnknownHost,
    #[error(
        "cannot be reached: the connection was refused, so no Postgres listens there. Start it, or correct host and \
         port in {DATABASE_URL}."
    )]
    Refused,
    #[error(
        "cannot be reached: there is no socket of a Postgres. Start it, or correct the folder in {DATABASE_URL}."
    )]
    NoSocket,
    #[error(
        "does not answer within {} seconds. Check host and port in {DATABASE_URL}, and firewalls on the way.",
        TIMEOUT.as_secs()
    )]
    NoAnswer,
    #[error(
        "cannot be used over TLS: {0}. Correct `sslmode` and `sslrootcert` in {DATABASE_URL}, or the server's \
         certificate."
    )]
    Tls(String),
    #[error("rejects the user or the password. Correct them in {DATABASE_URL}.")]
    WrongPassword,
    #[error(
        "does not let this user in from this machine: {0}. Add a line to the server's pg_hba.conf, or change \
         {DATABASE_URL}."
    )]
    NotAllowed(String),
    #[error(
        "does not exist on this server. Create it with `createdb`, or correct its name in {DATABASE_URL}."
    )]
    NoDatabase,
    #[error(
        "has no free connection: {0}. End other programs' connections, or raise `max_connections` of the server; one \
         process of this service takes up to 11."
    )]
    TooManyConnections(String),
    #[error("is starting or shutting down. Try again when the server is ready.")]
    NotReady,
    #[error(
        "is damaged, or no SQLite database: {0}. Nothing was changed. Keep a copy of the file, see what \
         `titan-connect doctor` says, and restore the newest backup."
    )]
    Damaged(String),
    #[error(
        "has been locked by another program for {} seconds. Close programs that have the file open, such as an SQL \
         shell or a backup tool.",
        TIMEOUT.as_secs()
    )]
    Locked,
    #[error(
        "cannot be opened: {0}. Check that the folder exists, and that the service's user may read and write in it."
    )]
    NotAccessible(String),
    #[error("cannot be written to: the disk is full. Free some space; nothing is lost.")]
    DiskFull,
    #[error(
        "cannot be read: {0}. It is like postgres://USER:PASSWORD@HOST:5432/DATABASE; for a socket, \
         postgres://USER@localhost/DATABASE?host=/run/postgresql."
    )]
    Address(String),
    #[error("cannot be opened: {0}")]
    Other(String),
}

impl Unavailable {
    pub(super) fn of(url: &str, error: &sqlx::Error) -> Self {
        Unavailable {
            place: Place::of(url),
            fault: Fault::of(error),
        }
    }

    pub(super) fn without_answer(url: &str) -> Self {
        let place = Place::of(url);
        let fault = match place {
            Place::File(_) => Fault::Locked,
            Place::Unknown | Place::Server { .. } => Fault::NoAnswer,
        };
        Unavailable { place, fault }
    }
}

/// What to do about an error of a file that was opened; empty for other errors.
pub(super) fn advice(error: &sqlx::Error) -> &'static str {
    let is_damaged = match error {
        sqlx::Error::Database(error) => {
            let code = error.code().unwrap_or_default();
            matches!(Fault::of_code(&code, ""), Fault::Damaged(_))
        }
        _ => false,
    };
    if is_damaged {
        ". The file is damaged: stop the service, keep a copy of it, see what `titan-connect doctor` says, and restore \
         the newest backup"
    } else {
        ""
    }
}

impl Place {
    fn of(url: &str) -> Self {
        if DatabaseKind::of(url) == Some(DatabaseKind::Sqlite) {
            return SqliteConnectOptions::from_str(url).map_or(Place::Unknown, |options| {
                Place::File(options.get_filename().display().to_string())
            });
        }
        let Ok(options) = PgConnectOptions::from_str(url) else {
            return Place::Unknown;
        };
        let address = match options.get_socket() {
            Some(folder) => folder.display().to_string(),
            None => format!("{}:{}", options.get_host(), options.get_port()),
        };
        let user = options.get_username();
        Place::Server {
            address,
            database: options.get_database().unwrap_or(user).to_owned(),
            user: user.to_owned(),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Unknown => write!(f, "the address in {DATABASE_URL}"),
            Place::File(file) => write!(f, "the database {file}"),
            Place::Server {
                address,
                database,
                user,
            } => write!(
                f,
                "the Postgres database `{database}` at {address} (user `{user}`)"
            ),
        }
    }
}

impl Fault {
    fn of(error: &sqlx::Error) -> Self {
        match error {
            sqlx::Error::Io(error) => match error.kind() {
                ErrorKind::ConnectionRefused => Fault::Refused,
                ErrorKind::NotFound => Fault::NoSocket,
                ErrorKind::TimedOut => Fault::NoAnswer,
                _ if is_lookup(error) => Fault::UnknownHost,
                _ => Fault::Other(error.to_string()),
            },
            sqlx::Error::Configuration(error) => Fault::Address(error.to_string()),
            sqlx::Error::Tls(error) => Fault::Tls(error.to_string()),
            sqlx::Error::Database(error) => {
                let code = error.code().unwrap_or_default();
                Fault::of_code(&code, error.message())
            }
            error => Fault::Other(error.to_string()),
        }
    }

    /// Postgres returns five characters (SQLSTATE), SQLite a number whose last byte names the error.
    fn of_code(code: &str, message: &str) -> Self {
        let message = message.trim_end_matches('.').to_owned();
        match (code, code.parse::<u32>().map(|code| code & 0xff)) {
            ("28P01", _) => Fault::WrongPassword,
            ("28000", _) => Fault::NotAllowed(message),
            ("3D000", _) => Fault::NoDatabase,
            ("53300", _) => Fault::TooManyConnections(message),
            ("57P01" | "57P02" | "57P03", _) => Fault::NotReady,
            ("53100", _) => Fault::DiskFull,
            (_, Ok(11 | 26)) => Fault::Damaged(message),
            (_, Ok(5 | 6)) => Fault::Locked,
            (_, Ok(13)) => Fault::DiskFull,
            (_, Ok(3 | 8 | 10 | 14 | 23)) => Fault::NotAccessible(message),
            _ => Fault::Other(message),
        }
    }
}

/// The standard library has no kind of its own for a name that is not known.
fn is_lookup(error: &std::io::Error) -> bool {
    error.to_string().contains("lookup address")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_named_without_the_password() {
        for (url, place) in [
            (
                "postgres://ana:secret@db.internal:5433/titan?sslmode=disable",
                "the Postgres database `titan` at db.internal:5433 (user `ana`)",
            ),
            (
                "postgres://ana:secret@localhost/titan?host=/run/postgresql",
                "the Postgres database `titan` at /run/postgresql (user `ana`)",
            ),
            (
                "postgres://ana:secret@db.internal",
                "the Postgres database `ana` at db.internal:5432 (user `ana`)",
            ),
            (
                "postgres://ana:secret@/titan",
                "the address in DATABASE_URL",
            ),
            (
                "sqlite://data/titan.db?mode=rwc",
                "the database data/titan.db",
            ),
        ] {
            assert_eq!(Place::of(url).to_string(), place);
        }
    }

    #[test]
    fn codes_of_both_databases_have_a_sentence_of_their_own() {
        for (code, words) in [
            ("28P01", "password"),
            ("28000", "pg_hba.conf"),
            ("3D000", "createdb"),
            ("53300", "max_connections"),
            ("57P03", "is starting"),
            ("53100", "full"),
            ("26", "backup"),
            ("11", "backup"),
            ("267", "backup"),
            ("5", "locked"),
            ("13", "full"),
            ("14", "folder"),
            ("1032", "folder"),
            ("XX000", "the message"),
        ] {
            let sentence = Fault::of_code(code, "the message.").to_string();
            assert!(sentence.contains(words), "{code}: {sentence}");
        }
    }
}
