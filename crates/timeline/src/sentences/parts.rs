//! Describes flows, blocks, passes and marks in sentences, and why a task was cancelled.

use super::{cancel_requests, task_end};
use crate::delayed::delayed_by;
use crate::picture::{
    Block, BrowserTime, CallbackBar, Flow, FlowEnd, FlowKind, Mark, MarkKind, PassBar,
};
use coroscope_trace::time::human;
use coroscope_trace::track::WokenBy;
use coroscope_trace::{EventKind, Model, Outcome, RunView, TaskId};
use coroscope_wording::{Wording, figure};
use rustc_hash::FxHashSet;

/// Maximum length of a chain of cancellations.
const LONGEST_CHAIN: usize = 8;

/// Describes a flow in a sentence: what woke, spawned, awaited or cancelled which task, and when.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, timeline::*, trace::{Model, RunView}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let run = RunView::new(log, &model);
///     let rows = Rows::of(&model);
///     let show = LayoutOptions { flows: Flows::All, ..LayoutOptions::default() };
///     let viewport = Viewport::whole(&model, &rows, 600.0);
///     let picture = layout_with(run, &rows, &viewport, show);
///     let last = picture.flows.last().unwrap();
///     assert_eq!(sentence_for_flow(run, last), "the timer wakes Task-1, at 5 ms");
/// });
/// ```
pub fn sentence_for_flow(run: RunView<'_>, flow: &Flow) -> String {
    let wording = Wording::new(run);
    let task = wording.task(flow.task);
    let by = wording.waker(match (flow.by, flow.from) {
        (Some(by), _) => WokenBy::Task(by),
        (None, FlowEnd::Timer) => WokenBy::Timer,
        (None, FlowEnd::Io) => WokenBy::Io,
        (None, FlowEnd::Callback) => WokenBy::Callback,
        (None, _) if flow.kind == FlowKind::Wake => WokenBy::Outside,
        (None, _) => WokenBy::Spawn(None),
    });
    let did = match flow.kind {
        FlowKind::Wake => format!("{by} wakes {task}"),
        FlowKind::Spawn => {
            let track = run.model.task(flow.task);
            match track.is_some_and(|track| track.is_callback) {
                true => format!("{by} schedules {task}"),
                false => format!("{by} spawns {task}"),
            }
        }
        FlowKind::Await => format!("{by} begins to wait for {task} to end"),
        FlowKind::Cancel => {
            let why = match run.log.get(flow.seq).map(|event| event.kind) {
                Some(EventKind::CancelRequested { why, .. }) => run.log.text(why),
                _ => "",
            };
            let colon = if why.is_empty() { "" } else { ": " };
            format!("{by} asks {task} to cancel{colon}{why}")
        }
    };
    match flow.merged {
        0 | 1 => format!("{did}, at {}", flow.at),
        n => format!("{did}, at {}, and {} more like it", flow.at, n - 1),
    }
}

/// Describes a block in a sentence: what blocked the loop for how long, and which tasks had to wait.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, gather, spawn, time::ms, timeline::*, trace::{Model, RunView}};
/// let rt = Runtime::virtual_clock();
/// let clock = rt.clock().unwrap().clone();
/// rt.block_on(async {
///     let slow = spawn(async move { clock.advance(ms(80)); Ok(()) }).named("slow");
///     gather([slow, spawn(async { Ok(()) })]).await?;
///     Ok(())
/// }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let run = RunView::new(log, &model);
///     let rows = Rows::of(&model);
///     let picture = layout(run, &rows, &Viewport::whole(&model, &rows, 600.0));
///     assert_eq!(
///         sentence_for_block(run, &picture.blocks[0]),
///         "slow blocked the loop for 80 ms, from 0 ms to 80 ms; Task-3 had to wait for its turn",
///     );
/// });
/// ```
pub fn sentence_for_block(run: RunView<'_>, block: &Block) -> String {
    let wording = Wording::new(run);
    let held = delayed_by(run, block.seq);
    let mut sentence = format!("{}, from {} to {}", block.title(), block.from, block.to);
    let its = |n: usize| if n == 1 { "its turn" } else { "their turns" };
    if !held.ready.is_empty() {
        let who = wording.tasks_and_others(&held.ready);
        sentence += &format!("; {who} had to wait for {}", its(held.ready.len()));
    }
    if !held.late.is_empty() {
        let who = wording.tasks_and_others(&held.late);
        sentence += &format!("; the loop noticed only afterwards what {who} waited for");
    }
    match block.merged {
        0 | 1 => sentence,
        n => format!("{sentence}; {} more blocks are here", n - 1),
    }
}

