//! Rule: nothing can ever go on.
//!
//! Looks at the moments at which no task was ready and no timer was pending. Where the engine reported one, it is
//! certain that nothing could come from outside either. In other logs such a moment counts where the run ended
//! with it, or was ended by nobody of the run, and where no task waited for anything from outside: I/O, a future,
//! or what the log does not know. So it stays after the reader or the engine has ended the run. It names the
//! circle of those who wait for each other, else [what is missing](super::missing). Such a circle is also found where
//! other tasks [go on](super::partial).

use super::stuck::{self, Standstill, Stuck};
use super::{Finding, Kind, Run, circle, missing, partial};
use crate::trace::{ResourceId, TaskId, WaitReason};
use rustc_hash::FxHashSet;

pub(super) fn find(run: &Run, found: &mut Vec<Finding>) {
    let mut known: FxHashSet<TaskId> = FxHashSet::default();
    let mut left = run.options.most;
    for still in stuck::standstills(run) {
        if left == 0 {
            return;
        }
        let Some(stuck) = stuck::stuck(run, still) else {
            continue;
        };
        // What hangs again while it is being ended is the same deadlock.
        if stuck.iter().all(|it| known.contains(&it.task)) {
            continue;
        }
        known.extend(stuck.iter().map(|it| it.task));
        if let Some(reason) = reason(run, &stuck, still) {
            found.push(tell(run, &stuck, still, reason));
            left -= 1;
        }
    }
    for circle in partial::find(run) {
        let is_known = circle.stuck.iter().any(|it| known.contains(&it.task));
        if left == 0 || is_known {
            continue;
        }
        let still = Standstill {
            at: circle.from,
            seq: circle.seq,
            is_certain: false,
        };
        let all = (0..circle.stuck.len()).collect();
        let reason = in_circle(run, &circle.stuck, all);
        found.push(tell(run, &circle.stuck, still, reason));
        left -= 1;
    }
}

/// Why nothing goes on.
pub(super) struct Reason {
    /// Those it is about, by their places among the stuck.
    pub(super) tasks: Vec<usize>,
    /// Tasks that have ended and should not have.
    pub(super) ended: Vec<TaskId>,
    pub(super) resource: Option<ResourceId>,
    pub(super) title: String,
    pub(super) sentence: String,
    pub(super) advice: String,
}

pub(super) fn reason(run: &Run, stuck: &[Stuck], still: Standstill) -> Option<Reason> {
    let Some(tasks) = circle::find(stuck) else {
        // Code outside of the run may still bring what is missing inside.
        let is_missing = still.is_certain || !run.options.is_open;
        return is_missing.then(|| missing::reason(run, stuck, still.seq))?;
    };
    Some(in_circle(run, stuck, tasks))
}

fn in_circle(run: &Run, stuck: &[Stuck], tasks: Vec<usize>) -> Reason {
    let locks = tasks.iter().filter_map(|n| match stuck[*n].waited.on {
        WaitReason::Resource(resource, _) => Some(resource),
        _ => None,
    });
    let resource = locks.clone().next();
    Reason {
        ended: Vec::new(),
        resource,
        title: circle::title(&tasks),
        sentence: circle::sentence(run, stuck, &tasks),
        advice: run.advise(circle::advice(&tasks, locks.count())),
        tasks,
    }
}

pub(super) fn tell(run: &Run, stuck: &[Stuck], still: Standstill, reason: Reason) -> Finding {
    let ended = run.log.get(still.seq + 1);
    let mut places: Vec<_> = (reason.tasks.iter())
        .map(|n| stuck[*n].waited.place)
        .collect();
    places.sort_unstable();
    places.dedup();
    let mut tasks: Vec<TaskId> = reason.tasks.iter().map(|n| stuck[*n].task).collect();
    let culprits: FxHashSet<TaskId> = tasks.iter().copied().collect();
    let others = stuck.iter().map(|stuck| stuck.task);
    let victims = others.filter(|task| !culprits.contains(task)).collect();
    let helpers = reason.ended.into_iter();
    tasks.extend(helpers.filter(|task| !culprits.contains(task)));
    Finding {
        kind: Kind::Deadlock,
        at: still.at,
        until: ended.map_or(run.model.now(), |event| event.at),
        tasks,
        victims,
        places,
        resource: reason.resource,
        title: format!("Deadlock: {}", reason.title),
        sentence: reason.sentence,
        advice: reason.advice,
    }
}
