//! Names of tasks.

use super::count::and_last;
use super::{Wording, list};
use crate::tr_n;
use coroscope_trace::TaskId;

/// How many tasks [`Wording::tasks_and_others`] names.
const NAMED: usize = 3;

impl Wording<'_> {
    /// The name of a task.
    pub fn task(self, id: TaskId) -> String {
        self.run.task_name(id).into_owned()
    }

    /// `a`, `a and b`, `a, b, c, d and 7 more`; `3 tasks named a`.
    pub fn tasks(self, tasks: &[TaskId]) -> String {
        match self.common_name(tasks) {
            Some(name) => tr_n!(
                tasks.len(),
                "one task named {name}",
                "{n} tasks named {name}",
                name
            ),
            None => list(tasks.iter().map(|task| self.task(*task))),
        }
    }

    /// The name that several tasks share.
    pub fn common_name(self, tasks: &[TaskId]) -> Option<String> {
        let (first, rest) = tasks.split_first()?;
        let name = self.run.task_name(*first);
        let is_same = |task: &TaskId| self.run.task_name(*task) == name;
        (!rest.is_empty() && rest.iter().all(is_same)).then(|| name.into_owned())
    }

    /// `a`, `a and b`, `a, b, c and 7 others`, whether or not they have the same name.
    pub fn tasks_and_others(self, tasks: &[TaskId]) -> String {
        let first = tasks.iter().take(NAMED).map(|task| self.task(*task));
        let mut names: Vec<String> = first.collect();
        match tasks.len().saturating_sub(NAMED) {
            0 => {
                let last = names.pop().unwrap_or_default();
                and_last(&names, &last)
            }
            n => tr_n!(
                n,
                "{names} and one other",
                "{names} and {n} others",
                names = names.join(", ")
            ),
        }
    }
}
