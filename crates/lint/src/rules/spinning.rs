//! Rule: a task woke itself repeatedly and did nothing else.
//!
//! It polls a condition and keeps the processor busy. The log does not say what a poll computes, so a task that splits up
//! a long computation looks the same. The end tells them apart: a task that polls a condition stops after another task
//! has done something, in the same pass or the one before. Silent about a task
//! - that does something between its turns: prints, spawns, wakes another task, uses a queue or a lock, or
//!   computes for [`BUSY`] and more at a time;
//! - that stops by itself, or together with tasks that were spawned at the same line: they share the work;
//! - that has not stopped, unless it took [`ENDLESS`] times as many turns, over a time in which work would show.

use crate::candidates::SpanRange;
use crate::groups::Groups;
use crate::{Advice, Finding, FindingKind, Language, LintContext, Rule};
use coroscope_trace::time::{Duration, Instant, human, ms};
use coroscope_trace::track::TaskTrack;
use coroscope_trace::{EventKind, PlaceId, TaskId, TaskState, WaitReason};
use coroscope_wording::{text, tr_n};

impl FindingKind {
    /// A task woke itself repeatedly and did nothing else.
    pub const SPINNING: FindingKind = FindingKind::new("spinning");
}

/// A poll of this length does work.
const BUSY: Duration = Duration::from_micros(100);
/// The factor for the number of turns of a task that has not stopped.
const ENDLESS: u32 = 100;
/// Minimum time in which work in the polls would show.
const SHOWS: Duration = ms(100);
/// How many events back the reason for the end is searched.
const FAR: u64 = 1000;

const ADVICE: Advice = Advice {
    python: text!(
        "Wait for the condition: with an asyncio.Event, a queue or a future, or at least with \
         await asyncio.sleep(0.05)."
    ),
    rust: text!(
        "Wait for the condition: with an event, a queue, a future, or at least with sleep."
    ),
};

#[derive(Clone, Copy)]
struct Spin {
    from: Instant,
    until: Instant,
    polls: u32,
    place: Option<PlaceId>,
}

#[derive(Default)]
pub(super) struct Spinning {
    groups: Groups<Option<PlaceId>, Spin>,
}

impl Rule for Spinning {
    fn kind(&self) -> FindingKind {
        FindingKind::SPINNING
    }

    fn check_turns(&mut self, cx: &LintContext, track: &TaskTrack, row: SpanRange, is_over: bool) {
        let spans = &track.spans;
        let (Some(first), Some(last)) = (spans.get(row.first), spans.get(row.last)) else {
            return;
        };
        let mut busy = Duration::ZERO;
        let spins =
            (spans.packed_iter().enumerate().skip(row.first)).take(row.last + 1 - row.first);
        for (index, _) in spins.filter(|(_, span)| span.state() == TaskState::Running) {
            busy += spans.to(index).unwrap_or(last.from) - spans.from(index);
        }
        if busy >= BUSY * row.count {
            return;
        }
        let end = spans
            .get(row.last + 1)
            .filter(|it| it.state == TaskState::Running);
        let polled_a_condition = match end.filter(|_| is_over) {
            Some(end) => ends_after_others(cx, track, end.seq),
            None => {
                let turns = cx.options.spins.saturating_mul(ENDLESS);
                row.count >= turns && last.from - first.from >= SHOWS
            }
        };
        if !polled_a_condition {
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

    fn report(self: Box<Self>, cx: &LintContext, found: &mut Vec<Finding>) {
        let groups = self.groups.worst(cx.options.max_per_kind);
        found.extend(groups.into_iter().map(|group| {
            let spin = group.worst;
            let polls = spin.polls as usize;
            let task = group.tasks.first().map(|task| cx.names.task(*task));
            let (task, within) = (task.unwrap_or_default(), human(spin.until - spin.from));
            let (title, sentence) = match cx.shown_language {
                Language::Python => (
                    tr_n!(polls, "Yielded one time in a row", "Yielded {n} times in a row"),
                    tr_n!(
                        polls,
                        "{task} ran one time in a row, within {within}, and each time only asked for its next turn.",
                        "{task} ran {n} times in a row, within {within}, and each time only asked for its next turn.",
                        task,
                        within
                    ),
                ),
                Language::Rust => (
                    tr_n!(polls, "Woke itself one time in a row", "Woke itself {n} times in a row"),
                    tr_n!(
                        polls,
                        "{task} was polled one time in a row, within {within}, and each time only asked for its next turn.",
                        "{task} was polled {n} times in a row, within {within}, and each time only asked for its next turn.",
                        task,
                        within
                    ),
                ),
            };
            Finding {
                kind: FindingKind::SPINNING,
                at: spin.from,
                until: spin.until,
                sentence: sentence + &group.occurrences(),
                tasks: group.tasks,
                victims: Vec::new(),
                places: spin.place.into_iter().collect(),
                resource: None,
                title,
                advice: cx.advice(ADVICE),
            }
        }));
    }
}

/// Whether another task did something in the pass of this event or the one before.
fn ends_after_others(cx: &LintContext, track: &TaskTrack, seq: u64) -> bool {
    let (mut passes, mut acted, mut woken) = (0, false, Vec::new());
    for seq in (seq.saturating_sub(FAR)..seq).rev() {
        let Some(event) = cx.run.log.get(seq) else {
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
                if acted && is_other(cx, track, task) {
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

/// Whether a task is neither this one nor spawned at the same line.
fn is_other(cx: &LintContext, track: &TaskTrack, task: TaskId) -> bool {
    let place = cx.run.model.task(task).and_then(|other| other.place);
    task != track.id && (place.is_none() || place != track.place)
}
