//! Rule: waits came one after the other that could have run together.
//!
//! Looks for a row of waits of one task at one line of source, where each began after the one before had
//! ended and nothing shows that it depended on that one. So it is silent
//! - where another wait, at another line, comes between: that may be what the next one needs;
//! - where the task touched a queue, a lock or another shared thing between two waits, or woke another task:
//!   it works off a queue, or feeds one;
//! - about I/O for the same thing again: reading on, or asking again until the answer is there. At least
//!   three different things must have been asked for;
//! - about tasks that were spawned before the wait for the one before was over (they did run together), or
//!   that another task spawned;
//! - about timers that are all alike or come at a steady pace (a pulse, a limit to a rate), though some
//!   were held up, or only grow
//!   longer (trying again, later and later);
//! - about a wait that a cancellation cut short;
//! - where little time was lost.

use super::groups::Groups;
use super::words::count;
use super::{Finding, Kind, Run};
use crate::time::{Duration, Instant, human};
use crate::trace::track::{CancelRequest, Span, TaskTrack, Waited};
use crate::trace::{Cause, PlaceId, TaskId, TextId, Wait, What};

/// So many different things must have been asked for by I/O.
const DIFFERENT: usize = 3;
/// The events of a poll that only waits again, less one: it begins, it waits, it ends.
const ONLY_A_WAIT: u64 = 2;

/// Of the waits in a row, so many are compared.
const LOOKED_AT: usize = 64;
/// So late can any timer be.
const JITTER: Duration = Duration::from_millis(5);

/// Waits in a row.
#[derive(Clone)]
struct Row {
    place: PlaceId,
    /// The last of them, and the span after it.
    last: Wait,
    last_seq: u64,
    from: Instant,
    until: Instant,
    count: u32,
    /// How long all of them took, the longest, and the last.
    sum: Duration,
    longest: Duration,
    lasted: Duration,
    asked: [Option<TextId>; DIFFERENT],
    pace: Pace,
    /// How long the first of them took.
    first: Vec<Duration>,
}

/// Whether timers look like a pulse.
#[derive(Clone, Copy)]
struct Pace {
    /// From the end of the first to the end of the second.
    first: Option<Duration>,
    is_steady: bool,
    only_grew: bool,
}

#[derive(Clone, Copy)]
struct Fact {
    from: Instant,
    until: Instant,
    count: u32,
    sum: Duration,
    longest: Duration,
    place: PlaceId,
}

pub(super) struct InTurn<'a> {
    run: &'a Run<'a>,
    open: Option<Row>,
    groups: Groups<PlaceId, Fact>,
}

impl<'a> InTurn<'a> {
    pub(super) fn new(run: &'a Run<'a>) -> InTurn<'a> {
        InTurn {
            run,
            open: None,
            groups: Groups::new(),
        }
    }

    /// Sees a poll, from its first event to the one that ended it.
    pub(super) fn see_poll(&mut self, track: &TaskTrack, from: u64, to: u64) {
        let has_more = to.saturating_sub(from) > ONLY_A_WAIT;
        if self.open.is_some() && has_more && self.touches_others(track.id, from, to) {
            self.end(track);
        }
    }

    fn touches_others(&self, task: TaskId, from: u64, to: u64) -> bool {
        (from..to).any(|seq| match self.run.log.get(seq).map(|event| event.what) {
            Some(What::Changed { .. } | What::Held { .. } | What::CancelRequested { .. }) => true,
            Some(What::Woken { task: woken, by }) => woken != task && by == Cause::Task(task),
            _ => false,
        })
    }

    /// Sees a wait and the number of the event that ended it.
    pub(super) fn see_wait(&mut self, track: &TaskTrack, span: &Span, ended: u64) {
        let waited = span.waited.filter(|_| !span.cleanup);
        let (Some(waited), Some(until)) = (waited, span.to) else {
            return self.end(track);
        };
        let is_cut = |cancel: &CancelRequest| (span.from..=until).contains(&cancel.at);
        if track.cancels.iter().any(is_cut) {
            return self.end(track);
        }
        let fits = (self.open.as_ref()).is_some_and(|row| self.fits(row, track, waited));
        if !fits {
            self.end(track);
        }
        match &mut self.open {
            Some(row) => row.go_on(waited.on, until, until - span.from, ended),
            None => {
                let row = Row::new(waited, span, until, ended);
                self.open = self.can_begin(track, waited.on).then_some(row);
            }
        }
    }

    fn can_begin(&self, track: &TaskTrack, on: Wait) -> bool {
        match on {
            Wait::Io(_) | Wait::Timer(_) => true,
            Wait::Task(child) => self.is_child(track, child, 0),
            _ => false,
        }
    }

    /// Whether a task spawned the other, and not before the event with this number.
    fn is_child(&self, track: &TaskTrack, child: TaskId, after: u64) -> bool {
        let child = self.run.model.task(child);
        child.is_some_and(|child| {
            let spawned = child.spans.first().map(|span| span.seq);
            child.parent == Some(track.id) && spawned.is_some_and(|seq| seq >= after)
        })
    }

    fn fits(&self, row: &Row, track: &TaskTrack, waited: Waited) -> bool {
        row.place == waited.place
            && match (row.last, waited.on) {
                (Wait::Timer(_), Wait::Timer(_)) | (Wait::Io(_), Wait::Io(_)) => true,
                (Wait::Task(last), Wait::Task(child)) => {
                    last == child || self.is_child(track, child, row.last_seq)
                }
                _ => false,
            }
    }

    /// The row is over.
    pub(super) fn end(&mut self, track: &TaskTrack) {
        let Some(row) = self.open.take() else { return };
        let options = self.run.options;
        let loss = row.sum.saturating_sub(row.longest);
        if row.count < options.in_turn || loss < options.in_turn_loss || !row.could_be_together() {
            return;
        }
        let fact = Fact {
            from: row.from,
            until: row.until,
            count: row.count,
            sum: row.sum,
            longest: row.longest,
            place: row.place,
        };
        let weight = loss.as_micros() as u64;
        self.groups.add(row.place, weight, track.id, fact);
    }

    pub(super) fn tell(self, found: &mut Vec<Finding>) {
        let run = self.run;
        let groups = self.groups.worst(run.options.most);
        found.extend(groups.into_iter().map(|group| {
            let fact = group.fact;
            let times = count(fact.count as usize, "time");
            let task = group.tasks.first().map(|task| run.words.task(*task));
            Finding {
                kind: Kind::InTurn,
                at: fact.from,
                until: fact.until,
                victims: Vec::new(),
                places: vec![fact.place],
                resource: None,
                title: format!("Waited {times}, one after the other"),
                sentence: format!(
                    "{} waited {times} at the same line, one after the other, for {} in all. Together \
                     it would have taken {}.{}",
                    task.unwrap_or_default(),
                    human(fact.sum),
                    human(fact.longest),
                    group.again()
                ),
                tasks: group.tasks,
                advice: "Where no step needs the result of the one before, start them all and gather them.".into(),
            }
        }));
    }
}

