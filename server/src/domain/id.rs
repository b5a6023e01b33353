//! Ids have a prefix and sort by the time of their creation.

use ulid::Ulid;

use super::time::Timestamp;

/// A new id such as `evt_01HF…`. `chance` makes it unguessable and unique.
pub fn new(prefix: &str, at: Timestamp, chance: u128) -> String {
    format!("{prefix}_{}", ulid(at, chance).to_string().to_lowercase())
}

/// The bare 128-bit id, for binary formats.
pub fn ulid(at: Timestamp, chance: u128) -> Ulid {
    Ulid::from_parts(u64::try_from(at.as_millis()).unwrap_or(0), chance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_sorts_after_earlier() {
        let early = new("evt", Timestamp::from_millis(1_000), u128::MAX);
        let late = new("evt", Timestamp::from_millis(1_001), 0);
        assert!(early < late, "{early} < {late}");
        assert!(early.starts_with("evt_"));
    }
}
