//! A sliding window: limits the requests in any 60 seconds.
//!
//! Requests are counted per second. The oldest second counts completely until all of it has left the window, so the
//! limit is exact and the window recovers at most one second late. A counter of the previous and the current minute
//! would be smaller but would allow nearly twice the limit (docs/decisions/0011).
//!
//! Memory is bounded for any number of callers: windows live in two generations, and the older one is dropped when
//! the younger is full or a window's length old.

use std::collections::HashMap;
use std::hash::Hash;
use std::time::Duration;

use super::time::Timestamp;

/// The seconds of a window, and one that is partly in it.
const SLOTS: usize = 61;
const SPAN: i64 = 61;

/// Whether a request is allowed, and the state of the caller's window after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WindowStatus {
    pub limit: u16,
    pub remaining: u16,
    /// `Some`: rejected, and how long to wait.
    pub wait: Option<Duration>,
}

/// One caller's last 61 seconds.
#[derive(Clone)]
struct Window {
    /// The newest second counted.
    second: i64,
    counts: [u16; SLOTS],
    total: u16,
}

impl Window {
    fn new(second: i64) -> Self {
        Window {
            second,
            counts: [0; SLOTS],
            total: 0,
        }
    }

    fn slot(second: i64) -> usize {
        usize::try_from(second.rem_euclid(SPAN)).unwrap_or_default()
    }

    /// Removes the seconds that have left the window. Ignores a clock that goes back.
    fn advance(&mut self, second: i64) {
        let passed = second.saturating_sub(self.second).clamp(0, SPAN);
        for step in 1..=passed {
            let slot = Self::slot(self.second.saturating_add(step));
            self.total -= self.counts[slot];
            self.counts[slot] = 0;
        }
        self.second = self.second.max(second);
    }

    fn count(&mut self) {
        self.counts[Self::slot(self.second)] += 1;
        self.total += 1;
    }

    /// How long until the window contains fewer than `limit` requests.
    fn wait(&self, limit: u16, now: Timestamp) -> Duration {
        let mut left = self.total;
        for second in self.second - (SPAN - 1)..=self.second {
            left -= self.counts[Self::slot(second)];
            if left < limit {
                let free = Timestamp::from_millis((second + SPAN).saturating_mul(1000));
                return free.remaining(now);
            }
        }
        Duration::from_secs(SLOTS as u64)
    }

    fn status(&self, limit: u16, now: Timestamp) -> WindowStatus {
        WindowStatus {
            limit,
            remaining: limit.saturating_sub(self.total),
            wait: (self.total >= limit).then(|| self.wait(limit, now)),
        }
    }
}

/// The windows of all callers.
pub struct Windows<K> {
    young: HashMap<K, Window>,
    old: HashMap<K, Window>,
    capacity: usize,
    /// The second in which `young` was created.
    begun: i64,
}

impl<K: Hash + Eq + Copy> Windows<K> {
    /// Keeps at most twice `capacity` windows.
    pub fn new(capacity: usize) -> Self {
        Windows {
            young: HashMap::new(),
            old: HashMap::new(),
            capacity,
            begun: 0,
        }
    }

    /// Counts one request in each of these windows, or in none if one of them is full. Returns the status of the
    /// window with the least remaining.
    pub fn take(&mut self, concerned: &[(K, u16)], now: Timestamp) -> Option<WindowStatus> {
        let full = concerned
            .iter()
            .map(|(key, limit)| self.window(*key, now).status(*limit, now))
            .filter(|status| status.wait.is_some())
            .max_by_key(|status| status.wait);
        if full.is_some() {
            return full;
        }
        concerned
            .iter()
            .map(|(key, limit)| {
                let window = self.window(*key, now);
                window.count();
                WindowStatus {
                    wait: None,
                    ..window.status(*limit, now)
                }
            })
            .min_by_key(|status| status.remaining)
    }

    fn window(&mut self, key: K, now: Timestamp) -> &mut Window {
        let second = now.as_seconds();
        if second.saturating_sub(self.begun) > SPAN
            || (self.young.len() >= self.capacity && !self.young.contains_key(&key))
        {
            self.old = std::mem::take(&mut self.young);
            self.begun = second;
        }
        let old = &mut self.old;
        let window = self
            .young
            .entry(key)
            .or_insert_with(|| old.remove(&key).unwrap_or_else(|| Window::new(second)));
        window.advance(second);
        window
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: f64) -> Timestamp {
        #[expect(clippy::cast_possible_truncation, reason = "small numbers")]
        Timestamp::from_millis(1_795_000_000_000 + (seconds * 1000.0) as i64)
    }

