//! How many files the process may open. Each connection is one, and without one for the database nothing works.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Files that connections leave to everything else: the database, WhatsApp, webhooks.
const RESERVED: u64 = 512;

/// Raises the soft limit to the hard one. Returns how many connections fit; `None`: any number.
pub fn raise() -> Option<usize> {
    let mut limit = getrlimit(Resource::Nofile);
    if limit.current != limit.maximum {
        let raised = Rlimit {
            current: limit.maximum,
            ..limit
        };
        if setrlimit(Resource::Nofile, raised).is_ok() {
            limit = getrlimit(Resource::Nofile);
        }
    }
    limit.current.map(connections)
}

/// Never fewer than half of the files.
fn connections(files: u64) -> usize {
    let left = files.saturating_sub(RESERVED).max(files / 2);
    usize::try_from(left).unwrap_or(usize::MAX)
}

/// How many connections to accept: those that are configured, or those that fit.
pub fn fitting(configured: usize, fitting: Option<usize>) -> usize {
    match fitting {
        Some(fitting) if fitting < configured => {
            tracing::warn!(
                MAX_CONNECTIONS = configured,
                accepted = fitting,
                "the process may not open enough files for all connections; raise its limit \
                 (LimitNOFILE in systemd, ulimit -n in a shell)"
            );
            fitting
        }
        _ => configured,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_files_to_the_rest() {
        for (files, expected) in [(1024, 512), (256, 128), (20_000, 19_488), (0, 0)] {
            assert_eq!(connections(files), expected, "{files}");
        }
        assert_eq!(fitting(100, Some(50)), 50);
        assert_eq!(fitting(100, Some(500)), 100);
        assert_eq!(fitting(100, None), 100);
    }
}
