//! Which tasks had to wait while one poll or callback ran.

use coroscope_trace::{Cause, EventKind, RunView, TaskId, TaskState};
use rustc_hash::FxHashSet;

/// How many events are examined to find the tasks that had to wait.
const MAX_EVENTS: usize = 50_000;

/// The tasks that had to wait for a long poll or callback.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DelayedTasks {
    /// Tasks that were ready in the meantime, the earliest first.
    pub ready: Vec<TaskId>,
    /// Tasks whose timer or I/O was noticed only after it.
    pub late: Vec<TaskId>,
}

impl DelayedTasks {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ready.len() + self.late.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Which tasks had to wait for the poll that began with the event `seq`, or for the callback that it reports: tasks that
/// were ready and ran after it, and tasks that were woken by a timer or I/O when the loop next checked.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, gather, spawn, time::ms, timeline::delayed_by, trace::{Model, RunView}};
/// let rt = Runtime::virtual_clock();
/// let clock = rt.clock().unwrap().clone();
/// rt.block_on(async {
///     let slow = spawn(async move { clock.advance(ms(80)); Ok(()) });
///     let other = spawn(async { Ok(()) });
///     gather([slow, other]).await?;
///     Ok(())
/// }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let run = RunView::new(log, &model);
///     let poll = model.long_polls[0];
///     let other = model.tasks()[2].id;
///     assert_eq!(delayed_by(run, poll.seq).ready, [other]);
/// });
/// ```
pub fn delayed_by(run: RunView<'_>, seq: u64) -> DelayedTasks {
    let mut found = DelayedTasks::default();
    let mut seen = FxHashSet::default();
    // A poll continues after its first event; a callback has returned when it is reported.
    let (culprit, mut end) = match run.log.get(seq).map(|event| event.kind) {
        Some(EventKind::PollBegun { task }) => (Some(task), None),
        Some(EventKind::CallbackRan { .. }) => (None, Some(seq)),
        _ => return found,
    };
    // Tasks woken during the poll run in the next pass. Timers that came due in the meantime are noticed when that
    // pass begins.
    let mut passes = 0;
    for (at, event) in run.log.iter_from(seq + 1).take(MAX_EVENTS) {
        match event.kind {
            EventKind::PollEnded { task } | EventKind::TaskEnded { task, .. }
                if Some(task) == culprit =>
            {
                end = end.or(Some(at));
            }
            EventKind::PassBegun { .. } => {
                passes += 1;
                if passes > 1 {
                    break;
                }
            }
            EventKind::PollBegun { task } if Some(task) != culprit => {
                let was_ready = || {
                    let before = run.model.task(task)?.span_at_seq(at.checked_sub(1)?)?;
                    Some(before.state == TaskState::Ready && before.seq < end?)
                };
                if was_ready() == Some(true) && seen.insert(task) {
                    found.ready.push(task);
                }
            }
            EventKind::TaskWoken { task, by } if end.is_some() => {
                let late = match by {
                    Cause::Timer => true,
                    // The next pass has already checked.
                    Cause::Outside => passes == 0,
                    Cause::Task(_) | Cause::Callback => false,
                };
                if late && seen.insert(task) {
                    found.late.push(task);
                }
            }
            _ => {}
        }
    }
    found
}
