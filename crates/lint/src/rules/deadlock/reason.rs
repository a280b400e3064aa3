//! Why no task can continue, in words.

use super::unmet_wait::{UnmetWait, WaitTarget};
use super::{cycle, unmet_cause, unmet_wait};
use crate::LintContext;
use crate::stuck::{Stall, StuckTask};
use coroscope_trace::{ResourceId, TaskId, WaitReason};
use coroscope_wording::tr_n;

/// Why no task can continue.
pub(in super::super) struct Reason {
    /// The tasks it is about, as indexes into the stuck tasks.
    pub(in super::super) tasks: Vec<usize>,
    /// Tasks that ended too early.
    pub(super) ended: Vec<TaskId>,
    pub(super) resource: Option<ResourceId>,
    pub(super) title: String,
    pub(super) sentence: String,
    pub(super) advice: String,
}

/// `None` if the reason is unknown, or code outside the run may still end the waits.
pub(in super::super) fn reason(
    cx: &LintContext,
    stuck: &[StuckTask],
    stall: Stall,
) -> Option<Reason> {
    let Some(tasks) = cycle::find(stuck) else {
        // Code outside the run may still end the wait.
        let is_final = stall.is_certain || !cx.options.is_open;
        return is_final.then(|| unmet(cx, stuck, stall.seq))?;
    };
    Some(in_cycle(cx, stuck, tasks))
}

/// The reason of a deadlock in which these tasks wait for each other.
pub(super) fn in_cycle(cx: &LintContext, stuck: &[StuckTask], tasks: Vec<usize>) -> Reason {
    let locks = tasks.iter().filter_map(|n| match stuck[*n].waited.on {
        WaitReason::Resource(resource, _) => Some(resource),
        _ => None,
    });
    let resource = locks.clone().next();
    Reason {
        ended: Vec::new(),
        resource,
        title: cycle::title(&tasks),
        sentence: cycle::sentence(cx, stuck, &tasks),
        advice: cx.advice(cycle::advice(&tasks, locks.count())),
        tasks,
    }
}

/// The reason of a deadlock without a cycle.
fn unmet(cx: &LintContext, stuck: &[StuckTask], seq: u64) -> Option<Reason> {
    let want = unmet_wait::find(cx, stuck, seq)?;
    let cause = unmet_cause::of(cx, stuck, &want);
    Some(Reason {
        sentence: format!(
            "{}{}",
            tr_n!(
                want.ids.len(),
                "{tasks} waits {why}.",
                "{tasks} wait {why}.",
                tasks = cx.names.tasks(&want.ids),
                why = cause.why
            ),
            held_lock(cx, stuck, &want)
        ),
        resource: match want.target {
            WaitTarget::Shared(track, _) => Some(track.id),
            _ => None,
        },
        tasks: want.tasks,
        ended: cause.ended,
        title: cause.title,
        advice: cx.advice(cause.advice),
    })
}

/// A lock held by one of the waiting tasks, if others wait for that lock.
fn held_lock(cx: &LintContext, stuck: &[StuckTask], want: &UnmetWait) -> String {
    let held = stuck.iter().find_map(|it| match it.waited.on {
        WaitReason::Resource(lock, _) => {
            let holder = it.on.iter().find(|n| want.tasks.binary_search(n).is_ok())?;
            Some((lock, stuck[*holder].task))
        }
        _ => None,
    });
    let Some((lock, holder)) = held else {
        return String::new();
    };
    let waits =
        |it: &&StuckTask| matches!(it.waited.on, WaitReason::Resource(other, _) if other == lock);
    let waiting: Vec<TaskId> = stuck.iter().filter(waits).map(|it| it.task).collect();
    let sentence = tr_n!(
        waiting.len(),
        "Meanwhile {holder} holds {lock}, for which {tasks} waits.",
        "Meanwhile {holder} holds {lock}, for which {tasks} wait.",
        holder = cx.names.task(holder),
        lock = cx.names.resource(lock),
        tasks = cx.names.tasks(&waiting)
    );
    format!(" {sentence}")
}
