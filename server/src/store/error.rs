//! Distinguishes permanent errors from temporary ones.

use super::StoreError;

impl StoreError {
    /// Whether the same write can never succeed, because the database refuses it or the row does not exist. Any other
    /// write may be retried.
    pub fn is_permanent(&self) -> bool {
        match self {
            StoreError::AlreadyExists
            | StoreError::NotFound
            | StoreError::LinkEnded
            | StoreError::QuotaReached(_)
            | StoreError::Row(_) => true,
            StoreError::Database(error) => is_refusal(error),
            StoreError::SealKeyMissing
            | StoreError::SealKeyLost(_)
            | StoreError::Unavailable(_)
            | StoreError::Migration(_) => false,
        }
    }
}

fn is_refusal(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(error) => error
            .code()
            .is_some_and(|code| is_refusal_code(code.as_ref())),
        sqlx::Error::Encode(_) | sqlx::Error::InvalidArgument(_) => true,
        _ => false,
    }
}

/// Postgres returns five characters (SQLSTATE), SQLite a number of at most four digits.
fn is_refusal_code(code: &str) -> bool {
    if code.len() == 5 {
        // An invalid value, a violated constraint, a limit exceeded.
        return ["22", "23", "54"]
            .iter()
            .any(|class| code.starts_with(class));
    }
    // The same: too big, a constraint, a value of another type, out of range. The last byte names the error.
    code.parse::<u32>()
        .is_ok_and(|code| matches!(code & 0xff, 18 | 19 | 20 | 25))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejected_writes_are_permanent_and_outages_are_not() {
        for code in ["22021", "23505", "54000", "19", "1811", "2067", "18"] {
            assert!(is_refusal_code(code), "{code}");
        }
        // Shutting down, serialization, disk full, busy, locked, full, a read-only disk.
        for code in ["57P01", "40001", "53100", "5", "6", "13", "8", ""] {
            assert!(!is_refusal_code(code), "{code}");
        }
        assert!(!StoreError::Database(sqlx::Error::PoolTimedOut).is_permanent());
        assert!(StoreError::NotFound.is_permanent());
    }
}
