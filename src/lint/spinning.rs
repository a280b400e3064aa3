//! Rule: a task woke itself over and over, and did nothing else.
//!
//! It looks again and again whether something has come, and keeps the processor busy meanwhile. Silent
//! about a task that does something between its turns: that prints, spawns, wakes another task, touches a queue or
//! a lock, or computes for [`BUSY`] and more at a time, as one does who splits long work up.

use super::groups::Groups;
use super::words::count;
use super::{Advice, Finding, Kind, Run};
use crate::time::{Duration, Instant, human};
use crate::trace::track::{Span, State, TaskTrack, WokenBy};
use crate::trace::{PlaceId, Wait};

const ADVICE: Advice = Advice {
    python: "Wait for what it looks for: with an asyncio.Event, a queue or a future, or at least with \
             await asyncio.sleep(0.05).",
    rust: "Wait for what it looks for: with an event, a queue, a future, or at least with sleep.",
};

/// A poll of this length does something.
const BUSY: Duration = Duration::from_micros(100);
/// The events of a poll that only asks for its next turn, less one: it begins, it waits, it is woken, it ends.
const ONLY_A_TURN: u64 = 3;

#[derive(Clone, Copy)]
struct Spin {
    from: Instant,
    until: Instant,
    polls: u32,
    busy: Duration,
    place: Option<PlaceId>,
}

pub(super) struct Spinning<'a> {
    run: &'a Run<'a>,
    open: Option<Spin>,
    groups: Groups<Option<PlaceId>, Spin>,
}

impl<'a> Spinning<'a> {
    pub(super) fn new(run: &'a Run<'a>) -> Spinning<'a> {
        Spinning {
            run,
            open: None,
            groups: Groups::new(),
        }
    }

    /// Sees a poll and the span after it.
    pub(super) fn see(&mut self, track: &TaskTrack, poll: &Span, next: &Span) {
        let woke_itself = next.state == State::Ready
            && next.woken_by == Some(WokenBy::Task(track.id))
            && next.seq - poll.seq.min(next.seq) <= ONLY_A_TURN;
        if !woke_itself {
            return self.end(track);
        }
        let place = next
            .waited
            .filter(|waited| waited.on == Wait::Turn)
            .map(|waited| waited.place);
        let spin = self.open.get_or_insert(Spin {
            from: poll.from,
            until: poll.from,
            polls: 0,
            busy: Duration::ZERO,
            place,
        });
        spin.polls += 1;
        spin.until = next.from;
        spin.busy += next.from - poll.from;
    }

    /// The row of polls is over.
    pub(super) fn end(&mut self, track: &TaskTrack) {
        let Some(spin) = self.open.take() else { return };
        let too_often = spin.polls >= self.run.options.spins;
        if too_often && spin.busy < BUSY * spin.polls {
            let weight = u64::from(spin.polls);
            self.groups.add(spin.place, weight, track.id, spin);
        }
    }

    pub(super) fn tell(self, found: &mut Vec<Finding>) {
        let run = self.run;
        let groups = self.groups.worst(run.options.most);
        found.extend(groups.into_iter().map(|group| {
            let spin = group.fact;
            let times = count(spin.polls as usize, "time");
            let task = group.tasks.first().map(|task| run.words.task(*task));
            Finding {
                kind: Kind::Spinning,
                at: spin.from,
                until: spin.until,
                sentence: format!(
                    "{} was polled {times} in a row, within {}, and each time did nothing but ask for its next \
                     turn.{}",
                    task.unwrap_or_default(),
                    human(spin.until - spin.from),
                    group.again()
                ),
                tasks: group.tasks,
                victims: Vec::new(),
                places: spin.place.into_iter().collect(),
                resource: None,
                title: format!("Woke itself {times} in a row"),
                advice: run.advise(ADVICE),
            }
        }));
    }
}