    fn allowed(windows: &mut Windows<u8>, limit: u16, seconds: f64) -> Option<u16> {
        let status = windows.take(&[(1, limit)], at(seconds)).unwrap();
        status.wait.is_none().then_some(status.remaining)
    }

    #[test]
    fn a_window_slides_with_the_seconds() {
        let mut windows = Windows::new(8);
        let table = [
            (0.0, Some(2)),
            (10.0, Some(1)),
            (59.9, Some(0)),
            (59.9, None),
            (60.0, None),
            // The request of second 0 has left the window completely.
            (61.0, Some(0)),
            (70.9, None),
            (71.0, Some(0)),
            (500.0, Some(2)),
        ];
        for (seconds, remaining) in table {
            assert_eq!(
                allowed(&mut windows, 3, seconds),
                remaining,
                "at {seconds} s"
            );
        }
    }

    #[test]
    fn no_minute_contains_more_requests_than_the_limit() {
        // Bursts, slow requests and pauses, from one seed.
        let (mut windows, mut seed, mut now) = (Windows::new(8), 7_u64, 0.0);
        let mut passed: Vec<f64> = Vec::new();
        for _ in 0..20_000 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            now += [0.0, 0.001, 0.4, 0.9, 7.0][usize::try_from(seed >> 61).unwrap() % 5];
            if allowed(&mut windows, 25, now).is_some() {
                passed.push(now);
            }
        }
        assert!(passed.len() > 1_000, "only {} passed", passed.len());
        for burst in passed.windows(26) {
            assert!(burst[25] - burst[0] > 60.0, "{} to {}", burst[0], burst[25]);
        }
    }

    #[test]
    fn the_wait_is_exactly_as_long_as_needed() {
        for limit in [1, 2, 5] {
            let mut windows = Windows::new(8);
            for second in 0..limit {
                allowed(&mut windows, limit, f64::from(second) * 3.0).unwrap();
            }
            let wait = windows
                .take(&[(1, limit)], at(20.25))
                .unwrap()
                .wait
                .unwrap();
            let free = 20.25 + wait.as_secs_f64();
            assert_eq!(allowed(&mut windows, limit, free - 0.01), None);
            assert_eq!(allowed(&mut windows, limit, free), Some(0));
        }
    }

    #[test]
    fn a_full_window_leaves_the_others_uncounted_and_is_returned() {
        let mut windows = Windows::new(8);
        let both = [(1, 10), (2, 1)];
        let status = windows.take(&both, at(0.0)).unwrap();
        assert_eq!((status.limit, status.remaining), (1, 0));
        assert!(windows.take(&both, at(0.0)).unwrap().wait.is_some());
        assert_eq!(allowed(&mut windows, 10, 0.0), Some(8));
        assert_eq!(windows.take(&[], at(0.0)), None);
    }

    #[test]
    fn a_clock_that_goes_back_allows_no_more_requests() {
        let mut windows = Windows::new(8);
        allowed(&mut windows, 1, 100.0).unwrap();
        assert_eq!(allowed(&mut windows, 1, 30.0), None);
        assert_eq!(allowed(&mut windows, 1, 161.0), Some(0));
    }

    #[test]
    fn memory_is_bounded_and_busy_callers_are_kept() {
        let mut windows = Windows::new(100);
        for caller in 0..10_000_u32 {
            windows.take(&[(u32::MAX, 1_000)], at(1.0)).unwrap();
            windows.take(&[(caller, 5)], at(1.0)).unwrap();
            assert!(windows.young.len() + windows.old.len() <= 200);
        }
        assert!(
            windows
                .take(&[(u32::MAX, 1_000)], at(2.0))
                .unwrap()
                .wait
                .is_some(),
            "the busy caller's thousand were remembered"
        );
        for second in [70.0, 140.0] {
            windows.take(&[(0, 5)], at(second)).unwrap();
        }
        assert_eq!(windows.young.len() + windows.old.len(), 1);
    }
}