impl Row {
    fn new(waited: Waited, span: &Span, until: Instant, ended: u64) -> Row {
        let lasted = until - span.from;
        let mut row = Row {
            place: waited.place,
            last: waited.on,
            last_seq: ended,
            from: span.from,
            until,
            count: 1,
            sum: lasted,
            longest: lasted,
            lasted,
            asked: [None; DIFFERENT],
            first: vec![lasted],
            pace: Pace {
                first: None,
                is_steady: true,
                only_grew: true,
            },
        };
        row.note_asked();
        row
    }

    fn go_on(&mut self, on: Wait, until: Instant, lasted: Duration, ended: u64) {
        // What it was polled for in between was something else: it is one wait.
        let is_same = on == self.last && !matches!(on, Wait::Timer(_));
        if is_same {
            self.lasted += lasted;
        } else {
            let pace = until - self.until;
            let first = *self.pace.first.get_or_insert(pace);
            self.pace.is_steady &= is_alike(first, pace);
            self.pace.only_grew &= lasted >= self.lasted || is_alike(lasted, self.lasted);
            self.count += 1;
            self.lasted = lasted;
            if self.first.len() < LOOKED_AT {
                self.first.push(lasted);
            }
        }
        self.sum += lasted;
        self.longest = self.longest.max(self.lasted);
        (self.last, self.until, self.last_seq) = (on, until, ended);
        self.note_asked();
    }

    fn note_asked(&mut self) {
        if let Wait::Io(what) = self.last
            && !self.asked.contains(&Some(what))
            && let Some(free) = self.asked.iter_mut().find(|asked| asked.is_none())
        {
            *free = Some(what);
        }
    }

    fn could_be_together(&self) -> bool {
        match self.last {
            Wait::Io(_) => self.asked.iter().all(Option::is_some),
            Wait::Timer(_) => {
                !self.pace.is_steady && !self.pace.only_grew && !self.is_a_late_pulse()
            }
            _ => true,
        }
    }
}

impl Row {
    /// A timer is never early. So where at least half of the waits took about as long as the shortest, all were
    /// meant to, and the others were held up.
    fn is_a_late_pulse(&self) -> bool {
        let shortest = self.first.iter().min().copied().unwrap_or_default();
        let about = shortest + shortest / 4 + JITTER;
        let alike = self.first.iter().filter(|lasted| **lasted <= about).count();
        alike * 2 >= self.first.len()
    }
}

/// Whether the shorter is at least nine tenths of the longer.
fn is_alike(a: Duration, b: Duration) -> bool {
    let (short, long) = (a.min(b), a.max(b));
    short.as_micros() * 10 >= long.as_micros() * 9
}
