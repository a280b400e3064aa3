//! What a step says when a task waits, and when tasks become ready again.

use super::changes::{the, with_obstacle};
use super::narrator::{Narrator, ready};
use coroscope_trace::time::{Duration, Instant, human};
use coroscope_trace::track::TimeLimit;
use coroscope_trace::{Cause, EventKind, Op, TaskId, WaitReason};
use coroscope_wording::{list, tr, tr_n};

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
        let (n, names) = (tasks.len(), self.names(&tasks));
        let ready_now = tr_n!(
            n,
            "{names} is ready and waits for its turn.",
            "{names} are ready and wait for their turns.",
            names
        );
        let (woken, ready) = match (by, self.waited(first, seq)) {
            (_, Some(WaitReason::Task(task))) => {
                let ended = tr_n!(
                    n,
                    "{ended} has ended, and {names} waited for it.",
                    "{ended} has ended, and {names} waited for it.",
                    ended = self.name(task),
                    names
                );
                (ended, ready_now)
            }
            (Cause::Task(_), Some(WaitReason::Tasks(_)))
                if self.all_awaited_have_ended(first, seq) =>
            {
                let ended = tr_n!(
                    n,
                    "All tasks that {names} waited for have ended.",
                    "All tasks that {names} waited for have ended.",
                    names
                );
                (ended, ready_now)
            }
            (Cause::Task(by), Some(WaitReason::Tasks(_))) => {
                let ended = tr_n!(
                    n,
                    "{ended} has ended, one of the tasks that {names} waited for.",
                    "{ended} has ended, one of the tasks that {names} waited for.",
                    ended = self.name(by),
                    names
                );
                (ended, ready_now)
            }
            (_, Some(WaitReason::Io(what))) => {
                let what = self.run().log.text(what);
                let done = tr!(
                    "At {at}, the I/O of {names} is done: {what}.",
                    at,
                    names,
                    what
                );
                (done, ready(n).into())
            }
            (Cause::Task(by), _) => {
                return tr_n!(
                    n,
                    "{lead} wakes {names}, which is ready and waits for its turn.",
                    "{lead} wakes {names}, which are ready and wait for their turns.",
                    lead = self.lead(Some(by)),
                    names
                );
            }
            (Cause::Callback, _) => {
                let wakes = tr!("A callback of the loop wakes {names}.", names);
                (wakes, ready(n).into())
            }
            _ => {
                let wakes = tr!(
                    "At {at}, something outside the loop wakes {names}.",
                    at,
                    names
                );
                (wakes, ready(n).into())
            }
        };
        format!("{woken} {ready}")
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
        let mut parts = Vec::new();
        if !sleeps.is_empty() {
            let (n, names) = (sleeps.len(), self.names(&sleeps));
            parts.push(tr_n!(
                n,
                "the sleep of {names} is over",
                "the sleeps of {names} are over",
                names
            ));
        }
        if !limits.is_empty() {
            let (n, names) = (limits.len(), self.names(&limits));
            parts.push(tr_n!(
                n,
                "the time limit of {names} expires",
                "the time limits of {names} expire",
                names
            ));
        }
        if !io.is_empty() {
            let names = self.names(&io);
            parts.push(tr!("the I/O of {names} is done", names));
        }
        if !calls.is_empty() {
            let (n, names) = (calls.len(), self.names(&calls));
            parts.push(tr_n!(
                n,
                "the call of {names} is due",
                "the calls of {names} are due",
                names
            ));
        }
        let mut over = tr!("At {at}, {what}.", at, what = list(parts.into_iter()));
        let late = woken
            .iter()
            .filter_map(|(seq, task)| self.late(*task, *seq, at));
        let late: Vec<Duration> = late.collect();
        if let Some(most) = late.iter().max() {
            over.push(' ');
            let all_equal = late.len() == woken.len() && late.iter().min() == Some(most);
            over += &match all_equal {
                true => tr!("That is {late} late.", late = human(*most)),
                false => tr!("That is up to {late} late.", late = human(*most)),
            };
        }
        format!("{over} {}", ready(woken.len()))
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
        let waits = match on {
            WaitReason::Turn => tr!("{lead} lets the others have a turn, and stays ready", lead),
            WaitReason::Timer(delay) => match delay.get() {
                Some(delay) => tr!("{lead} sleeps for {delay}", lead, delay = human(delay)),
                None => tr!("{lead} sleeps", lead),
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
                    [] => {
                        let on = self.wording.wait_clause(Some(on));
                        tr!("{lead} waits {on}", lead, on)
                    }
                    tasks => tr!(
                        "{lead} waits for {names} to end",
                        lead,
                        names = self.names(tasks)
                    ),
                }
            }
            WaitReason::Task(on) => {
                tr!(
                    "{lead} waits for {names} to end",
                    lead,
                    names = self.name(on)
                )
            }
            WaitReason::Io(what) => {
                tr!(
                    "{lead} waits for I/O: {what}",
                    lead,
                    what = self.run().log.text(what)
                )
            }
            WaitReason::Resource(resource, op) => {
                let it = the(self.wording, resource);
                let waits = match op {
                    Op::Get => tr!("{lead} waits to get an item from {it}", lead, it),
                    Op::Put => tr!("{lead} waits to put an item into {it}", lead, it),
                    Op::Join => tr!("{lead} waits until all items of {it} are done", lead, it),
                    Op::Acquire => tr!("{lead} waits to acquire {it}", lead, it),
                    Op::Wait => tr!("{lead} waits for {it}", lead, it),
                    Op::Read => tr!("{lead} waits to read from {it}", lead, it),
                    Op::Drain => tr!("{lead} waits until {it} has space", lead, it),
                    Op::Accept => tr!("{lead} waits for clients of {it}", lead, it),
                    Op::WaitClosed => tr!("{lead} waits for {it} to be closed", lead, it),
                };
                with_obstacle(waits, self.wording, (resource, op), seq)
            }
            WaitReason::Future => tr!("{lead} waits for a future", lead),
        };
        format!("{}.", self.with_limits(waits, narrated, task, seq))
    }

    /// Adds the time limits that the task set in this step, or that it cleans up after.
    fn with_limits(
        &self,
        waits: String,
        narrated: &[(u64, EventKind)],
        task: TaskId,
        seq: u64,
    ) -> String {
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
                tr!(
                    "{waits}, to clean up after the time limit",
                    waits = waits.trim_end_matches('.')
                )
            }
            0 => waits,
            n => tr_n!(
                n,
                "{waits}, with a time limit of {limits}",
                "{waits}, with time limits of {limits}",
                waits = waits.trim_end_matches('.'),
                limits = list(set.into_iter())
            ),
        }
    }
}
