//! Which tasks took permits of a semaphore or items of a queue, and which gave them back: the log has each change, and
//! which task was being polled then.

use super::LintContext;
use super::holders::polled_at;
use coroscope_trace::time::Instant;
use coroscope_trace::track::{Level, ResourceTrack};
use coroscope_trace::{Op, TaskId, WaitReason};
use rustc_hash::FxHashMap;

/// What a task did with a resource.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Account {
    pub(super) taken: u32,
    pub(super) given: u32,
    /// When it last took one.
    pub(super) last: Instant,
}

impl Account {
    /// How many it still has.
    pub(super) fn has(&self) -> u32 {
        self.taken.saturating_sub(self.given)
    }
}

pub(super) type Accounts = FxHashMap<TaskId, Account>;

/// A change, attributed to a task.
enum Entry {
    Taken(TaskId),
    Given(TaskId),
    Neither,
}

/// The accounts of a semaphore's permits. `None` if a permit was released by a task that had none (as in a rate limiter
/// that hands out permits) or by no task. Examines the given changes from the first on.
pub(super) fn permits(
    cx: &LintContext,
    track: &ResourceTrack,
    levels: &[Level],
) -> Option<Accounts> {
    let mut accounts = Accounts::default();
    let (mut level, mut takers) = (track.capacity, 0);
    for next in permit_changes(track, levels) {
        let before = Level {
            level,
            takers,
            ..*next
        };
        let entry = permit(cx, track, &accounts, &before, next)?;
        note(&mut accounts, entry, next.at)?;
        (level, takers) = (next.level, next.takers);
    }
    Some(accounts)
}

/// The changes of a semaphore, without the initial event with its number of permits.
pub(super) fn permit_changes<'a>(track: &ResourceTrack, levels: &'a [Level]) -> &'a [Level] {
    match levels.split_first() {
        Some((first, rest)) if first.level == track.capacity && first.takers == 0 => rest,
        _ => levels,
    }
}

fn permit(
    cx: &LintContext,
    track: &ResourceTrack,
    accounts: &Accounts,
    before: &Level,
    level: &Level,
) -> Option<Entry> {
    let by = polled_at(cx.run.log, level.seq);
    let is_gone = level.takers < before.takers;
    let entry = match (level.level.checked_sub(before.level), by) {
        // A permit released by a callback.
        (Some(1..), None) => return None,
        (None, None) => return None,
        (None, Some(task)) => Entry::Taken(task),
        (Some(1..), Some(task)) => Entry::Given(task),
        (Some(0), _) if level.takers > before.takers => Entry::Neither,
        (Some(0), None) if is_gone => return None,
        (Some(0), Some(task)) if is_gone => {
            let has = accounts.get(&task).is_some_and(|account| account.has() > 0);
            match !has && waited_for(cx, track, task, level.seq) {
                true => Entry::Neither,
                // It went directly to the first waiter.
                false => Entry::Given(task),
            }
        }
        // The first waiter has it now.
        (Some(0), Some(task)) => Entry::Taken(task),
        (Some(0), None) => Entry::Neither,
    };
    Some(entry)
}

/// Whether a task had been waiting for the resource before the poll in which an event happened.
fn waited_for(cx: &LintContext, track: &ResourceTrack, task: TaskId, seq: u64) -> bool {
    let spans = cx.run.model.task(task).map(|it| &it.spans);
    let last = spans.and_then(|spans| {
        let begun = spans.partition_point(|span| span.seq <= seq);
        let waits = (0..begun).rev().take(3).filter_map(|n| spans.get(n));
        waits.into_iter().find(|span| span.state.is_waiting())
    });
    let on = last.and_then(|span| span.waited).map(|waited| waited.on);
    on == Some(WaitReason::Resource(track.id, Op::Acquire))
}

fn note(accounts: &mut Accounts, entry: Entry, at: Instant) -> Option<()> {
    match entry {
        Entry::Taken(task) => {
            let account = accounts.entry(task).or_default();
            account.taken += 1;
            account.last = at;
        }
        Entry::Given(task) => {
            let account = accounts.entry(task).or_default();
            account.given += 1;
            if account.given > account.taken {
                return None;
            }
        }
        Entry::Neither => {}
    }
    Some(())
}

/// The accounts of a queue that is used as a pool: all items were put in first, and from then on each task puts back only
/// what it has, and has one at a time. `None` if the queue is used in any other way.
pub(super) fn pool(cx: &LintContext, levels: &[Level]) -> Option<Accounts> {
    let mut accounts = Accounts::default();
    let mut before = 0;
    for level in levels {
        let is_filling = accounts.is_empty();
        let entry = match level.level {
            now if now == before => Entry::Neither,
            now if now > before && is_filling => Entry::Neither,
            now if now.checked_add(1) == Some(before) => {
                Entry::Taken(polled_at(cx.run.log, level.seq)?)
            }
            now if Some(now) == before.checked_add(1) => {
                Entry::Given(polled_at(cx.run.log, level.seq)?)
            }
            _ => return None,
        };
        if let Entry::Taken(task) = entry
            && accounts.get(&task).is_some_and(|account| account.has() > 0)
        {
            return None;
        }
        note(&mut accounts, entry, level.at)?;
        before = level.level;
    }
    Some(accounts)
}
