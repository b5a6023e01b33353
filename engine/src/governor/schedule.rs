//! Whose turn is next: a pure rule, without tasks and time.
//!
//! Groups that wait get turns in rotation, each group's clients in the order in which they came. A group may begin
//! another turn only while it holds fewer turns than are free. One group alone therefore holds at most half of them,
//! two a third each, and the last free turn is for a group that holds none. So a group that comes later gets its first
//! turn at once, however many clients of another group connect without success.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

/// Clients that share their turns: those of one tenant.
pub(super) type Group = Arc<str>;

pub(super) struct Schedule<T> {
    /// How many turns there are.
    turns: usize,
    held: HashMap<Group, usize>,
    /// Those who wait, by their number. No group is empty.
    waiting: HashMap<Group, BTreeMap<u64, T>>,
    /// The groups that wait; the first one is served next.
    rotation: VecDeque<Group>,
    last_number: u64,
}

impl<T> Schedule<T> {
    pub(super) fn new(turns: usize) -> Self {
        Schedule {
            turns: turns.max(1),
            held: HashMap::new(),
            waiting: HashMap::new(),
            rotation: VecDeque::new(),
            last_number: 0,
        }
    }

    /// Adds a client to those who wait. Returns its number.
    pub(super) fn wait(&mut self, group: &Group, client: T) -> u64 {
        self.last_number += 1;
        if !self.waiting.contains_key(group) {
            self.rotation.push_back(group.clone());
        }
        let clients = self.waiting.entry(group.clone()).or_default();
        clients.insert(self.last_number, client);
        self.last_number
    }

    /// Removes a client that waits no longer.
    pub(super) fn leave(&mut self, group: &Group, number: u64) {
        if let Some(clients) = self.waiting.get_mut(group) {
            clients.remove(&number);
            self.remove_if_empty(group);
        }
    }

    /// Begins the next turn. `None` if nobody may have one now.
    pub(super) fn next(&mut self) -> Option<(Group, T)> {
        let free = self.turns.saturating_sub(self.held.values().sum());
        let may_begin = |group: &Group| may_begin(self.held.get(group).copied().unwrap_or(0), free);
        let place = self.rotation.iter().position(may_begin)?;
        let group = self.rotation.remove(place)?;
        let (_, client) = self.waiting.get_mut(&group)?.pop_first()?;
        self.rotation.push_back(group.clone());
        self.remove_if_empty(&group);
        *self.held.entry(group.clone()).or_default() += 1;
        Some((group, client))
    }

    /// Ends a turn of a group.
    pub(super) fn end(&mut self, group: &Group) {
        let Some(held) = self.held.get_mut(group) else {
            return;
        };
        *held -= 1;
        if *held == 0 {
            self.held.remove(group);
        }
    }

    /// The number of groups that it knows.
    #[cfg(test)]
    pub(super) fn groups(&self) -> usize {
        self.held.len().max(self.waiting.len())
    }

    /// Whether nobody waits.
    #[cfg(test)]
    pub(super) fn is_idle(&self) -> bool {
        self.waiting.is_empty() && self.rotation.is_empty()
    }

    fn remove_if_empty(&mut self, group: &Group) {
        if self.waiting.get(group).is_some_and(BTreeMap::is_empty) {
            self.waiting.remove(group);
            self.rotation.retain(|known| known != group);
        }
    }
}

/// Whether a group that holds so many turns may begin another one.
fn may_begin(held: usize, free: usize) -> bool {
    held < free
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Groups named by one letter; a client is its group's letter and a number.
    fn schedule(turns: usize, waiting: &str) -> Schedule<String> {
        let mut schedule = Schedule::new(turns);
        let mut counts: HashMap<char, usize> = HashMap::new();
        for group in waiting.chars() {
            let count = counts.entry(group).or_default();
            *count += 1;
            schedule.wait(&name(group), format!("{group}{count}"));
        }
        schedule
    }

    fn name(group: char) -> Group {
        group.to_string().into()
    }

    /// Every turn that may begin now, in order.
    fn begin(schedule: &mut Schedule<String>) -> String {
        let begun = std::iter::from_fn(|| schedule.next().map(|(_, client)| client));
        begun.collect::<Vec<String>>().join(" ")
    }

    #[test]
    fn turns_rotate_between_groups_and_leave_some_free() {
        // The number of turns, who waits in the order in which they came, and whose turns begin at once.
        let cases = [
            (1, "", ""),
            (1, "aa", "a1"),
            (2, "aaa", "a1"),
            (3, "aaa", "a1 a2"),
            (8, "aaaaaaaa", "a1 a2 a3 a4"),
            (4, "aaabbb", "a1 b1 a2"),
            (6, "aaaabbbb", "a1 b1 a2 b2"),
            (4, "aaaab", "a1 b1 a2"),
            (9, "aaaaaaabbbcc", "a1 b1 c1 a2 b2 c2 a3"),
            (4, "abcdef", "a1 b1 c1 d1"),
        ];
        for (turns, waiting, expected) in cases {
            let mut schedule = schedule(turns, waiting);
            assert_eq!(begin(&mut schedule), expected, "{turns} turns, {waiting}");
        }
    }

    #[test]
    fn a_group_that_comes_later_gets_its_first_turn_at_once() {
        for turns in 2..40 {
            let mut schedule = schedule(turns, &"a".repeat(300));
            begin(&mut schedule);
            schedule.wait(&name('b'), "b1".to_owned());
            assert_eq!(begin(&mut schedule), "b1", "{turns} turns");
        }
    }

    #[test]
    fn a_free_turn_goes_to_the_group_that_has_waited_longest() {
        let mut schedule = schedule(2, "aab");
        assert_eq!(begin(&mut schedule), "a1 b1");
        schedule.wait(&name('c'), "c1".to_owned());
        assert_eq!(begin(&mut schedule), "");
        schedule.end(&name('b'));
        // Group a came before c, but would take the last one beside the one that it holds.
        assert_eq!(begin(&mut schedule), "c1");
        schedule.end(&name('a'));
        assert_eq!(begin(&mut schedule), "a2");
    }

    #[test]
    fn nothing_is_kept_of_a_group_that_is_gone() {
        let mut schedule = schedule(4, "aab");
        let number = schedule.wait(&name('c'), "c1".to_owned());
        schedule.leave(&name('c'), number);
        schedule.leave(&name('c'), number);
        assert_eq!(begin(&mut schedule), "a1 b1 a2");
        for group in ['a', 'a', 'b'] {
            schedule.end(&name(group));
        }
        assert_eq!(schedule.groups(), 0);
        assert!(schedule.is_idle());
    }
}
