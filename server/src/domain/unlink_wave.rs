//! Recognises a wave: several sessions unlinked by WhatsApp within minutes. One of them may be its owner's wish; many
//! at once have a common cause, like their address or the version of the client.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use super::id::TenantId;
use super::time::Timestamp;

/// From when on unlinks are a wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    pub sessions: usize,
    pub window: Duration,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Unlinked {
    tenant_id: TenantId,
    session: String,
    at: Timestamp,
}

/// The part of a wave that concerns one tenant, to be reported to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantWave {
    pub tenant_id: TenantId,
    /// The names of its sessions, sorted.
    pub sessions: Vec<String>,
    pub since: Timestamp,
}

/// What an unlink has led to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// A wave has begun with this many sessions.
    pub began: Option<usize>,
    /// The tenants that are part of a wave and do not know it yet.
    pub to_report: Vec<TenantWave>,
}

/// The unlinks of the last minutes.
pub struct UnlinkWaves {
    threshold: Threshold,
    recent: VecDeque<Unlinked>,
    is_wave: bool,
    reported: BTreeSet<String>,
}

impl UnlinkWaves {
    pub fn new(threshold: Threshold) -> Self {
        UnlinkWaves {
            threshold,
            recent: VecDeque::new(),
            is_wave: false,
            reported: BTreeSet::new(),
        }
    }

    pub fn threshold(&self) -> Threshold {
        self.threshold
    }

    /// A session was unlinked. A tenant is reported once in a wave, which lasts until there are fewer unlinks again.
    pub fn unlinked(&mut self, tenant_id: TenantId, session: String, at: Timestamp) -> Outcome {
        self.forget_before(at.minus(self.threshold.window));
        self.recent.push_back(Unlinked {
            tenant_id,
            session,
            at,
        });
        let sessions = self.sessions();
        if sessions < self.threshold.sessions {
            return Outcome::default();
        }
        let is_new = !std::mem::replace(&mut self.is_wave, true);
        Outcome {
            began: is_new.then_some(sessions),
            to_report: self.take_unreported(),
        }
    }

    fn forget_before(&mut self, start: Timestamp) {
        self.recent.retain(|unlinked| unlinked.at > start);
        if self.sessions() < self.threshold.sessions {
            self.is_wave = false;
            self.reported.clear();
        }
    }

    fn sessions(&self) -> usize {
        let names = self
            .recent
            .iter()
            .map(|it| (it.tenant_id.as_str(), &it.session));
        names.collect::<BTreeSet<_>>().len()
    }

    fn take_unreported(&mut self) -> Vec<TenantWave> {
        let mut waves: BTreeMap<String, TenantWave> = BTreeMap::new();
        for unlinked in &self.recent {
            let Unlinked {
                tenant_id,
                session,
                at,
            } = unlinked;
            let key = tenant_id.as_str().to_owned();
            if self.reported.contains(&key) {
                continue;
            }
            let wave = waves.entry(key).or_insert_with(|| TenantWave {
                tenant_id: tenant_id.clone(),
                sessions: Vec::new(),
                since: *at,
            });
            if !wave.sessions.contains(session) {
                wave.sessions.push(session.clone());
                wave.sessions.sort();
            }
        }
        self.reported.extend(waves.keys().cloned());
        waves.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;

    fn waves() -> UnlinkWaves {
        UnlinkWaves::new(Threshold {
            sessions: 3,
            window: Duration::from_secs(600),
        })
    }

    /// The number of sessions with which a wave began, and who is to be told about which sessions.
    fn unlink(
        waves: &mut UnlinkWaves,
        tenant: &str,
        session: &str,
        minute: i64,
    ) -> (Option<usize>, Vec<String>) {
        let at = Timestamp::from_millis(minute * MINUTE);
        let outcome = waves.unlinked(tenant.into(), session.to_owned(), at);
        let told = outcome.to_report.iter().map(|wave| {
            let tenant = wave.tenant_id.as_str();
            format!("{tenant}: {}", wave.sessions.join(" "))
        });
        (outcome.began, told.collect())
    }

    #[test]
    fn several_sessions_within_the_window_are_a_wave_that_each_tenant_hears_of_once() {
        let mut waves = waves();
        let none = (None, vec![]);
        assert_eq!(unlink(&mut waves, "a", "s2", 0), none);
        assert_eq!(unlink(&mut waves, "a", "s1", 4), none);
        let told = vec!["a: s1 s2".to_owned(), "b: s1".to_owned()];
        assert_eq!(unlink(&mut waves, "b", "s1", 9), (Some(3), told));
        assert_eq!(unlink(&mut waves, "b", "s2", 9), none);
        let told = vec!["c: s1".to_owned()];
        assert_eq!(unlink(&mut waves, "c", "s1", 9), (None, told));
    }

    #[test]
    fn slow_unlinks_and_one_session_alone_are_no_wave() {
        let mut waves = waves();
        for minute in 0..10 {
            let none = (None, vec![]);
            assert_eq!(
                unlink(&mut waves, "a", "s1", minute),
                none,
                "the same session"
            );
        }
        for (session, minute) in [("s2", 20), ("s3", 26), ("s4", 32), ("s5", 38)] {
            assert_eq!(unlink(&mut waves, "a", session, minute), (None, vec![]));
        }
    }

    #[test]
    fn after_a_wave_has_ended_the_next_one_is_reported() {
        let mut waves = waves();
        for start in [0, 60] {
            unlink(&mut waves, "a", "s1", start);
            unlink(&mut waves, "a", "s2", start);
            let (began, told) = unlink(&mut waves, "a", "s3", start);
            assert_eq!(began, Some(3));
            assert_eq!(told, ["a: s1 s2 s3"]);
        }
    }
}
