//! What was not returned in a [deadlock](super): permits of a semaphore, or items of a queue that is used as a
//! pool; and which tasks have them.

use super::unmet_wait::{UnmetCause, UnmetWait};
use crate::ledger::{self, Accounts};
use crate::stuck::{StuckTask, is_stuck};
use crate::{Advice, LintContext};
use coroscope_trace::TaskId;
use coroscope_trace::sort;
use coroscope_trace::track::ResourceTrack;
use coroscope_wording::{text, tr, tr_n};

const PERMIT: Advice = Advice {
    python: text!("Use async with, which releases the permit in every case."),
    rust: text!("Release the permit in every case: let its guard go out of scope."),
};
const HOLDERS_WAIT: Advice = Advice {
    python: text!(
        "Use async with, which releases the permit in every case; and don't wait for another permit, or for a \
         task that needs one, while you hold one."
    ),
    rust: text!(
        "Release the permit in every case: let its guard go out of scope; and don't wait for another permit, or \
         for a task that needs one, while you hold one."
    ),
};
const PUT_BACK: Advice = Advice {
    python: text!(
        "Put it back in a finally block, or let an asynccontextmanager take it and put it back."
    ),
    rust: text!("Put it back in every case: in the Drop of a guard, or in a scope's cleanup."),
};

/// Why no permit of a semaphore comes free: the tasks that have them wait, or have ended.
pub(super) fn permit(
    cx: &LintContext,
    stuck: &[StuckTask],
    want: &UnmetWait,
    track: &ResourceTrack,
    thing: &str,
) -> UnmetCause {
    let holders = ledger::permits(cx, track, want.levels).map_or(Vec::new(), |it| holders(&it));
    let (waiting, ended): (Vec<TaskId>, Vec<TaskId>) =
        (holders.into_iter()).partition(|task| is_stuck(stuck, task));
    let why = match (waiting.is_empty(), ended.is_empty()) {
        (true, false) => tr_n!(
            ended.len(),
            "{tasks}, which took one, ended without releasing it",
            "{tasks}, which took them, ended without releasing them",
            tasks = cx.names.tasks(&ended)
        ),
        (false, true) if waiting.iter().any(|task| !want.ids.contains(task)) => tr_n!(
            waiting.len(),
            "{tasks}, which holds them, waits, too",
            "{tasks}, which hold them, wait, too",
            tasks = cx.names.tasks(&waiting)
        ),
        _ => tr!("no task is left that could release one").into(),
    };
    UnmetCause {
        title: tr!("a permit is missing").into(),
        why: tr!(
            "for a permit of {semaphore}, but all are taken ({capacity} at first), and {why}",
            semaphore = thing,
            capacity = track.capacity,
            why
        ),
        advice: if waiting.is_empty() {
            PERMIT
        } else {
            HOLDERS_WAIT
        },
        ended,
    }
}

/// Why a pool is empty: tasks took an item and put none back.
pub(super) fn not_put_back(cx: &LintContext, want: &UnmetWait, thing: &str) -> Option<UnmetCause> {
    let accounts = ledger::pool(cx, want.levels)?;
    let given: u32 = accounts.values().map(|account| account.given).sum();
    let has_ended = |task: &TaskId| cx.run.model.task(*task).is_some_and(|it| it.end.is_some());
    let ended = holders(&accounts);
    if given == 0 || ended.is_empty() || !ended.iter().all(has_ended) {
        return None;
    }
    Some(UnmetCause {
        title: tr!("nothing is put back").into(),
        why: tr_n!(
            ended.len(),
            "for an item of {queue}, but it is empty: {tasks} took one and ended without putting it back, as others did",
            "for an item of {queue}, but it is empty: {tasks} took items and ended without putting them back, as others did",
            queue = thing,
            tasks = cx.names.tasks(&ended)
        ),
        advice: PUT_BACK,
        ended,
    })
}

/// The tasks that have some, sorted by id.
fn holders(accounts: &Accounts) -> Vec<TaskId> {
    let have = accounts.iter().filter(|(_, account)| account.has() > 0);
    let mut tasks: Vec<TaskId> = have.map(|(task, _)| *task).collect();
    sort::by(&mut tasks, Ord::cmp);
    tasks
}
