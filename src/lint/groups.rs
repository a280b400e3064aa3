//! The same thing at the same line is one finding: the worst of its kind, and how often it happened.

use crate::trace::TaskId;
use core::hash::Hash;
use rustc_hash::FxHashMap;

/// What happened at one place.
pub(super) struct Group<F> {
    weight: u64,
    /// The worst.
    pub(super) fact: F,
    /// How often it happened.
    pub(super) count: usize,
    /// To whom, the worst first.
    pub(super) tasks: Vec<TaskId>,
    /// Where in `tasks` the worst is.
    worst: usize,
}

/// Groups in the order in which they were first seen.
pub(super) struct Groups<K, F> {
    index: FxHashMap<K, usize>,
    groups: Vec<Group<F>>,
}

impl<K: Hash + Eq, F> Groups<K, F> {
    pub(super) fn new() -> Groups<K, F> {
        Groups {
            index: FxHashMap::default(),
            groups: Vec::new(),
        }
    }

    /// Adds what happened to a task; of equal weight, the first counts. What belongs to one task comes
    /// without others between.
    pub(super) fn add(&mut self, key: K, weight: u64, task: TaskId, fact: F) {
        let next = self.groups.len();
        let index = *self.index.entry(key).or_insert(next);
        let Some(group) = self.groups.get_mut(index) else {
            self.groups.push(Group {
                weight,
                fact,
                count: 1,
                tasks: vec![task],
                worst: 0,
            });
            return;
        };
        group.count += 1;
        if group.tasks.last() != Some(&task) {
            group.tasks.push(task);
        }
        if weight > group.weight {
            (group.weight, group.fact) = (weight, fact);
            group.worst = group.tasks.len() - 1;
        }
    }

    /// The worst, at most so many, the worst first.
    pub(super) fn worst(mut self, most: usize) -> Vec<Group<F>> {
        self.groups
            .sort_by_key(|group| core::cmp::Reverse(group.weight));
        self.groups.truncate(most);
        for group in &mut self.groups {
            group.tasks[..=group.worst].rotate_right(1);
        }
        self.groups
    }
}

impl<F> Group<F> {
    /// How often it happened, where it was not only once.
    pub(super) fn again(&self) -> String {
        let tasks = match self.tasks.len() {
            1 => String::new(),
            n => format!(", in {n} tasks"),
        };
        match self.count {
            1 => String::new(),
            n => format!(" This is the worst of {n} times{tasks}."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_comes_first_and_the_rest_is_counted() {
        let task = TaskId::from_index;
        let mut groups = Groups::new();
        for (key, weight, index) in [(1, 5, 0), (2, 9, 0), (1, 7, 1), (1, 7, 2)] {
            groups.add(key, weight, task(index), (key, weight, index));
        }
        let worst = groups.worst(9);
        let facts: Vec<_> = worst.iter().map(|group| group.fact).collect();
        assert_eq!(facts, [(2, 9, 0), (1, 7, 1)]);
        assert_eq!(worst[1].tasks, [task(1), task(0), task(2)]);
        assert_eq!(
            worst[1].again(),
            " This is the worst of 3 times, in 3 tasks."
        );
    }
}
