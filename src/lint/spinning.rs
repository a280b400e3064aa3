//! Rule: a task woke itself over and over, and did nothing else.
//!
//! It looks again and again whether something has come, and keeps the processor busy meanwhile. The log does not say
//! what a poll computes, so a task that splits long work up looks alike. What tells them apart is the end: who looks
//! for something goes on when another task has done something, in the same pass or the one before. Silent about a task
//! - that does something between its turns: that prints, spawns, wakes another task, touches a queue or a lock, or
//!   computes for [`BUSY`] and more at a time;
//! - that stops by itself, or together with tasks that were spawned at the same line: they share the work;
//! - that has not stopped, unless it took [`ENDLESS`] times as many turns, over a time in which work would show.

use super::groups::Groups;
use super::walk::Row;
use super::words::count;
use super::{Advice, Finding, Kind, Language, Run};
use crate::time::{Duration, Instant, human, ms};
use crate::trace::track::{SpanState, TaskTrack};
use crate::trace::{EventKind, PlaceId, SpanKind, TaskId, WaitReason};

/// A poll of this length does something.
const BUSY: Duration = Duration::from_micros(100);
/// How many times as many turns are too many for a task that has not stopped.
const ENDLESS: u32 = 100;
/// In this time it would show whether the polls compute.
const SHOWS: Duration = ms(100);
/// How far back the reason for the end is looked for.
const FAR: u64 = 1000;

const ADVICE: Advice = Advice {
    python: "Wait for what it looks for: with an asyncio.Event, a queue or a future, or at least with \
             await asyncio.sleep(0.05).",
    rust: "Wait for what it looks for: with an event, a queue, a future, or at least with sleep.",
};

#[derive(Clone, Copy)]
struct Spin {
    from: Instant,
    until: Instant,
    polls: u32,
    place: Option<PlaceId>,
}

pub(super) struct Spinning<'a> {
    run: &'a Run<'a>,
    groups: Groups<Option<PlaceId>, Spin>,
}

impl<'a> Spinning<'a> {
    pub(super) fn new(run: &'a Run<'a>) -> Spinning<'a> {
        Spinning {
            run,
            groups: Groups::new(),
        }
    }

    /// Looks at polls in a row, each of which only asked for the next.
    pub(super) fn see(&mut self, track: &TaskTrack, row: Row, is_over: bool) {
        if row.count < self.run.options.spins {
            return;
        }
        let spans = &track.spans;
        let (Some(first), Some(last)) = (spans.get(row.first), spans.get(row.last)) else {
            return;
        };
        let mut busy = Duration::ZERO;
        let spins =
            (spans.packed_iter().enumerate().skip(row.first)).take(row.last + 1 - row.first);
        for (index, _) in spins.filter(|(_, span)| span.kind() == SpanKind::Running) {
            busy += spans.to(index).unwrap_or(last.from) - spans.from(index);
        }
        if busy >= BUSY * row.count {
            return;
        }
        let end = spans
            .get(row.last + 1)
            .filter(|it| it.state == SpanState::Running);
        let looked_for_something = match end.filter(|_| is_over) {
            Some(end) => self.is_brought(track, end.seq),
            None => {
                let turns = self.run.options.spins.saturating_mul(ENDLESS);
                row.count >= turns && last.from - first.from >= SHOWS
            }
        };
        if !looked_for_something {
            return;
        }
        let waited = last.waited.filter(|waited| waited.on == WaitReason::Turn);
        let spin = Spin {
            from: first.from,
            until: last.from,
            polls: row.count,
            place: waited.map(|waited| waited.place),
        };
        let weight = u64::from(row.count);
        self.groups.add(spin.place, weight, track.id, spin);
    }

    /// Whether another task did something in the pass of this event or the one before.
    fn is_brought(&self, track: &TaskTrack, seq: u64) -> bool {
        let (mut passes, mut acted, mut woken) = (0, false, Vec::new());
        for seq in (seq.saturating_sub(FAR)..seq).rev() {
            let Some(event) = self.run.log.get(seq) else {
                return false;
            };
            match event.kind {
                EventKind::PassBegun { .. } => {
                    passes += 1;
                    woken.clear();
                    if passes == 2 {
                        return false;
                    }
                }
                EventKind::PollBegun { task } => {
                    acted |= woken.iter().any(|woken| *woken != task);
                    if acted && self.is_other(track, task) {
                        return true;
                    }
                    acted = false;
                    woken.clear();
                }
                EventKind::PollEnded { .. } | EventKind::PassEnded { .. } => {}
                EventKind::Waits { on, .. } => acted |= on != WaitReason::Turn,
                EventKind::TaskWoken { task, .. } => woken.push(task),
                _ => acted = true,
            }
        }
        false
    }

    /// Whether a task is neither this one nor one that does the same.
    fn is_other(&self, track: &TaskTrack, task: TaskId) -> bool {
        let place = self.run.model.task(task).and_then(|other| other.place);
        task != track.id && (place.is_none() || place != track.place)
    }

    pub(super) fn tell(self, found: &mut Vec<Finding>) {
        let run = self.run;
        let groups = self.groups.worst(run.options.most);
        found.extend(groups.into_iter().map(|group| {
            let spin = group.fact;
            let times = count(spin.polls as usize, "time");
            let task = group.tasks.first().map(|task| run.words.task(*task));
            let (title, did) = match run.language {
                Language::Python => ("Gave up its turn", "ran"),
                Language::Rust => ("Woke itself", "was polled"),
            };
            Finding {
                kind: Kind::Spinning,
                at: spin.from,
                until: spin.until,
                sentence: format!(
                    "{} {did} {times} in a row, within {}, and each time did nothing but ask for its next turn.{}",
                    task.unwrap_or_default(),
                    human(spin.until - spin.from),
                    group.again()
                ),
                tasks: group.tasks,
                victims: Vec::new(),
                places: spin.place.into_iter().collect(),
                resource: None,
                title: format!("{title} {times} in a row"),
                advice: run.advise(ADVICE),
            }
        }));
    }
}
