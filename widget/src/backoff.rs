//! The pauses between attempts to reach the service.

/// 1, 2, 4, 8 and then 10 s.
pub(crate) fn backoff_ms(failures: u32) -> i32 {
    (500 << failures.min(5)).min(10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_become_less_frequent_and_never_stop() {
        let waits: Vec<i32> = (1..8).map(backoff_ms).collect();
        assert_eq!(waits, [1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
    }
}
