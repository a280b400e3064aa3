//! Lays out the picture: model and viewport → plain data, the same for every renderer.

mod blocks;
mod browser_times;
mod callbacks;
mod columns;
mod counter_track;
mod failures;
mod flows;
mod fold;
mod levels;
mod limits;
mod lock_holds;
mod loop_lane;
mod marks;
mod overdue;
mod pixels;
mod sweep;
mod tick;
mod track;

pub use flows::MAX_FLOWS;

use crate::picture::{Cap, Flows, Lane, Mark, MarkKind, Picture};
use crate::rows::{Row, Rows};
use crate::scale::{TimeScale, ticks};
use crate::sizes::AXIS_TICK;
use crate::stuck;
use crate::viewport::Viewport;
use blocks::{BLOCKED, blocks};
use browser_times::browser_times;
use callbacks::callbacks;
use coroscope_trace::time::{Duration, Instant};
use coroscope_trace::track::TaskTrack;
use coroscope_trace::{Model, Moment, OutcomeKind, RunView, TaskId, TaskState};
use coroscope_wording::tr;
use counter_track::counter_track;
use failures::failures;
use flows::flows;
use fold::summarise;
use limits::limits;
use loop_lane::loop_lane;
use marks::mark;
use overdue::overdue;

/// Options of [`layout_with`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayoutOptions {
    /// Which flows are drawn.
    pub flows: Flows,
    /// A poll of at least this length counts as blocking the loop.
    pub blocked: Duration,
}

impl Default for LayoutOptions {
    /// No flows; polls of 50 ms block the loop.
    fn default() -> LayoutOptions {
        LayoutOptions {
            flows: Flows::None,
            blocked: BLOCKED,
        }
    }
}

/// Lays out a viewport without flows. The cost depends on the number of pixels, not on the length of the log.
pub fn layout(run: RunView<'_>, rows: &Rows, viewport: &Viewport) -> Picture {
    layout_with(run, rows, viewport, LayoutOptions::default())
}

/// Lays out a viewport with options.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, spawn, time::ms, timeline::*, trace::{Model, RunView}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { spawn(async { sleep(ms(5)).await; Ok(()) }).await }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let run = RunView::new(log, &model);
///     let rows = Rows::of(&model);
///     let viewport = Viewport::whole(&model, &rows, 600.0);
///     let show = LayoutOptions { flows: Flows::Of(model.tasks()[1].id), ..LayoutOptions::default() };
///     let flows = layout_with(run, &rows, &viewport, show).flows;
///     let spawned = flows.iter().find(|flow| flow.kind == FlowKind::Spawn).unwrap();
///     assert_eq!((spawned.from, spawned.to), (FlowEnd::Row(0), FlowEnd::Row(1)));
/// });
/// ```
pub fn layout_with(
    run: RunView<'_>,
    rows: &Rows,
    viewport: &Viewport,
    options: LayoutOptions,
) -> Picture {
    let (scale, until) = (&viewport.scale, viewport.until(run.model));
    // During a run, waits grow by themselves and need no open end.
    let stuck = stuck::final_deadlock(run.model).filter(|_| viewport.until.is_none());
    let visible = rows.as_slice().iter().enumerate();
    let visible = visible.skip(viewport.first_lane).take(viewport.lanes);
    let mut lanes: Vec<Lane> = visible
        .map(|(row, place)| Lane {
            row,
            ..lane(run, scale, until, place)
        })
        .collect();
    for lane in lanes.iter_mut().filter(|_| stuck.is_some()) {
        keep_open(lane, run.model, scale, stuck);
    }
    let mut loop_lane = loop_lane(run.model, scale, until);
    loop_lane.callbacks = callbacks(run, viewport);
    summarise(&mut lanes, run, rows, viewport);
    mark(&mut lanes, &mut loop_lane, run, rows, viewport);
    let failures = failures(run, &lanes);
    let (flows, flows_left_out) = flows(run, rows, viewport, options.flows);
    let now_x = Some(scale.x(until)).filter(|x| (0.0..=scale.width()).contains(x));
    Picture {
        lanes,
        ticks: ticks(scale, AXIS_TICK),
        counter_tracks: run
            .model
            .tracked()
            .map(|resource| counter_track(run, viewport, resource))
            .collect(),
        hops: hops(run.model, scale, until),
        width: scale.width(),
        lanes_total: rows.len(),
        now_x: now_x.filter(|_| !run.model.all_done() || until < run.model.now()),
        loop_lane,
        blocks: blocks(run, viewport, options.blocked),
        browser_times: browser_times(run.model, scale, until),
        failures,
        flows,
        flows_left_out,
    }
}

