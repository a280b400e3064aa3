//! What made a task ready.

use super::Wording;
use coroscope_trace::TaskId;
use coroscope_trace::track::WokenBy;
use std::borrow::Cow;

impl<'a> Wording<'a> {
    /// As a noun: `load`, `the timer`, `a callback of the loop`.
    pub fn waker(self, by: WokenBy) -> Cow<'a, str> {
        match by {
            WokenBy::Task(task) | WokenBy::Spawn(Some(task)) => self.run.task_name(task),
            WokenBy::Timer => "the timer".into(),
            WokenBy::Io => "the end of its I/O".into(),
            WokenBy::Callback => "a callback of the loop".into(),
            WokenBy::Outside => "something outside the loop".into(),
            WokenBy::Spawn(None) => "the page".into(),
        }
    }

    /// What follows “woken”, or “spawned” and “started” for a new task: `by load`, `by itself`, `from outside the loop`.
    pub fn waker_clause(self, by: WokenBy, woken: TaskId) -> String {
        match by {
            WokenBy::Task(task) if task == woken => "by itself".into(),
            WokenBy::Outside => "from outside the loop".into(),
            by => format!("by {}", self.waker(by)),
        }
    }

    /// As a value in exports: `load`, `timer`, `callback`.
    pub fn waker_value(self, by: WokenBy) -> Cow<'a, str> {
        match by {
            WokenBy::Timer => "timer".into(),
            WokenBy::Io => "I/O".into(),
            WokenBy::Callback => "callback".into(),
            WokenBy::Outside => "outside".into(),
            WokenBy::Task(_) | WokenBy::Spawn(_) => self.waker(by),
        }
    }
}
