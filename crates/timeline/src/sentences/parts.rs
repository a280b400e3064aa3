//! Describes flows, blocks, passes and marks in sentences, and why a task was cancelled.

use super::{cancel_requests, canceller, task_end};
use crate::delayed::delayed_by;
use crate::picture::{
    Block, BrowserTime, CallbackBar, Flow, FlowEnd, FlowKind, Mark, MarkKind, PassBar,
};
use coroscope_trace::time::human;
use coroscope_trace::track::WokenBy;
use coroscope_trace::{EventKind, Model, Outcome, RunView, TaskId};
use coroscope_wording::{Wording, tr, tr_n};
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
        FlowKind::Wake => tr!("{by} wakes {task}", by, task),
        FlowKind::Spawn => {
            let track = run.model.task(flow.task);
            match track.is_some_and(|track| track.is_callback) {
                true => tr!("{by} schedules {task}", by, task),
                false => tr!("{by} spawns {task}", by, task),
            }
        }
        FlowKind::Await => tr!("{by} begins to wait for {task} to end", by, task),
        FlowKind::Cancel => {
            let why = match run.log.get(flow.seq).map(|event| event.kind) {
                Some(EventKind::CancelRequested { why, .. }) => run.log.text(why),
                _ => "",
            };
            match why {
                "" => tr!("{by} asks {task} to cancel", by, task),
                why => tr!("{by} asks {task} to cancel: {why}", by, task, why),
            }
        }
    };
    let at = flow.at;
    match flow.merged {
        0 | 1 => tr!("{did}, at {at}", did, at),
        n => tr_n!(
            n as usize - 1,
            "{did}, at {at}, and {n} more like it",
            "{did}, at {at}, and {n} more like it",
            did,
            at
        ),
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
    let mut sentence = tr!(
        "{what}, from {from} to {to}",
        what = block.title(),
        from = block.from,
        to = block.to
    );
    if !held.ready.is_empty() {
        sentence = tr_n!(
            held.ready.len(),
            "{sentence}; {tasks} had to wait for its turn",
            "{sentence}; {tasks} had to wait for their turns",
            sentence,
            tasks = wording.tasks_and_others(&held.ready)
        );
    }
    if !held.late.is_empty() {
        sentence = tr_n!(
            held.late.len(),
            "{sentence}; the loop noticed only afterwards what {tasks} waited for",
            "{sentence}; the loop noticed only afterwards what {tasks} waited for",
            sentence,
            tasks = wording.tasks_and_others(&held.late)
        );
    }
    match block.merged {
        0 | 1 => sentence,
        n => tr_n!(
            n as usize - 1,
            "{sentence}; one more block is here",
            "{sentence}; {n} more blocks are here",
            sentence
        ),
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
        let passes = bar.merged as usize;
        return tr_n!(passes, "one pass in {took}", "{n} passes in {took}", took);
    }
    let ready = pass.ready;
    if pass.to.is_none() {
        return tr!("a pass over {ready} ready, {took} so far", ready, took);
    }
    tr!(
        "a pass over {ready} ready, {took} long; {after} ready and {timers} pending after it",
        ready,
        took,
        after = pass.ready_after,
        timers = tr_n!(pass.timers_after as usize, "1 timer", "{n} timers")
    )
}

/// Describes a mark in a sentence.
pub fn sentence_for_mark(mark: &Mark) -> String {
    let (text, at) = (&mark.text, mark.moment.at);
    let sentence = match mark.kind {
        MarkKind::Printed => tr!("prints “{text}” at {at}", text, at),
        MarkKind::Noted => tr!("{text}, at {at}", text, at),
        MarkKind::Refused | MarkKind::TimedOut | MarkKind::Called => text.clone(),
        MarkKind::Stuck => return tr!("{text}: nothing can continue after {at}", text, at),
    };
    match mark.merged {
        0 | 1 => sentence,
        n => tr_n!(
            n as usize - 1,
            "{sentence}, and one more",
            "{sentence}, and {n} more",
            sentence
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
        let task = wording.task(track.id);
        let part = match (request.or(track.cancels.first()), ended) {
            (Some(request), _) => {
                let done = tr!("{task} was cancelled at {at}", task, at = request.at);
                canceller::caused(done, wording, track, request)
            }
            (None, Some(end)) => {
                let ended = task_end::sentence(wording, track, end);
                tr!("{task} {ended}", task, ended)
            }
            (None, None) => break,
        };
        if parts.len() == LONGEST_CHAIN {
            parts.push(tr!("and so on").into());
            break;
        }
        parts.push(part);
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
    let sentence = tr!(
        "the callback {name}{line} ran for {took}, from {from} to {to}",
        name = bar.name,
        line,
        took,
        from = callback.from,
        to = callback.to
    );
    match bar.merged {
        0 | 1 => sentence,
        n => tr_n!(
            n as usize - 1,
            "{sentence}; one more is here",
            "{sentence}; {n} more are here",
            sentence
        ),
    }
}

/// Describes such a stretch in a sentence.
pub fn sentence_for_browser_time(time: &BrowserTime) -> String {
    tr_n!(
        time.ready as usize,
        "the browser had the thread for {took}, from {from} to {to}, to paint or to run other code; \
         1 task or callback was ready",
        "the browser had the thread for {took}, from {from} to {to}, to paint or to run other code; \
         {n} tasks or callbacks were ready",
        took = human(time.to - time.from),
        from = time.from,
        to = time.to
    )
}

impl Block {
    /// What blocked the loop, and for how long.
    pub fn title(&self) -> String {
        tr!(
            "{name} blocked the loop for {took}",
            name = self.name,
            took = human(self.to - self.from)
        )
    }
}
