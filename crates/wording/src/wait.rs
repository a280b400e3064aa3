//! What a task waits for.

use super::{Wording, figure};
use crate::{tr, tr_n};
use coroscope_trace::time::human;
use coroscope_trace::{Op, WaitReason};

impl Wording<'_> {
    /// What follows “waits for” in a finding: `a timer`, `“jobs”`, `3 tasks`.
    pub fn wait(self, on: WaitReason) -> String {
        match on {
            WaitReason::Turn => tr!("its turn").into(),
            WaitReason::Timer(_) => tr!("a timer").into(),
            WaitReason::Task(task) => self.task(task),
            WaitReason::Tasks(n) => tr_n!(n as usize, "one task", "{n} tasks"),
            WaitReason::Resource(resource, _) => self.resource(resource),
            WaitReason::Io(what) => self.run.log.text(what).to_owned(),
            WaitReason::Future => tr!("a future").into(),
        }
    }

    /// What follows “waits” in a description: `for the timer`, `to get from queue jobs`, `for 3 tasks to end`.
    pub fn wait_clause(self, on: Option<WaitReason>) -> String {
        match on {
            Some(WaitReason::Turn) => tr!("to let other tasks run").into(),
            Some(WaitReason::Timer(_)) => tr!("for the timer").into(),
            Some(WaitReason::Task(task)) => tr!("for {task} to end", task = self.task(task)),
            Some(WaitReason::Tasks(n)) => {
                tr_n!(n as usize, "for one task to end", "for {n} tasks to end")
            }
            Some(WaitReason::Resource(id, op)) => {
                let name = self.resource_with_kind(id);
                match op {
                    Op::Get => tr!("to get from {name}", name),
                    Op::Put => tr!("to put into {name}", name),
                    Op::Join => tr!("for all items of {name} to be done", name),
                    Op::Acquire => tr!("to acquire {name}", name),
                    Op::Wait => tr!("for {name}", name),
                    Op::Read => tr!("to read from {name}", name),
                    Op::Drain => tr!("until {name} has space", name),
                    Op::Accept => tr!("for clients of {name}", name),
                    Op::WaitClosed => tr!("for {name} to be closed", name),
                }
            }
            Some(WaitReason::Io(what)) => tr!("for {name}", name = self.run.log.text(what)),
            Some(WaitReason::Future) => tr!("for a future").into(),
            None => tr!("for something unknown").into(),
        }
    }

    /// What follows “waits” in the description of an event: `for a timer of 5 ms`, `for jobs.get()`.
    pub fn wait_clause_in_event(self, on: WaitReason) -> String {
        match on {
            WaitReason::Turn => tr!("only for its next turn").into(),
            WaitReason::Timer(delay) => match delay.get() {
                Some(delay) => tr!("for a timer of {delay}", delay = human(delay)),
                None => tr!("for a timer").into(),
            },
            WaitReason::Resource(id, op) => {
                let name = self.resource_in_event(id);
                tr!("for {name}.{op}()", name, op = op.name())
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