/// Describes one or several passes in a sentence.
///
/// # Examples
/// ```
/// use coroscope::timeline::{Rows, Viewport, layout, sentence_for_pass};
/// use coroscope::{Runtime, sleep, time::ms, trace::{Model, RunView}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let run = RunView::new(log, &model);
///     let rows = Rows::of(&model);
///     let picture = layout(run, &rows, &Viewport::whole(&model, &rows, 600.0));
///     let first = sentence_for_pass(&model, &picture.loop_lane.passes[0]);
///     assert_eq!(first, "a pass over 1 ready, 0 ms long; 0 ready and 1 timer pending after it");
/// });
/// ```
pub fn sentence_for_pass(model: &Model, bar: &PassBar) -> String {
    let Some(pass) = model.passes.get(bar.first) else {
        return String::new();
    };
    let last = bar.first + (bar.merged.max(1) - 1) as usize;
    let until = model.passes.get(last).and_then(|last| last.to);
    let took = human(until.unwrap_or(model.now()) - pass.from);
    if bar.merged > 1 {
        return format!("{} passes in {took}", bar.merged);
    }
    let begun = format!("a pass over {} ready", pass.ready);
    if pass.to.is_none() {
        return format!("{begun}, {took} so far");
    }
    let timers = figure(pass.timers_after as usize, "timer");
    format!(
        "{begun}, {took} long; {} ready and {timers} pending after it",
        pass.ready_after
    )
}

/// Describes a mark in a sentence.
pub fn sentence_for_mark(mark: &Mark) -> String {
    let more = match mark.merged {
        0 | 1 => String::new(),
        2 => ", and one more".into(),
        n => format!(", and {} more", n - 1),
    };
    match mark.kind {
        MarkKind::Printed => format!("prints “{}” at {}{more}", mark.text, mark.moment.at),
        MarkKind::Noted => format!("{}, at {}{more}", mark.text, mark.moment.at),
        MarkKind::Refused | MarkKind::TimedOut | MarkKind::Called => {
            format!("{}{more}", mark.text)
        }
        MarkKind::Stuck => format!(
            "{}: nothing can continue after {}",
            mark.text, mark.moment.at
        ),
    }
}

/// When, by whom and why a task was cancelled; why that task was cancelled, and so on. Empty if it was not.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, spawn, sleep, time::ms, timeline::why_cancelled, trace::{Model, RunView}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async {
///     let nap = spawn(async { sleep(ms(5)).await; Ok(()) }).named("nap");
///     sleep(ms(1)).await;
///     nap.cancel();
///     Ok(())
/// }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let run = RunView::new(log, &model);
///     let why = why_cancelled(run, model.tasks()[1].id);
///     assert!(why.starts_with("nap was cancelled at 1 ms by Task-1"), "{why}");
/// });
/// ```
pub fn why_cancelled(run: RunView<'_>, task: TaskId) -> String {
    let wording = Wording::new(run);
    let (mut seen, mut parts) = (FxHashSet::default(), Vec::new());
    let mut next = Some(task);
    while let Some(track) = next
        .filter(|task| seen.insert(*task))
        .and_then(|task| run.model.task(task))
    {
        let request = cancel_requests::effective_request(track);
        let ended = track
            .end
            .filter(|(_, outcome)| *outcome == Outcome::Cancelled);
        let part = match (request.or(track.cancels.first()), ended) {
            (Some(request), _) => {
                let by = cancel_requests::cause(wording, track, request);
                format!("was cancelled at {}{by}", request.at)
            }
            (None, Some(end)) => task_end::sentence(wording, track, end),
            (None, None) => break,
        };
        if parts.len() == LONGEST_CHAIN {
            parts.push("and so on".into());
            break;
        }
        parts.push(format!("{} {part}", wording.task(track.id)));
        next = request
            .or(track.cancels.first())
            .and_then(|request| request.by);
    }
    parts.join("; ")
}

/// Describes a callback in a sentence: its name, how long it ran, and where its function is.
pub fn sentence_for_callback(run: RunView<'_>, bar: &CallbackBar) -> String {
    let Some(callback) = run.model.callbacks.get(bar.index) else {
        return String::new();
    };
    let line = Wording::new(run).in_line(callback.place);
    let took = human(callback.to - callback.from);
    let sentence = format!(
        "the callback {}{line} ran for {took}, from {} to {}",
        bar.name, callback.from, callback.to
    );
    match bar.merged {
        0 | 1 => sentence,
        2 => format!("{sentence}; one more is here"),
        n => format!("{sentence}; {} more are here", n - 1),
    }
}

/// Describes such a stretch in a sentence.
pub fn sentence_for_browser_time(time: &BrowserTime) -> String {
    let ready = match time.ready {
        1 => "1 task or callback was".into(),
        n => format!("{n} tasks or callbacks were"),
    };
    format!(
        "the browser had the thread for {}, from {} to {}, to paint or to run other code; {ready} ready",
        human(time.to - time.from),
        time.from,
        time.to
    )
}

impl Block {
    /// What blocked the loop, and for how long.
    pub fn title(&self) -> String {
        let took = human(self.to - self.from);
        format!("{} blocked the loop for {took}", self.name)
    }
}
