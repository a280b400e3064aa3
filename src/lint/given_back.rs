//! What was not given back in a [deadlock](super::deadlock): permits of a semaphore, and items of a queue that is used as
//! a pool, and who has them.

use super::lacks::{Lack, is_stuck};
use super::ledger::{self, Accounts};
use super::missing::Want;
use super::stuck::Stuck;
use super::words::verb;
use super::{Advice, Run};
use crate::trace::TaskId;
use crate::trace::track::ResourceTrack;

const PERMIT: Advice = Advice {
    python: "Use async with, which gives the permit back in every case.",
    rust: "Give the permit back in every case: let its guard go out of scope.",
};
const HOLDERS_WAIT: Advice = Advice {
    python: "Use async with, which gives the permit back in every case; and don't wait for another permit, or for a \
             task that needs one, while you hold one.",
    rust: "Give the permit back in every case: let its guard go out of scope; and don't wait for another permit, or \
           for a task that needs one, while you hold one.",
};
const PUT_BACK: Advice = Advice {
    python: "Put it back in a finally block, or let an asynccontextmanager take it and put it back.",
    rust: "Put it back in every case: in the Drop of a guard, or in a scope's cleanup.",
};

/// A permit of a semaphore: who has them waits or has ended.
pub(super) fn permit(
    run: &Run,
    stuck: &[Stuck],
    want: &Want,
    track: &ResourceTrack,
    thing: &str,
) -> Lack {
    let holders = ledger::permits(run, track, want.levels).map_or(Vec::new(), |it| have(&it));
    let (waiting, ended): (Vec<TaskId>, Vec<TaskId>) =
        (holders.into_iter()).partition(|task| is_stuck(stuck, task));
    let names = |tasks: &[TaskId]| run.words.tasks(tasks);
    let why = match (waiting.is_empty(), ended.is_empty()) {
        (true, false) => format!(
            "{}, which took {}, ended without giving {} back",
            names(&ended),
            verb(&ended, "one", "them"),
            verb(&ended, "it", "them")
        ),
        (false, true) if waiting.iter().any(|task| !want.ids.contains(task)) => format!(
            "{}, which {} them, {}, too",
            names(&waiting),
            verb(&waiting, "holds", "hold"),
            verb(&waiting, "waits", "wait")
        ),
        _ => "nobody is left who could give one back".into(),
    };
    Lack {
        title: "a permit is missing".into(),
        why: format!(
            "for a permit of {thing}, but all are taken ({} at first), and {why}",
            track.capacity
        ),
        advice: if waiting.is_empty() {
            PERMIT
        } else {
            HOLDERS_WAIT
        },
        ended,
    }
}

/// A queue that is used as a pool: those who took an item and put none back.
pub(super) fn not_put_back(run: &Run, want: &Want, thing: &str) -> Option<Lack> {
    let accounts = ledger::pool(run, want.levels)?;
    let given: u32 = accounts.values().map(|account| account.given).sum();
    let has_ended = |task: &TaskId| run.model.task(*task).is_some_and(|it| it.end.is_some());
    let ended = have(&accounts);
    if given == 0 || ended.is_empty() || !ended.iter().all(has_ended) {
        return None;
    }
    Some(Lack {
        title: "nothing is put back".into(),
        why: format!(
            "for an item of {thing}, but it is empty: {} took {} and ended without putting {} back, as others did",
            run.words.tasks(&ended),
            verb(&ended, "one", "items"),
            verb(&ended, "it", "them")
        ),
        advice: PUT_BACK,
        ended,
    })
}

/// Those who have some, in the order of their ids.
fn have(accounts: &Accounts) -> Vec<TaskId> {
    let have = accounts.iter().filter(|(_, account)| account.has() > 0);
    let mut tasks: Vec<TaskId> = have.map(|(task, _)| *task).collect();
    tasks.sort_unstable();
    tasks
}