fn lane(run: RunView<'_>, scale: &TimeScale, until: Instant, place: &Row) -> Lane {
    let lane = Lane {
        name: run.task_name(place.task).into_owned(),
        depth: place.depth,
        foldable: place.foldable,
        hidden: place.hidden,
        faded: place.faded,
        ..Lane::empty(place.task)
    };
    match run.model.task(place.task) {
        Some(task) => with_life(lane, task, scale, until),
        None => lane,
    }
}

/// Extends the wait of a deadlocked task into the space after the end of the run; its cap comes after that.
fn keep_open(lane: &mut Lane, model: &Model, scale: &TimeScale, stuck: Option<Moment>) {
    let Some((task, stuck)) = model.task(lane.task).zip(stuck) else {
        return;
    };
    lane.forever = stuck::open_end(model, task, stuck, scale);
    if let Some(wait) = lane.forever {
        let end = wait.x + wait.width;
        lane.x_to = end;
        lane.faded_from = None;
        let cap = task.end.map(|(_, outcome)| Cap {
            kind: outcome.kind(),
            x: end,
        });
        lane.cap = cap.filter(|cap| (0.0..=scale.width()).contains(&cap.x));
    }
}

fn with_life(lane: Lane, task: &TaskTrack, scale: &TimeScale, until: Instant) -> Lane {
    let edge = |at: Instant| scale.x(at).clamp(-1.0, scale.width() + 1.0);
    let end = task.end.filter(|(at, _)| *at <= until);
    let cap = end.map(|(at, outcome)| Cap {
        kind: outcome.kind(),
        x: scale.x(at),
    });
    let mut drawn = track::draw(task, scale, until);
    if task.is_thread {
        // A thread runs independently of the loop.
        drawn.bars.retain(|bar| bar.state == TaskState::Running);
        drawn.cleanup = None;
    }
    let mut lane = Lane {
        x_from: edge(task.spawned.min(until)),
        x_to: edge(end.map_or(until, |(at, _)| at)),
        is_thread: task.is_thread,
        is_process: task.is_process,
        is_callback: task.is_callback,
        overdue: overdue(task, &drawn.bars, scale, until),
        cleanups: Vec::new(),
        bars: drawn.bars,
        shares: drawn.shares,
        ticks: drawn.ticks,
        faded_from: cap
            .filter(|cap| cap.kind == OutcomeKind::Cancelled && cap.x <= scale.width())
            .map(|cap| cap.x.max(0.0)),
        cap: cap.filter(|cap| (0.0..=scale.width()).contains(&cap.x)),
        ..lane
    };
    if !(task.limits.is_empty() && task.cancels.is_empty()) {
        limits(&mut lane, task, scale, until);
    }
    lane.cleanups.extend(drawn.cleanup);
    if task.is_callback {
        mark_call(&mut lane, task, scale);
    }
    lane
}

/// Marks the turn of a callback, instead of its end.
fn mark_call(lane: &mut Lane, call: &TaskTrack, scale: &TimeScale) {
    let done = lane.cap.take_if(|cap| cap.kind == OutcomeKind::Done);
    let turn = call.spans.last().filter(|_| done.is_some());
    let Some(turn) = turn.filter(|turn| turn.from >= scale.from()) else {
        return;
    };
    lane.marks.push(Mark {
        kind: MarkKind::Called,
        x: scale.x(turn.from),
        moment: Moment {
            seq: turn.seq,
            at: turn.from,
        },
        text: tr!(
            "the callback {name} runs at {at}",
            name = lane.name,
            at = turn.from
        ),
        merged: 1,
    });
}

fn hops(model: &Model, scale: &TimeScale, until: Instant) -> Vec<f64> {
    let hops = &model.hops;
    let first = hops.partition_point(|hop| *hop < scale.from());
    let end = hops.partition_point(|hop| *hop <= scale.to().min(until));
    let by_pixel = scale.by_pixel(first..end, |place| hops[place]);
    by_pixel.map(|(x, _)| x).collect()
}

/// Finds the task of a row and its span at `x`: the visible span there, or else one at most three pixels away.
pub fn hit(
    model: &Model,
    rows: &Rows,
    viewport: &Viewport,
    row: usize,
    x: f64,
) -> Option<(TaskId, usize)> {
    let task = model.task(rows.get(row)?.task)?;
    if let Some(span) = track::hit(task, &viewport.scale, viewport.until(model), x) {
        return Some((task.id, span));
    }
    let stuck = stuck::final_deadlock(model).filter(|_| viewport.until.is_none())?;
    let wait = stuck::open_end(model, task, stuck, &viewport.scale)?;
    (wait.x..=wait.x + wait.width)
        .contains(&x)
        .then_some((task.id, wait.span))
}
