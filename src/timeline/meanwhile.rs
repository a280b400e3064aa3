//! Who ran from one moment to another: tasks by their polls, and callbacks that ran for a while.

use super::say::Say;
use crate::time::{Duration, Instant, human};
use crate::trace::{Event, EventKind, Log, Model, TaskId, TextId};
use rustc_hash::FxHashMap;

/// What keeps the loop for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ran {
    /// A task.
    Task(TaskId),
    /// A callback of the loop, by the name of its function.
    Callback(TextId),
}

impl Ran {
    pub(super) fn name(self, say: &Say) -> String {
        match self {
            Ran::Task(task) => say.name(task),
            Ran::Callback(name) => format!("the callback {}", say.log.text(name)),
        }
    }
}

/// Adds up who ran from one moment to another.
pub(super) struct Meanwhile {
    from: Instant,
    to: Instant,
    running: Option<(TaskId, Instant)>,
    ran: FxHashMap<Ran, (Duration, u32)>,
    /// Whether the loop let the page paint.
    pub(super) hopped: bool,
}

impl Meanwhile {
    pub(super) fn new(from: Instant, to: Instant, running: Option<(TaskId, Instant)>) -> Meanwhile {
        Meanwhile {
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
                self.add(Ran::Callback(name), Instant::ZERO + began, event.at);
            }
            EventKind::Hopped => self.hopped |= event.at >= self.from,
            _ => {}
        }
    }

    fn end(&mut self, task: TaskId, at: Instant) {
        if let Some((_, from)) = self.running.take_if(|(running, _)| *running == task) {
            self.add(Ran::Task(task), from, at);
        }
    }

    fn add(&mut self, who: Ran, from: Instant, to: Instant) {
        let (from, to) = (from.max(self.from), to.min(self.to));
        // What was over before does not count.
        if from > to {
            return;
        }
        let ran = self.ran.entry(who).or_default();
        ran.0 += to - from;
        ran.1 += 1;
    }

    /// Who ran, for how long and in how many turns; the longest first.
    pub(super) fn finish(mut self) -> Vec<(Ran, Duration, u32)> {
        if let Some((task, _)) = self.running {
            self.end(task, self.to);
        }
        let ran = self.ran.into_iter();
        let mut ran: Vec<_> = ran.map(|(who, (ran, turns))| (who, ran, turns)).collect();
        ran.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        ran
    }
}

/// What kept the loop from one moment to another, as the end of a sentence: `: the loop was busy with primes`.
pub(super) fn busy(say: &Say, from: Instant, to: Instant, most_events: usize) -> String {
    let mut meanwhile = Meanwhile::new(from, to, None);
    let mut incomplete = false;
    // The poll that went on at the beginning is one of the pass that did.
    let begin = pass_at(say.model, say.log, from);
    for (n, (seq, event)) in say.log.iter_from(begin).enumerate() {
        // What began before the end is told when it is over.
        let is_after = event.at > to && !matches!(event.kind, EventKind::CallbackRan { .. });
        if is_after || seq >= say.model.next_seq() {
            break;
        }
        if n >= most_events {
            incomplete = true;
            break;
        }
        meanwhile.event(event);
    }
    let hopped = meanwhile.hopped;
    let mut ran = meanwhile.finish();
    let sum: Duration = ran.iter().map(|(_, ran, _)| *ran).sum();
    ran.retain(|(_, ran, _)| !ran.is_zero());
    if !incomplete && sum < (to - from) / 2 {
        return match hopped {
            true => ": the loop let the page go first".into(),
            false => ", though no task ran meanwhile".into(),
        };
    }
    let Some(((longest, its, _), others)) = ran.split_first() else {
        return ": the loop was busy".into();
    };
    let others = match others {
        _ if incomplete => " and many others".into(),
        [] => return format!(": the loop was busy with {}", longest.name(say)),
        [(other, its, _)] => format!(" and {} ({})", other.name(say), human(*its)),
        others => format!(" and {} others", others.len()),
    };
    let longest = longest.name(say);
    format!(
        ": the loop was busy with {longest} ({}){others}",
        human(*its)
    )
}

/// The first event of the pass at a moment, or the last before it.
fn pass_at(model: &Model, log: &Log, at: Instant) -> u64 {
    let begun = model.passes.partition_point(|pass| pass.from <= at);
    let pass = begun.checked_sub(1).and_then(|last| model.passes.get(last));
    pass.map_or(log.dropped(), |pass| pass.seq)
}
