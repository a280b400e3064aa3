//! Rule: no task can ever continue.
//!
//! Looks at the moments at which no task was ready and no timer was pending. If the engine reported such a moment, it is
//! certain that nothing could come from outside either. In other logs, it counts only if the run ended with it, or
//! was ended from outside the run, and if no task waited for anything from outside: I/O, a future, or something that the
//! log does not know. So the finding remains after the reader or the engine has ended the run. It names the cycle of
//! tasks that wait for each other, or the [unmet wait](unmet_wait). Cycles are also found while other tasks
//! [continue](partial).

mod connection;
mod cycle;
mod not_returned;
mod partial;
mod reason;
mod unmet_cause;
mod unmet_wait;

use crate::stuck::{self, Stall, StuckTask};
use crate::{Finding, FindingKind, LintContext, Rule};
use coroscope_trace::TaskId;
use coroscope_trace::sort;
use coroscope_wording::tr;
use reason::Reason;
use rustc_hash::FxHashSet;

pub(super) use reason::reason;

impl FindingKind {
    /// No task can ever continue.
    pub const DEADLOCK: FindingKind = FindingKind::new("deadlock");
}

#[derive(Default)]
pub(super) struct Deadlock;

impl Rule for Deadlock {
    fn kind(&self) -> FindingKind {
        FindingKind::DEADLOCK
    }

    fn report(self: Box<Self>, cx: &LintContext, found: &mut Vec<Finding>) {
        let mut known: FxHashSet<TaskId> = FxHashSet::default();
        let mut remaining = cx.options.max_per_kind;
        for stall in stuck::stalls(cx) {
            if remaining == 0 {
                return;
            }
            let Some(stuck) = stuck::stuck(cx, stall) else {
                continue;
            };
            // Tasks that hang again while the run is being ended belong to the same deadlock.
            if stuck.iter().all(|it| known.contains(&it.task)) {
                continue;
            }
            known.extend(stuck.iter().map(|it| it.task));
            if let Some(reason) = reason(cx, &stuck, stall) {
                found.push(report(cx, &stuck, stall, reason));
                remaining -= 1;
            }
        }
        for cycle in partial::find(cx) {
            let is_known = cycle.stuck.iter().any(|it| known.contains(&it.task));
            if remaining == 0 || is_known {
                continue;
            }
            let stall = Stall {
                at: cycle.from,
                seq: cycle.seq,
                is_certain: false,
            };
            let all = (0..cycle.stuck.len()).collect();
            let reason = reason::in_cycle(cx, &cycle.stuck, all);
            found.push(report(cx, &cycle.stuck, stall, reason));
            remaining -= 1;
        }
    }
}

pub(super) fn report(
    cx: &LintContext,
    stuck: &[StuckTask],
    stall: Stall,
    reason: Reason,
) -> Finding {
    let ended = cx.run.log.get(stall.seq + 1);
    let mut places: Vec<_> = (reason.tasks.iter())
        .map(|n| stuck[*n].waited.place)
        .collect();
    sort::by(&mut places, Ord::cmp);
    places.dedup();
    let mut tasks: Vec<TaskId> = reason.tasks.iter().map(|n| stuck[*n].task).collect();
    let culprits: FxHashSet<TaskId> = tasks.iter().copied().collect();
    let others = stuck.iter().map(|stuck| stuck.task);
    let victims = others.filter(|task| !culprits.contains(task)).collect();
    let helpers = reason.ended.into_iter();
    tasks.extend(helpers.filter(|task| !culprits.contains(task)));
    Finding {
        kind: FindingKind::DEADLOCK,
        at: stall.at,
        until: ended.map_or(cx.run.model.now(), |event| event.at),
        tasks,
        victims,
        places,
        resource: reason.resource,
        title: tr!("Deadlock: {reason}", reason = reason.title),
        sentence: reason.sentence,
        advice: reason.advice,
    }
}
