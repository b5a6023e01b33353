//! The pauses between attempts to reach the service.

/// How a live stream ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StreamEnd {
    Lost,
    /// Newer pages of the same link watch it.
    Replaced,
}

/// How long to wait before the next attempt; `None`: until the person returns to the page. Two pages that replaced each
/// other's streams would do so without end.
pub(crate) fn pause_ms(end: StreamEnd, failures: u32) -> Option<i32> {
    match end {
        StreamEnd::Lost => Some(backoff_ms(failures)),
        StreamEnd::Replaced => None,
    }
}

/// 1, 2, 4, 8 and then 10 s.
fn backoff_ms(failures: u32) -> i32 {
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

    #[test]
    fn a_replaced_stream_waits_for_the_person() {
        assert_eq!(pause_ms(StreamEnd::Replaced, 1), None);
        assert_eq!(pause_ms(StreamEnd::Lost, 1), Some(1_000));
    }
}
