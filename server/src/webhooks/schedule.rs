//! When a delivery is retried, and when a webhook is disabled. Time and randomness are arguments.

use std::time::Duration;

use crate::domain::time::Timestamp;
use crate::domain::webhook::{DisabledReason, Policy, Retries, Webhook};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// The default pauses after each failed attempt: a little over a day in total.
const DEFAULT_PAUSES: [u64; 7] = [
    5,
    5 * MINUTE,
    30 * MINUTE,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    10 * HOUR,
];

/// The upper limit of a pause under any policy.
const MAX_PAUSE: Duration = Duration::from_secs(24 * HOUR);

/// The upper limit of `Retry-After`, so that an endpoint cannot postpone its events without end.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(HOUR);

/// The largest random addition to a pause, so that endpoints that failed together are not retried together.
const JITTER: f64 = 0.2;

/// A webhook is disabled after failing for this long and this often; its owner can enable it again.
const DISABLE_AFTER: Duration = Duration::from_secs(5 * 24 * HOUR);
const DISABLE_AFTER_FAILURES: i64 = 10;

/// The pause after attempt number `attempt`; `None` if it was the last. `random` is from 0 to 1.
pub fn pause(
    retries: Option<Retries>,
    attempt: u32,
    retry_after: Option<Duration>,
    random: f64,
) -> Option<Duration> {
    let planned = match retries {
        None => {
            let after = usize::try_from(attempt.saturating_sub(1)).ok()?;
            Duration::from_secs(*DEFAULT_PAUSES.get(after)?)
        }
        Some(retries) if attempt > retries.attempts => return None,
        Some(retries) => planned(retries, attempt),
    };
    let spread = planned.mul_f64(1.0 + JITTER * random.clamp(0.0, 1.0));
    let retry_after = retry_after.unwrap_or_default().min(MAX_RETRY_AFTER);
    Some(spread.max(retry_after))
}

fn planned(retries: Retries, attempt: u32) -> Duration {
    let factor = match retries.policy {
        Policy::Constant => 1,
        Policy::Linear => attempt,
        Policy::Exponential => 1u32
            .checked_shl(attempt.saturating_sub(1))
            .unwrap_or(u32::MAX),
    };
    retries.delay.saturating_mul(factor).min(MAX_PAUSE)
}

/// Whether to disable a webhook after another failure.
pub fn disable_reason(webhook: &Webhook, gone: Gone, now: Timestamp) -> Option<DisabledReason> {
    if gone == Gone::Yes {
        return Some(DisabledReason::Gone);
    }
    let since = webhook.failing_since?;
    let long = now >= since.plus(DISABLE_AFTER);
    // The stored count does not include this failure.
    let often = webhook.failures + 1 >= DISABLE_AFTER_FAILURES;
    (long && often).then_some(DisabledReason::Failing)
}

/// Whether the endpoint responded that it no longer exists (410).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gone {
    Yes,
    No,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::WebhookId;
    use crate::domain::webhook::EventFilter;

    const AT: Timestamp = Timestamp::from_millis(1_763_670_000_000);

    fn seconds(retries: Option<Retries>, random: f64) -> Vec<u64> {
        (1..)
            .map_while(|attempt| pause(retries, attempt, None, random))
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
    fn retry_after_is_honoured_within_bounds() {
        let plan = retries(3, 60, Policy::Constant);
        let pause_for = |seconds| pause(plan, 1, Some(Duration::from_secs(seconds)), 0.0).unwrap();
        assert_eq!(pause_for(10).as_secs(), 60, "never sooner than planned");
        assert_eq!(pause_for(300).as_secs(), 300);
        assert_eq!(pause_for(u64::MAX).as_secs(), 3600);
        assert_eq!(
            pause(plan, 4, Some(Duration::from_secs(5)), 0.0),
            None,
            "no more attempts"
        );
    }

    #[test]
    fn disabled_after_five_days_of_many_failures_or_when_gone() {
        let webhook = |days: u64, failures| Webhook {
            id: WebhookId(1),
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
                disable_reason(&webhook, gone, AT),
                expected,
                "{days} {failures} {gone:?}"
            );
        }
        let fresh = Webhook {
            failing_since: None,
            ..webhook(9, 99)
        };
        assert_eq!(disable_reason(&fresh, Gone::No, AT), None);
    }
}
