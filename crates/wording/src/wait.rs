//! What a task waits for.

use super::{Wording, count, figure};
use coroscope_trace::time::human;
use coroscope_trace::{Op, WaitReason};

impl Wording<'_> {
    /// As a noun, in findings: `a timer`, `“jobs”`, `3 tasks`.
    pub fn wait(self, on: WaitReason) -> String {
        match on {
            WaitReason::Turn => "its turn".into(),
            WaitReason::Timer(_) => "a timer".into(),
            WaitReason::Task(task) => self.task(task),
            WaitReason::Tasks(n) => count(n as usize, "task"),
            WaitReason::Resource(resource, _) => self.resource(resource),
            WaitReason::Io(what) => self.run.log.text(what).to_owned(),
            WaitReason::Future => "a future".into(),
        }
    }

    /// What follows “waits” in a description: `for the timer`, `to get from queue jobs`, `for 3 tasks to end`.
    pub fn wait_clause(self, on: Option<WaitReason>) -> String {
        match on {
            Some(WaitReason::Turn) => "to let other tasks run".into(),
            Some(WaitReason::Timer(_)) => "for the timer".into(),
            Some(WaitReason::Task(task)) => format!("for {} to end", self.task(task)),
            Some(WaitReason::Tasks(n)) => format!("for {} to end", count(n as usize, "task")),
            Some(WaitReason::Resource(id, op)) => {
                let name = self.resource_with_kind(id);
                match op {
                    Op::Get => format!("to get from {name}"),
                    Op::Put => format!("to put into {name}"),
                    Op::Join => format!("for all items of {name} to be done"),
                    Op::Acquire => format!("to acquire {name}"),
                    Op::Wait => format!("for {name}"),
                }
            }
            Some(WaitReason::Io(what)) => format!("for {}", self.run.log.text(what)),
            Some(WaitReason::Future) => "for a future".into(),
            None => "for something unknown".into(),
        }
    }

    /// What follows “waits” in the description of an event: `for a timer of 5 ms`, `for jobs.get()`.
    pub fn wait_clause_in_event(self, on: WaitReason) -> String {
        match on {
            WaitReason::Turn => "only for its next turn".into(),
            WaitReason::Timer(delay) => match delay.get() {
                Some(delay) => format!("for a timer of {}", human(delay)),
                None => "for a timer".into(),
            },
            WaitReason::Resource(id, op) => {
                format!("for {}.{}()", self.resource_in_event(id), op.name())
            }
            on => self.wait_clause(Some(on)),
        }
    }

    /// As a value in exports: `jobs.get`, `3 tasks`. `None` if there is no more to say than the kind of wait.
    pub fn wait_value(self, on: WaitReason) -> Option<String> {
        match on {
            WaitReason::Turn | WaitReason::Timer(_) | WaitReason::Future => None,
            WaitReason::Task(task) => Some(self.task(task)),
            WaitReason::Tasks(n) => Some(figure(n as usize, "task")),
            WaitReason::Resource(id, op) => {
                Some(format!("{}.{}", self.run.resource_name(id), op.name()))
            }
            WaitReason::Io(what) => Some(self.run.log.text(what).to_owned()),
        }
    }

    /// Whether a wait for I/O continues the request of another: both end with the same address, as in `GET docs/task.txt` and
    /// `body of docs/task.txt`.
    pub fn is_rest_of(self, on: WaitReason, before: WaitReason) -> bool {
        let address = |on: WaitReason| match on {
            WaitReason::Io(what) => self.run.log.text(what).split_whitespace().next_back(),
            _ => None,
        };
        on != before && address(on).is_some() && address(on) == address(before)
    }
}
