//! The changes of the tasks' states, in the order in which they happened.

use super::event::EventKind;
use super::id::TaskId;
use super::run_view::RunView;
use super::task_state::TaskState;
use crate::time::Instant;

/// A task changed its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// When.
    pub at: Instant,
    /// `None` before its first span.
    pub from: Option<TaskState>,
    /// `None` after its end.
    pub to: Option<TaskState>,
}

/// Reads the transitions of all tasks while their model grows. Threads are left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Transitions {
    /// Sequence number of the next event to read.
    next: u64,
    /// For each task, the number of its spans that were read; [`ENDED`] after its end.
    read: Vec<u32>,
    /// The index of the task of the first item of `read`.
    base: usize,
}

const ENDED: u32 = u32::MAX;

impl Transitions {
    /// The transitions from the first event in the log on.
    pub fn of(run: RunView<'_>) -> Transitions {
        Transitions {
            next: run.log.dropped(),
            ..Transitions::default()
        }
    }

    /// Whether the log has dropped events that were not read, or the model events that were.
    pub fn is_outdated(&self, run: RunView<'_>) -> bool {
        self.next < run.log.dropped() || run.model.next_seq() < self.next
    }

    /// Calls `f` for each transition since the last call.
    pub fn read(&mut self, run: RunView<'_>, mut f: impl FnMut(Transition)) {
        self.add_tasks(run);
        let until = run.model.next_seq();
        for (seq, event) in run.log.iter_from(self.next) {
            if seq >= until {
                break;
            }
            if let Some(task) = changing(event.kind)
                && let Some((from, to)) = self.step(run, seq, task)
            {
                let at = event.at;
                f(Transition { at, from, to });
            }
        }
        self.next = self.next.max(until);
    }

    /// The states of a task before and after the event `seq`, if that event begins or ends a span.
    fn step(
        &mut self,
        run: RunView<'_>,
        seq: u64,
        task: TaskId,
    ) -> Option<(Option<TaskState>, Option<TaskState>)> {
        let track = run.model.task(task)?;
        let read = self.read.get_mut(task.index().checked_sub(self.base)?)?;
        if *read == ENDED {
            return None;
        }
        let next = *read as usize;
        let from = next.checked_sub(1).map(|last| track.spans.state(last));
        if track.end_seq == Some(seq) {
            *read = ENDED;
            return Some((from, None));
        }
        if track.spans.seq(next)? != seq {
            return None;
        }
        *read += 1;
        Some((from, Some(track.spans.state(next))))
    }

    /// Adds the tasks that are new in the model.
    fn add_tasks(&mut self, run: RunView<'_>) {
        let tasks = run.model.tasks();
        let Some(first) = tasks.first().map(|task| task.id.index()) else {
            return;
        };
        if self.read.is_empty() {
            self.base = first;
        }
        let lower = self.base.saturating_sub(first);
        self.read.splice(0..0, core::iter::repeat_n(0, lower));
        self.base -= lower;
        self.read.resize(tasks.len(), 0);
    }
}

/// The task whose span the event may begin or end.
fn changing(event: EventKind) -> Option<TaskId> {
    match event {
        EventKind::TaskSpawned { task, .. }
        | EventKind::TaskWoken { task, .. }
        | EventKind::PollBegun { task }
        | EventKind::PollEnded { task }
        | EventKind::CleanupBegun { task }
        | EventKind::TaskEnded { task, .. } => Some(task),
        _ => None,
    }
}
