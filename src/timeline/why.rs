//! Why a task that was ready did not run: who woke it, and which polls had their turns before it.

use super::meanwhile::{Meanwhile, Ran};
use super::say::Say;
use crate::time::{Duration, Instant, human};
use crate::trace::model::SpanState;
use crate::trace::track::{Span, WokenBy};
use crate::trace::{EventKind, Log, Model, TaskId};

/// So many events are looked at for those that ran meanwhile.
pub(super) const MOST_EVENTS: usize = 50_000;

/// What kept a ready task from running.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WhyReady {
    /// Who made it ready.
    pub woken_by: Option<WokenBy>,
    /// How long it waited for its turn, so far where it still does.
    pub waited: Duration,
    /// Who ran meanwhile, and for how long in all; the longest first.
    pub in_front: Vec<InFront>,
    /// Whether the loop let the page paint meanwhile.
    pub hopped: bool,
    /// Whether the log no longer tells all of it, or it was too much to look at.
    pub incomplete: bool,
    /// All that in one sentence.
    pub sentence: String,
}

impl WhyReady {
    /// How long it waited for its turn, and behind whom.
    pub(super) fn turn(&self, say: &Say, goes_on: bool) -> String {
        let waited = human(self.waited);
        let mut turn = match goes_on {
            true => format!("ready, waiting {waited} so far for its turn"),
            false if self.waited.is_zero() => return "ready, had its turn at once".into(),
            false => format!("ready, waited {waited} for its turn"),
        };
        // What took no time is not what it waited for.
        let took_time = self.in_front.iter().filter(|front| !front.ran.is_zero());
        let in_front: Vec<&InFront> = took_time.collect();
        if let [first, others @ ..] = in_front.as_slice() {
            let others = match others {
                _ if self.incomplete => " and many others".into(),
                [] => String::new(),
                [other] => format!(" and {} ({})", other.who.name(say), human(other.ran)),
                others => format!(" and {} others", others.len()),
            };
            let name = first.who.name(say);
            turn = format!("{turn} behind {name} ({}){others}", human(first.ran));
        }
        let ran: Duration = self.in_front.iter().map(|front| front.ran).sum();
        if self.hopped && ran < self.waited / 2 {
            turn += "; the loop let the page go first";
        }
        turn
    }
}

/// A task or a callback that ran while another task was ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InFront {
    /// Who ran.
    pub who: Ran,
    /// How long it ran in that time.
    pub ran: Duration,
    /// In how many turns.
    pub turns: u32,
}

/// Why a ready span lasted as long as it did. None where the span is no ready one.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, gather, spawn, time::ms, timeline::why_ready, trace::Model};
/// let rt = Runtime::virtual_clock();
/// let clock = rt.clock().unwrap().clone();
/// rt.block_on(async {
///     let slow = spawn(async move { clock.advance(ms(40)); Ok(()) }).named("slow");
///     gather([slow, spawn(async { Ok(()) })]).await?;
///     Ok(())
/// }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let why = why_ready(&model, log, model.tasks()[2].id, 0).unwrap();
///     assert_eq!(why.sentence, "ready, waited 40 ms for its turn behind slow (40 ms); spawned by Task-1");
/// });
/// ```
pub fn why_ready(model: &Model, log: &Log, task: TaskId, span: usize) -> Option<WhyReady> {
    look(model, log, task, span, MOST_EVENTS)
}

/// The same from a look at so many events.
pub(super) fn look(
    model: &Model,
    log: &Log,
    task: TaskId,
    span: usize,
    most_events: usize,
) -> Option<WhyReady> {
    let track = model.task(task)?;
    let ready = track.spans.get(span)?;
    if ready.state != SpanState::Ready {
        return None;
    }
    let end = track.spans.get(span + 1).map(|next| next.seq);
    let end = end.or(track.end_seq).unwrap_or(model.next_seq());
    let running = running_at(model, log, task, &ready);
    let to = ready.to.unwrap_or(model.now());
    let mut meanwhile = Meanwhile::new(ready.from, to, running);
    let mut incomplete = ready.seq < log.dropped();
    for (n, (seq, event)) in log.iter_from(ready.seq).enumerate() {
        if seq >= end {
            break;
        }
        if n >= most_events {
            incomplete = true;
            break;
        }
        meanwhile.event(event);
    }
    let hopped = meanwhile.hopped;
    let in_front = meanwhile.finish().into_iter();
    let in_front = in_front.map(|(who, ran, turns)| InFront { who, ran, turns });
    let in_front = in_front.collect();
    let waited = ready.duration(model.now());
    let mut why = WhyReady {
        woken_by: ready.woken_by,
        waited,
        in_front,
        hopped,
        incomplete,
        sentence: String::new(),
    };
    let say = Say { model, log };
    why.sentence = why.turn(&say, ready.to.is_none());
    if let Some(by) = say.woken(task, &ready) {
        why.sentence = format!("{}; {by}", why.sentence);
    }
    Some(why)
}

/// Who ran when the task was woken: mostly the one that woke it.
fn running_at(model: &Model, log: &Log, own: TaskId, ready: &Span) -> Option<(TaskId, Instant)> {
    // A task that was woken during its own poll is ready when that ends, and then nobody runs.
    match log.get(ready.seq)?.kind {
        EventKind::TaskWoken { .. } | EventKind::TaskSpawned { .. } => {}
        _ => return None,
    }
    let by = match ready.woken_by {
        Some(WokenBy::Task(by) | WokenBy::Spawn(Some(by))) if by != own => by,
        _ => return None,
    };
    let track = model.task(by)?;
    // What ends wakes those that wait for it when its turn is over.
    if track.has_ended_at_seq(ready.seq) {
        return None;
    }
    let span = track.span_at_seq(ready.seq)?;
    let is_running = span.state == SpanState::Running && span.seq < ready.seq;
    is_running.then_some((by, ready.from))
}
