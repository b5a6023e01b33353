//! When to try again, and when to stop trying. Time and chance come in as arguments.

use std::time::Duration;

use crate::domain::time::Timestamp;
use crate::domain::webhook::{DisabledReason, Policy, Retries, Webhook};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// Pauses after each failed attempt, where the webhook names no others: a little over a day in all.
const DEFAULT: [u64; 7] = [
    5,
    5 * MINUTE,
    30 * MINUTE,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    10 * HOUR,
];

/// No pause is longer, whatever policy and attempts make of it.
const LONGEST: Duration = Duration::from_secs(24 * HOUR);

/// What an endpoint may ask for with `Retry-After`; more would let it park its events.
const LONGEST_WISH: Duration = Duration::from_secs(HOUR);

/// Added to a pause by chance, at most: endpoints that failed together shall not be tried together.
const JITTER: f64 = 0.2;

/// An endpoint that has failed for so long, and so often, gets nothing more until its owner says so.
const FAILING: Duration = Duration::from_secs(5 * 24 * HOUR);
const FAILURES: i64 = 10;

/// The pause after the attempt that was number `made`; `None` when it was the last. `chance` is from 0 to 1.
pub fn pause(
    retries: Option<Retries>,
    made: u32,
    wish: Option<Duration>,
    chance: f64,
) -> Option<Duration> {
    let planned = match retries {
        None => {
            let after = usize::try_from(made.saturating_sub(1)).ok()?;
            Duration::from_secs(*DEFAULT.get(after)?)
        }
        Some(retries) if made > retries.attempts => return None,
        Some(retries) => planned(retries, made),
    };
    let spread = planned.mul_f64(1.0 + JITTER * chance.clamp(0.0, 1.0));
    let wish = wish.unwrap_or_default().min(LONGEST_WISH);
    Some(spread.max(wish))
}

fn planned(retries: Retries, made: u32) -> Duration {
    let factor = match retries.policy {
        Policy::Constant => 1,
        Policy::Linear => made,
        Policy::Exponential => 1u32.checked_shl(made.saturating_sub(1)).unwrap_or(u32::MAX),
    };
    retries.delay.saturating_mul(factor).min(LONGEST)
}

/// Whether a webhook that has just failed once more is to be disabled.
pub fn disable(webhook: &Webhook, gone: Gone, now: Timestamp) -> Option<DisabledReason> {
    if gone == Gone::Yes {
        return Some(DisabledReason::Gone);
    }
    let since = webhook.failing_since?;
    let long = now >= since.plus(FAILING);
    // This failure is not counted in what was read before it.
    let often = webhook.failures + 1 >= FAILURES;
    (long && often).then_some(DisabledReason::Failing)
}

/// Whether the endpoint said that it is no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gone {
    Yes,
    No,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::webhook::EventFilter;

    const AT: Timestamp = Timestamp::from_millis(1_763_670_000_000);

    fn seconds(retries: Option<Retries>, chance: f64) -> Vec<u64> {
        (1..)
            .map_while(|made| pause(retries, made, None, chance))
            .map(|pause| pause.as_secs())
            .collect()
    }

    fn retries(attempts: u32, seconds: u64, policy: Policy) -> Option<Retries> {
        let delay = Duration::from_secs(seconds);
        Some(Retries {
            attempts,
            delay,
            policy,
        })
    }

    #[test]
    fn each_policy_has_its_pauses() {
        for (plan, expected) in [
            (None, vec![5, 300, 1800, 7200, 18000, 36000, 36000]),
            (retries(0, 5, Policy::Constant), vec![]),
            (retries(3, 5, Policy::Constant), vec![5, 5, 5]),
            (retries(3, 5, Policy::Linear), vec![5, 10, 15]),
            (retries(4, 5, Policy::Exponential), vec![5, 10, 20, 40]),
            (
                retries(2, 86_400, Policy::Exponential),
                vec![86_400, 86_400],
            ),
        ] {
            assert_eq!(seconds(plan, 0.0), expected, "{plan:?}");
        }
        assert_eq!(
            seconds(retries(40, 5, Policy::Exponential), 0.0).len(),
            40,
            "no overflow"
        );
        assert_eq!(seconds(retries(1, 100, Policy::Constant), 1.0), [120]);
    }

    #[test]
    fn a_wish_is_honoured_within_bounds() {
        let plan = retries(3, 60, Policy::Constant);
        let wished = |seconds| pause(plan, 1, Some(Duration::from_secs(seconds)), 0.0).unwrap();
        assert_eq!(wished(10).as_secs(), 60, "never sooner than planned");
        assert_eq!(wished(300).as_secs(), 300);
        assert_eq!(wished(u64::MAX).as_secs(), 3600);
        assert_eq!(
            pause(plan, 4, Some(Duration::from_secs(5)), 0.0),
            None,
            "no more attempts"
        );
    }

    #[test]
    fn disabled_after_five_days_of_many_failures_or_when_gone() {
        let webhook = |days: u64, failures| Webhook {
            id: 1,
            tenant_id: "default".into(),
            url: "https://a.example/".into(),
            events: EventFilter::All,
            session: None,
            label: None,
            headers: vec![],
            retries: None,
            enabled: true,
            disabled_reason: None,
            failing_since: Some(Timestamp::from_millis(
                AT.as_millis() - i64::try_from(days * 86_400_000).unwrap(),
            )),
            failures,
            created_at: AT,
        };
        for (days, failures, gone, expected) in [
            (5, 9, Gone::No, Some(DisabledReason::Failing)),
            (5, 8, Gone::No, None),
            (4, 900, Gone::No, None),
            (0, 0, Gone::Yes, Some(DisabledReason::Gone)),
        ] {
            let webhook = webhook(days, failures);
            assert_eq!(
                disable(&webhook, gone, AT),
                expected,
                "{days} {failures} {gone:?}"
            );
        }
        let fresh = Webhook {
            failing_since: None,
            ..webhook(9, 99)
        };
        assert_eq!(disable(&fresh, Gone::No, AT), None);
    }
}
