//! Who took permits of a semaphore, or items of a queue, and who gave them back: the log tells each change, and which
//! task was being polled then.

use super::Run;
use super::hands::running;
use crate::time::Instant;
use crate::trace::track::{Level, ResourceTrack, SpanState};
use crate::trace::{Op, TaskId, WaitReason};
use rustc_hash::FxHashMap;

/// What a task did with a shared thing.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Account {
    pub(super) taken: u32,
    pub(super) given: u32,
    /// When it took the last.
    pub(super) last: Instant,
}

impl Account {
    /// How many it has.
    pub(super) fn has(&self) -> u32 {
        self.taken.saturating_sub(self.given)
    }
}

pub(super) type Accounts = FxHashMap<TaskId, Account>;

/// What one change was.
enum Entry {
    Taken(TaskId),
    Given(TaskId),
    Nothing,
}

/// The accounts of a semaphore's permits. None where a permit was given back by who had none, as one does who
/// hands out permits at a pace, or by no task. It looks at the changes given, from the first on.
pub(super) fn permits(run: &Run, track: &ResourceTrack, levels: &[Level]) -> Option<Accounts> {
    let mut accounts = Accounts::default();
    let (mut level, mut takers) = (track.capacity, 0);
    for next in permit_changes(track, levels) {
        let before = Level {
            level,
            takers,
            ..*next
        };
        let entry = permit(run, track, &accounts, &before, next)?;
        note(&mut accounts, entry, next.at)?;
        (level, takers) = (next.level, next.takers);
    }
    Some(accounts)
}

/// The changes of a semaphore, without the word at its beginning how many permits it has.
pub(super) fn permit_changes<'a>(track: &ResourceTrack, levels: &'a [Level]) -> &'a [Level] {
    match levels.split_first() {
        Some((first, rest)) if first.level == track.capacity && first.takers == 0 => rest,
        _ => levels,
    }
}

fn permit(
    run: &Run,
    track: &ResourceTrack,
    accounts: &Accounts,
    before: &Level,
    level: &Level,
) -> Option<Entry> {
    let by = running(run.log, level.seq);
    let is_gone = level.takers < before.takers;
    let entry = match (level.level.checked_sub(before.level), by) {
        // Nobody's: a permit given back by a callback.
        (Some(1..), None) => return None,
        (None, None) => return None,
        (None, Some(task)) => Entry::Taken(task),
        (Some(1..), Some(task)) => Entry::Given(task),
        (Some(0), _) if level.takers > before.takers => Entry::Nothing,
        (Some(0), None) if is_gone => return None,
        (Some(0), Some(task)) if is_gone => {
            let has = accounts.get(&task).is_some_and(|account| account.has() > 0);
            match !has && waited_in_line(run, track, task, level.seq) {
                true => Entry::Nothing,
                // It went straight to the first in line.
                false => Entry::Given(task),
            }
        }
        // Who was first in line has it now.
        (Some(0), Some(task)) => Entry::Taken(task),
        (Some(0), None) => Entry::Nothing,
    };
    Some(entry)
}

/// Whether a task had been waiting for the thing before the poll in which an event happened.
fn waited_in_line(run: &Run, track: &ResourceTrack, task: TaskId, seq: u64) -> bool {
    let spans = run.model.task(task).map(|it| &it.spans);
    let last = spans.and_then(|spans| {
        let begun = spans.partition_point(|span| span.seq <= seq);
        let waits = (0..begun).rev().take(3).filter_map(|n| spans.get(n));
        waits
            .into_iter()
            .find(|span| span.state == SpanState::Waiting)
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
        Entry::Nothing => {}
    }
    Some(())
}

/// The accounts of a queue whose items are taken and put back, as a pool's are. None where the queue is used in any other
/// way: all items were put in first, and from then on each task puts only what it has, and has one at a time.
pub(super) fn pool(run: &Run, levels: &[Level]) -> Option<Accounts> {
    let mut accounts = Accounts::default();
    let mut before = 0;
    for level in levels {
        let is_filling = accounts.is_empty();
        let entry = match level.level {
            now if now == before => Entry::Nothing,
            now if now > before && is_filling => Entry::Nothing,
            now if now.checked_add(1) == Some(before) => Entry::Taken(running(run.log, level.seq)?),
            now if Some(now) == before.checked_add(1) => Entry::Given(running(run.log, level.seq)?),
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
