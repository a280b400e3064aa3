//! Adds up what ran on the loop in a stretch of time: tasks, and long callbacks.

use crate::picture::Runnable;
use coroscope_trace::sort;
use coroscope_trace::time::{Duration, Instant, human};
use coroscope_trace::{Event, EventKind, RunView, TaskId};
use coroscope_wording::{Wording, tr, tr_n};
use rustc_hash::FxHashMap;

impl Runnable {
    pub(crate) fn name(self, wording: Wording<'_>) -> String {
        match self {
            Runnable::Task(task) => wording.task(task),
            Runnable::Callback(name) => {
                tr!("the callback {name}", name = wording.run.log.text(name))
            }
        }
    }
}

/// Adds up what ran from one moment to another.
pub(super) struct LoopUsage {
    from: Instant,
    to: Instant,
    running: Option<(TaskId, Instant)>,
    ran: FxHashMap<Runnable, (Duration, u32)>,
    /// Whether the loop let the page paint meanwhile.
    pub(super) hopped: bool,
}

impl LoopUsage {
    pub(super) fn new(from: Instant, to: Instant, running: Option<(TaskId, Instant)>) -> LoopUsage {
        LoopUsage {
            from,
            to,
            running,
            ran: FxHashMap::default(),
            hopped: false,
        }
    }

    pub(super) fn event(&mut self, event: &Event) {
        match event.kind {
            EventKind::PollBegun { task } => self.running = Some((task, event.at)),
            EventKind::PollEnded { task } | EventKind::TaskEnded { task, .. } => {
                self.end(task, event.at)
            }
            EventKind::CallbackRan { took, name, .. } => {
                let took = took.get().unwrap_or_default();
                let began = event.at.elapsed().saturating_sub(took);
                self.add(Runnable::Callback(name), Instant::ZERO + began, event.at);
            }
            EventKind::Hopped => self.hopped |= event.at >= self.from,
            _ => {}
        }
    }

    fn end(&mut self, task: TaskId, at: Instant) {
        if let Some((_, from)) = self.running.take_if(|(running, _)| *running == task) {
            self.add(Runnable::Task(task), from, at);
        }
    }

    fn add(&mut self, runnable: Runnable, from: Instant, to: Instant) {
        let (from, to) = (from.max(self.from), to.min(self.to));
        // It ended before the stretch.
        if from > to {
            return;
        }
        let ran = self.ran.entry(runnable).or_default();
        ran.0 += to - from;
        ran.1 += 1;
    }

    /// What ran, for how long, and in how many turns; the longest first.
    pub(super) fn finish(mut self) -> Vec<(Runnable, Duration, u32)> {
        if let Some((task, _)) = self.running {
            self.end(task, self.to);
        }
        let ran = self.ran.into_iter();
        let mut ran: Vec<_> = ran
            .map(|(runnable, (ran, turns))| (runnable, ran, turns))
            .collect();
        sort::by(&mut ran, |a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        ran
    }
}

/// What ran, the longest first, and for how long: `primes (80 ms) and 2 others`. What took no time must not be in it.
pub(super) fn longest_and_others(
    wording: Wording<'_>,
    ran: &[(Runnable, Duration)],
    incomplete: bool,
) -> String {
    let name = |(runnable, ran): &(Runnable, Duration)| {
        format!("{} ({})", runnable.name(wording), human(*ran))
    };
    let Some((first, others)) = ran.split_first() else {
        return String::new();
    };
    let first = name(first);
    match others {
        _ if incomplete => tr!("{first} and many others", first),
        [] => first,
        [other] => tr!("{first} and {other}", first, other = name(other)),
        others => tr_n!(
            others.len(),
            "{first} and one other",
            "{first} and {n} others",
            first
        ),
    }
}

/// Adds what kept the loop busy in a stretch of time to a sentence about what was late: `…: the loop was busy with primes`.
pub(super) fn busy(
    wording: Wording<'_>,
    late: String,
    (from, to): (Instant, Instant),
    most_events: usize,
) -> String {
    let mut usage = LoopUsage::new(from, to, None);
    let mut incomplete = false;
    // A poll that was running at the beginning belongs to the pass that was running.
    let begin = pass_at(wording.run, from);
    for (n, (seq, event)) in wording.run.log.iter_from(begin).enumerate() {
        // A callback is recorded when it returns, possibly after the end.
        let is_after = event.at > to && !matches!(event.kind, EventKind::CallbackRan { .. });
        if is_after || seq >= wording.run.model.next_seq() {
            break;
        }
        if n >= most_events {
            incomplete = true;
            break;
        }
        usage.event(&event);
    }
    let hopped = usage.hopped;
    let mut ran = usage.finish();
    let sum: Duration = ran.iter().map(|(_, ran, _)| *ran).sum();
    ran.retain(|(_, ran, _)| !ran.is_zero());
    if !incomplete && sum < (to - from) / 2 {
        return match hopped {
            true => tr!("{late}: the browser repainted first", late),
            false => tr!("{late}, although no task ran meanwhile", late),
        };
    }
    let ran: Vec<_> = ran.iter().map(|(what, ran, _)| (*what, *ran)).collect();
    let what = match ran.as_slice() {
        [] => return tr!("{late}: the loop was busy", late),
        [(only, _)] if !incomplete => only.name(wording),
        ran => longest_and_others(wording, ran, incomplete),
    };
    tr!("{late}: the loop was busy with {what}", late, what)
}

/// The first event of the pass at a moment, or of the last pass before it.
fn pass_at(run: RunView<'_>, at: Instant) -> u64 {
    let begun = run.model.passes.partition_point(|pass| pass.from <= at);
    let pass = begun
        .checked_sub(1)
        .and_then(|last| run.model.passes.get(last));
    pass.map_or(run.log.dropped(), |pass| pass.seq)
}
