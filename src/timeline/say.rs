//! The parts of sentences that tell a reader who waits for what, who woke whom, and how it ended.

use crate::time::human;
use crate::trace::track::{Outcome, Span, State, TaskTrack, WokenBy};
use crate::trace::{Log, Model, Op, TaskId, Wait};

pub(super) struct Say<'a> {
    pub(super) model: &'a Model,
    pub(super) log: &'a Log,
}

impl Say<'_> {
    pub(super) fn name(&self, task: TaskId) -> String {
        self.model.task_name(self.log, task).into_owned()
    }

    pub(super) fn wait(&self, on: Option<Wait>) -> String {
        match on {
            Some(Wait::Turn) => "to give the others a turn".into(),
            Some(Wait::Timer(_)) => "for the timer".into(),
            Some(Wait::Task(task)) => format!("for {} to end", self.name(task)),
            Some(Wait::Tasks(1)) => "for one task to end".into(),
            Some(Wait::Tasks(n)) => format!("for {n} tasks to end"),
            Some(Wait::Resource(id, op)) => {
                let name = self.resource(id);
                match op {
                    Op::Get => format!("to get from {name}"),
                    Op::Put => format!("to put into {name}"),
                    Op::Join => format!("for all items of {name} to be done"),
                    Op::Acquire => format!("to acquire {name}"),
                    Op::Wait => format!("for {name}"),
                }
            }
            Some(Wait::Io(what)) => format!("for {}", self.log.text(what)),
            Some(Wait::Future) => "for a future".into(),
            None => "for something that it did not tell".into(),
        }
    }

    /// `queue jobs` where it has a name, `a queue` where not.
    pub(super) fn resource(&self, id: crate::trace::ResourceId) -> String {
        let Some(resource) = self.model.resource(id) else {
            return "something shared".into();
        };
        let kind = resource.kind.name().to_ascii_lowercase();
        match resource.name {
            Some(name) => format!("{kind} {}", self.log.text(name)),
            None if kind.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an {kind}"),
            None => format!("a {kind}"),
        }
    }

    /// Who made it ready. Not said where the sentence's wait tells it already.
    pub(super) fn woken(&self, own: TaskId, span: &Span) -> Option<String> {
        let told = match (span.state, span.waited.map(|waited| waited.on)) {
            (State::Waiting, Some(Wait::Timer(_))) => Some(WokenBy::Timer),
            (State::Waiting, Some(Wait::Io(_))) => Some(WokenBy::Io),
            _ => None,
        };
        if span.woken_by == told {
            return None;
        }
        Some(match (span.state, span.woken_by?) {
            (State::Running, _) => return None,
            (_, WokenBy::Task(task)) if task == own => "woken by itself".into(),
            (_, WokenBy::Task(task)) => format!("woken by {}", self.name(task)),
            (_, WokenBy::Timer) => "woken by the timer".into(),
            (_, WokenBy::Io) => "woken by the end of its I/O".into(),
            (_, WokenBy::Callback) => "woken by a callback of the loop".into(),
            (_, WokenBy::Outside) => "woken from outside the loop".into(),
            (_, WokenBy::Spawn(Some(task))) => format!("spawned by {}", self.name(task)),
            (_, WokenBy::Spawn(None)) => "started by the page".into(),
        })
    }

    pub(super) fn cleanup(&self, track: &TaskTrack) -> String {
        let now = self.model.now();
        let from = track.spans.iter().find(|span| span.cleanup);
        human(track.until(now) - from.map_or(now, |span| span.from))
    }

    pub(super) fn end(&self, track: &TaskTrack, outcome: Outcome, at: &str) -> String {
        match outcome {
            Outcome::Done => format!("done{at}"),
            Outcome::Failed(error) => format!("failed{at}: {}", self.log.text(error)),
            Outcome::Cancelled => match track.cancels.first() {
                None => format!("cancelled{at}"),
                Some(request) => {
                    let by = request.by.map(|by| format!(" by {}", self.name(by)));
                    let why = match self.log.text(request.why) {
                        "" => String::new(),
                        why => format!(": {why}"),
                    };
                    format!("cancelled{}{at}{why}", by.unwrap_or_default())
                }
            },
        }
    }
}
