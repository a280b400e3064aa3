//! Groups cases of the same problem at the same line into one finding: the worst case, and how often it happened.

use core::hash::Hash;
use coroscope_trace::TaskId;
use coroscope_trace::sort;
use coroscope_wording::tr_n;
use rustc_hash::FxHashMap;

/// The cases of one problem.
pub(super) struct Group<F> {
    weight: u64,
    /// The worst case.
    pub(super) worst: F,
    /// How often it happened.
    pub(super) count: usize,
    /// To which tasks; the worst first.
    pub(super) tasks: Vec<TaskId>,
    /// The index of the worst in `tasks`.
    worst_index: usize,
}

/// Groups in the order in which they were first seen.
pub(super) struct Groups<K, F> {
    index: FxHashMap<K, usize>,
    groups: Vec<Group<F>>,
}

impl<K, F> Default for Groups<K, F> {
    fn default() -> Groups<K, F> {
        Groups {
            index: FxHashMap::default(),
            groups: Vec::new(),
        }
    }
}

impl<K: Hash + Eq, F> Groups<K, F> {
    /// Adds a case, perhaps of a task; of equal weight, the first counts. All cases of one task must be added in sequence.
    pub(super) fn add(&mut self, key: K, weight: u64, task: impl Into<Option<TaskId>>, case: F) {
        let task = task.into();
        let next = self.groups.len();
        let index = *self.index.entry(key).or_insert(next);
        let Some(group) = self.groups.get_mut(index) else {
            self.groups.push(Group {
                weight,
                worst: case,
                count: 1,
                tasks: task.into_iter().collect(),
                worst_index: 0,
            });
            return;
        };
        group.count += 1;
        if group.tasks.last() != task.as_ref() {
            group.tasks.extend(task);
        }
        if weight > group.weight {
            (group.weight, group.worst) = (weight, case);
            group.worst_index = group.tasks.len().saturating_sub(1);
        }
    }

    /// The worst groups, at most `most`, the worst first.
    pub(super) fn worst(mut self, most: usize) -> Vec<Group<F>> {
        sort::by_key(&mut self.groups, |group| core::cmp::Reverse(group.weight));
        self.groups.truncate(most);
        for group in &mut self.groups {
            if let Some(up_to_worst) = group.tasks.get_mut(..=group.worst_index) {
                up_to_worst.rotate_right(1);
            }
        }
        self.groups
    }
}

impl<F> Group<F> {
    /// Says how often it happened, if more than once.
    pub(super) fn occurrences(&self) -> String {
        if self.count == 1 {
            return String::new();
        }
        let sentence = match self.tasks.len() {
            0 | 1 => tr_n!(
                self.count,
                "This happened one time.",
                "This is the worst of {n} times."
            ),
            several => tr_n!(
                self.count,
                "This happened one time, in {tasks}.",
                "This is the worst of {n} times, in {tasks}.",
                tasks = tr_n!(several, "one task", "{n} tasks")
            ),
        };
        format!(" {sentence}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_comes_first_and_the_rest_is_counted() {
        let task = TaskId::from_index;
        let mut groups = Groups::default();
        for (key, weight, index) in [(1, 5, 0), (2, 9, 0), (1, 7, 1), (1, 7, 2)] {
            groups.add(key, weight, task(index), (key, weight, index));
        }
        let worst = groups.worst(9);
        let cases: Vec<_> = worst.iter().map(|group| group.worst).collect();
        assert_eq!(cases, [(2, 9, 0), (1, 7, 1)]);
        assert_eq!(worst[1].tasks, [task(1), task(0), task(2)]);
        assert_eq!(
            worst[1].occurrences(),
            " This is the worst of 3 times, in 3 tasks."
        );
    }
}
