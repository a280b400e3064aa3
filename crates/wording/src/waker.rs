//! What made a task ready.

use super::Wording;
use crate::tr;
use coroscope_trace::TaskId;
use coroscope_trace::track::WokenBy;
use std::borrow::Cow;

impl<'a> Wording<'a> {
    /// As the subject of a sentence: `load`, `the timer`, `a callback of the loop`.
    pub fn waker(self, by: WokenBy) -> Cow<'a, str> {
        match by {
            WokenBy::Task(task) | WokenBy::Spawn(Some(task)) => self.run.task_name(task),
            WokenBy::Timer => tr!("the timer").into(),
            WokenBy::Io => tr!("the end of its I/O").into(),
            WokenBy::Callback => tr!("a callback of the loop").into(),
            WokenBy::Outside => tr!("something outside the loop").into(),
            WokenBy::Spawn(None) => tr!("the page").into(),
        }
    }

    /// What follows “woken”, or “spawned” and “started” for a new task: `by load`, `by itself`, `from outside the loop`.
    pub fn waker_clause(self, by: WokenBy, woken: TaskId) -> String {
        match by {
            WokenBy::Task(task) if task == woken => tr!("by itself").into(),
            WokenBy::Task(task) | WokenBy::Spawn(Some(task)) => {
                tr!("by {task}", task = self.task(task))
            }
            WokenBy::Timer => tr!("by the timer").into(),
            WokenBy::Io => tr!("by the end of its I/O").into(),
            WokenBy::Callback => tr!("by a callback of the loop").into(),
            WokenBy::Outside => tr!("from outside the loop").into(),
            WokenBy::Spawn(None) => tr!("by the page").into(),
        }
    }

    /// As a value in exports: `load`, `timer`, `callback`.
    pub fn waker_value(self, by: WokenBy) -> Cow<'a, str> {
        match by {
            WokenBy::Timer => "timer".into(),
            WokenBy::Io => "I/O".into(),
            WokenBy::Callback => "callback".into(),
            WokenBy::Outside => "outside".into(),
            WokenBy::Task(task) | WokenBy::Spawn(Some(task)) => self.run.task_name(task),
            WokenBy::Spawn(None) => "the page".into(),
        }
    }
}
