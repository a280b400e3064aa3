//! What a step says when a task waits, and when tasks become ready again.

use super::changes::{obstacle, the};
use super::narrator::{Narrator, ready, which_is_ready};
use coroscope_trace::time::{Instant, human};
use coroscope_trace::track::TimeLimit;
use coroscope_trace::{Cause, EventKind, Op, TaskId, WaitReason};
use coroscope_wording::list;

impl Narrator<'_> {
    /// Tasks became ready.
    pub(super) fn woken(
        &mut self,
        narrated: &[(u64, EventKind)],
        by: Cause,
        at: Instant,
    ) -> String {
        let woken = self.all_woken(narrated);
        let Some((seq, first)) = woken.first().copied() else {
            return String::new();
        };
        self.about = Some(first);
        if by == Cause::Timer {
            return self.timers(&woken, at);
        }
        let tasks: Vec<TaskId> = woken.iter().map(|(_, task)| *task).collect();
        let names = self.names(&tasks);
        let ready_now = match tasks.len() {
            1 => format!("{names} is ready and waits for its turn."),
            _ => format!("{names} are ready and wait for their turns."),
        };
        match (by, self.waited(first, seq)) {
            (_, Some(WaitReason::Task(task))) => {
                let ended = self.name(task);
                format!("{ended} has ended, and {names} waited for it. {ready_now}")
            }
            (Cause::Task(_), Some(WaitReason::Tasks(_)))
                if self.all_awaited_have_ended(first, seq) =>
            {
                format!("All tasks that {names} waited for have ended. {ready_now}")
            }
            (Cause::Task(by), Some(WaitReason::Tasks(_))) => {
                let ended = self.name(by);
                format!("{ended} has ended, one of the tasks that {names} waited for. {ready_now}")
            }
            (_, Some(WaitReason::Io(what))) => {
                let what = self.run().log.text(what);
                format!(
                    "At {at}, the I/O of {names} is done: {what}. {}",
                    ready(tasks.len())
                )
            }
            (Cause::Task(by), _) => {
                let lead = self.lead(Some(by));
                format!("{lead} wakes {names}, {}.", which_is_ready(tasks.len()))
            }
            (Cause::Callback, _) => format!(
                "A callback of the loop wakes {names}. {}",
                ready(tasks.len())
            ),
            _ => format!(
                "At {at}, something outside the loop wakes {names}. {}",
                ready(tasks.len())
            ),
        }
    }

    /// Tasks that timers wake: their sleeps are over, or their limits of time expire.
    fn timers(&self, woken: &[(u64, TaskId)], at: Instant) -> String {
        let (mut sleeps, mut limits) = (Vec::new(), Vec::new());
        let (mut io, mut calls) = (Vec::new(), Vec::new());
        for (seq, task) in woken {
            match self.waited(*task, *seq) {
                _ if self.is_callback(*task) => calls.push(*task),
                Some(WaitReason::Io(_)) => io.push(*task),
                Some(WaitReason::Timer(_)) if !self.is_early(*task, *seq, at) => sleeps.push(*task),
                _ => limits.push(*task),
            }
        }
        let parts = [
            (
                sleeps,
                "the sleep of",
                "is over",
                "the sleeps of",
                "are over",
            ),
            (
                limits,
                "the time limit of",
                "expires",
                "the time limits of",
                "expire",
            ),
            (io, "the I/O of", "is done", "the I/O of", "is done"),
            (calls, "the call of", "is due", "the calls of", "are due"),
        ];
        let parts = parts.iter().filter_map(|(tasks, one, ends, many, end)| {
            let names = self.names(tasks);
            match tasks.len() {
                0 => None,
                1 => Some(format!("{one} {names} {ends}")),
                _ => Some(format!("{many} {names} {end}")),
            }
        });
        let parts: Vec<String> = parts.collect();
        format!(
            "At {at}, {}. {}",
            list(parts.into_iter()),
            ready(woken.len())
        )
    }

    /// A task waits.
    pub(super) fn waits(
        &mut self,
        narrated: &[(u64, EventKind)],
        task: TaskId,
        on: WaitReason,
        seq: u64,
    ) -> String {
        let lead = self.lead(Some(task));
        let limits = self.limits(narrated, task, seq);
        let sentence = match on {
            WaitReason::Turn => format!("{lead} lets the others have a turn, and stays ready."),
            WaitReason::Timer(delay) => match delay.get() {
                Some(delay) => format!("{lead} sleeps for {}.", human(delay)),
                None => format!("{lead} sleeps."),
            },
            WaitReason::Tasks(_) => {
                let awaited: Vec<TaskId> = narrated
                    .iter()
                    .filter_map(|(_, kind)| match kind {
                        EventKind::Awaits { on, .. } => Some(*on),
                        _ => None,
                    })
                    .collect();
                match awaited.as_slice() {
                    [] => format!("{lead} waits {}.", self.wording.wait_clause(Some(on))),
                    tasks => format!("{lead} waits for {} to end.", self.names(tasks)),
                }
            }
            WaitReason::Task(on) => format!("{lead} waits for {} to end.", self.name(on)),
            WaitReason::Io(what) => {
                format!("{lead} waits for I/O: {}.", self.run().log.text(what))
            }
            WaitReason::Resource(resource, op) => {
                let it = the(self.wording, resource);
                let what = match op {
                    Op::Get => format!("to get an item from {it}"),
                    Op::Put => format!("to put an item into {it}"),
                    Op::Join => format!("until all items of {it} are done"),
                    Op::Acquire => format!("to acquire {it}"),
                    Op::Wait => format!("for {it}"),
                };
                format!(
                    "{lead} waits {what}{}.",
                    obstacle(self.wording, resource, op, seq)
                )
            }
            WaitReason::Future => format!("{lead} waits for a future."),
        };
        match limits.as_str() {
            "" => sentence,
            limits => format!("{}, {limits}.", sentence.trim_end_matches('.')),
        }
    }

    /// The time limits that the task set in this step, or that it cleans up after.
    fn limits(&self, narrated: &[(u64, EventKind)], task: TaskId, seq: u64) -> String {
        let set = narrated.iter().filter_map(|(_, kind)| match kind {
            EventKind::TimeoutSet { after, .. } => after.get().map(human),
            _ => None,
        });
        let set: Vec<String> = set.collect();
        let run = self.run();
        let at = run.log.get(seq).map(|event| event.at);
        let is_over = |limit: &TimeLimit| {
            let is_expired = limit.expired.is_some_and(|expired| Some(expired) <= at);
            is_expired && limit.ended.is_none_or(|ended| Some(ended) > at)
        };
        let track = run.model.task(task);
        match set.len() {
            0 if track.is_some_and(|track| track.limits.iter().any(is_over)) => {
                "to clean up after the time limit".into()
            }
            0 => String::new(),
            1 => format!("with a time limit of {}", set[0]),
            _ => format!("with time limits of {}", list(set.into_iter())),
        }
    }
}
