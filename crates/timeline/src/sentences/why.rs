//! Explains why a ready task did not run at once: what woke it, and what ran before it.

use super::loop_usage::{LoopUsage, longest_and_others};
use crate::picture::Runnable;
use coroscope_trace::time::{Duration, Instant, human};
use coroscope_trace::track::{Span, WokenBy};
use coroscope_trace::{EventKind, RunView, TaskId, TaskState, WaitReason};
use coroscope_wording::{Wording, tr};

/// How many events are examined to find what ran meanwhile.
pub(super) const MAX_EVENTS: usize = 50_000;

/// Why a ready task did not run at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WhyReady {
    /// What made it ready.
    pub woken_by: Option<WokenBy>,
    /// How long it waited for its turn; so far, if it still waits.
    pub waited: Duration,
    /// What ran meanwhile, and for how long in total; the longest first.
    pub ran_meanwhile: Vec<RanMeanwhile>,
    /// Whether the loop let the page paint meanwhile.
    pub hopped: bool,
    /// Whether the log has dropped a part of it, or there were too many events to examine.
    pub incomplete: bool,
    /// All of this in one sentence.
    pub sentence: String,
}

impl WhyReady {
    /// How long it waited for its turn, and what ran in that time.
    pub(super) fn turn(&self, wording: Wording<'_>, goes_on: bool) -> String {
        let waited = human(self.waited);
        let mut turn = match goes_on {
            true => tr!("ready, waiting {waited} so far for its turn", waited),
            false if self.waited.is_zero() => return tr!("ready, had its turn at once").into(),
            false => tr!("ready, waited {waited} for its turn", waited),
        };
        // What took no time did not delay it.
        let ran = self
            .ran_meanwhile
            .iter()
            .map(|front| (front.runnable, front.ran));
        let took_time: Vec<_> = ran.filter(|(_, ran)| !ran.is_zero()).collect();
        if !took_time.is_empty() {
            let what = longest_and_others(wording, &took_time, self.incomplete);
            turn = tr!("{turn} behind {what}", turn, what);
        }
        let ran: Duration = took_time.iter().map(|(_, ran)| *ran).sum();
        if self.hopped && ran < self.waited / 2 {
            turn = tr!("{turn}; the browser repainted first", turn);
        }
        turn
    }
}

/// A task or a callback that ran while another task was ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RanMeanwhile {
    /// What ran.
    pub runnable: Runnable,
    /// How long it ran in that time.
    pub ran: Duration,
    /// In how many turns.
    pub turns: u32,
}

/// Explains how long a ready span lasted. `None` if the span is not a ready one.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, gather, spawn, time::ms, timeline::why_ready, trace::{Model, RunView}};
/// let rt = Runtime::virtual_clock();
/// let clock = rt.clock().unwrap().clone();
/// rt.block_on(async {
///     let slow = spawn(async move { clock.advance(ms(40)); Ok(()) }).named("slow");
///     gather([slow, spawn(async { Ok(()) })]).await?;
///     Ok(())
/// }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let run = RunView::new(log, &model);
///     let why = why_ready(run, model.tasks()[2].id, 0).unwrap();
///     assert_eq!(why.sentence, "ready, waited 40 ms for its turn behind slow (40 ms); spawned by Task-1");
/// });
/// ```
pub fn why_ready(run: RunView<'_>, task: TaskId, span: usize) -> Option<WhyReady> {
    look(run, task, span, MAX_EVENTS)
}

/// Like [`why_ready`], examining at most `most_events`.
pub(super) fn look(
    run: RunView<'_>,
    task: TaskId,
    span: usize,
    most_events: usize,
) -> Option<WhyReady> {
    let track = run.model.task(task)?;
    let ready = track.spans.get(span)?;
    if ready.state != TaskState::Ready {
        return None;
    }
    let end = track.spans.get(span + 1).map(|next| next.seq);
    let end = end.or(track.end_seq).unwrap_or(run.model.next_seq());
    let running = running_at(run, task, &ready);
    let to = ready.to.unwrap_or(run.model.now());
    let mut usage = LoopUsage::new(ready.from, to, running);
    let mut incomplete = ready.seq < run.log.dropped();
    for (n, (seq, event)) in run.log.iter_from(ready.seq).enumerate() {
        if seq >= end {
            break;
        }
        if n >= most_events {
            incomplete = true;
            break;
        }
        usage.event(&event);
    }
    let hopped = usage.hopped;
    let ran_meanwhile = usage.finish().into_iter();
    let ran_meanwhile = ran_meanwhile.map(|(runnable, ran, turns)| RanMeanwhile {
        runnable,
        ran,
        turns,
    });
    let ran_meanwhile = ran_meanwhile.collect();
    let waited = ready.duration(run.model.now());
    let mut why = WhyReady {
        woken_by: ready.woken_by,
        waited,
        ran_meanwhile,
        hopped,
        incomplete,
        sentence: String::new(),
    };
    let wording = Wording::new(run);
    why.sentence = why.turn(wording, ready.to.is_none());
    if let Some(by) = woken(wording, task, &ready) {
        why.sentence = format!("{}; {by}", why.sentence);
    }
    Some(why)
}

/// What made the task ready. `None` if the description of the wait says it already.
pub(super) fn woken(wording: Wording<'_>, own: TaskId, span: &Span) -> Option<String> {
    let described = match (span.state, span.waited.map(|waited| waited.on)) {
        (TaskState::Waiting(_), Some(WaitReason::Timer(_))) => Some(WokenBy::Timer),
        (TaskState::Waiting(_), Some(WaitReason::Io(_))) => Some(WokenBy::Io),
        _ => None,
    };
    if span.woken_by == described || span.state == TaskState::Running {
        return None;
    }
    let by = span.woken_by?;
    let is_callback = wording.run.model.task(own).is_some_and(|it| it.is_callback);
    let clause = wording.waker_clause(by, own);
    Some(match by {
        WokenBy::Spawn(_) if is_callback => tr!("scheduled {by}", by = clause),
        WokenBy::Spawn(Some(_)) => tr!("spawned {by}", by = clause),
        WokenBy::Spawn(None) => tr!("started {by}", by = clause),
        _ => tr!("woken {by}", by = clause),
    })
}

/// The task that ran when this one was woken: mostly the one that woke it.
fn running_at(run: RunView<'_>, own: TaskId, ready: &Span) -> Option<(TaskId, Instant)> {
    // A task that was woken during its own poll becomes ready when that poll ends, and then no task runs.
    match run.log.get(ready.seq)?.kind {
        EventKind::TaskWoken { .. } | EventKind::TaskSpawned { .. } => {}
        _ => return None,
    }
    let by = match ready.woken_by {
        Some(WokenBy::Task(by) | WokenBy::Spawn(Some(by))) if by != own => by,
        _ => return None,
    };
    let track = run.model.task(by)?;
    // A task that ends wakes its awaiters after its turn.
    if track.has_ended_at_seq(ready.seq) {
        return None;
    }
    let span = track.span_at_seq(ready.seq)?;
    let is_running = span.state == TaskState::Running && span.seq < ready.seq;
    is_running.then_some((by, ready.from))
}
