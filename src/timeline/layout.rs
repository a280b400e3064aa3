//! Model and viewport → plain data: what is drawn where, for every renderer the same.

use super::rows::Rows;
use super::scale::{Tick, TimeScale, ticks};
use super::strip::{Strip, strip};
use super::track;
use crate::time::Instant;
pub use crate::trace::WaitKind;
use crate::trace::track::{Outcome, TaskTrack};
use crate::trace::{Log, Model, TaskId};

/// Least distance of the axis's ticks.
const TICK_PX: f64 = 72.0;

/// What part of a run is seen.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, timeline::*, trace::Model};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let (model, rows) = (Model::of(log), Rows::of(&Model::of(log)));
///     let picture = layout(&model, log, &rows, &Viewport::whole(&model, &rows, 600.0));
///     assert_eq!(picture.lanes[0].cap.unwrap().kind, CapKind::Done);
///     let (task, span) = hit(&model, &rows, &Viewport::whole(&model, &rows, 600.0), 0, 300.0).unwrap();
///     assert!(describe(&model, log, task, span).sentence.contains("5 ms"));
/// });
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// The stretch of time, and the width it is drawn over.
    pub scale: TimeScale,
    /// The topmost row in sight.
    pub first_lane: usize,
    /// How many rows are in sight.
    pub lanes: usize,
    /// Nothing later than this is drawn, and what still goes on then is drawn up to it. None is
    /// the last moment of the log. During a run it can be the clock, ahead of the log; on a
    /// recording it is the moment that the reader looks at.
    pub until: Option<Instant>,
}

impl Viewport {
    /// All of a run: every row, from the start to the last moment of the log.
    pub fn whole(model: &Model, rows: &Rows, width: f64) -> Viewport {
        Viewport {
            scale: TimeScale::new(Instant::ZERO, model.now(), width),
            first_lane: 0,
            lanes: rows.len(),
            until: None,
        }
    }

    /// The moment up to which this viewport draws.
    pub fn until(&self, model: &Model) -> Instant {
        self.until.unwrap_or(model.now())
    }
}

/// Everything that is drawn of a viewport.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The rows in sight, top to bottom.
    pub lanes: Vec<Lane>,
    /// The axis.
    pub ticks: Vec<Tick>,
    /// One for each resource that has levels.
    pub strips: Vec<Strip>,
    /// Where the loop went on in a macrotask, at most one a pixel.
    pub hops: Vec<f64>,
    /// The width that the viewport's time is drawn over.
    pub width: f64,
    /// How many rows there are in all.
    pub lanes_total: usize,
    /// Where the run has got to; none where that is out of sight, or the run is over.
    pub now_x: Option<f64>,
}

/// One task's row.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// Its place among all rows, counted from the top.
    pub row: usize,
    /// The task.
    pub task: TaskId,
    /// The task's name.
    pub name: String,
    /// How many tasks it is nested in.
    pub depth: u32,
    /// Where its life begins, or the left edge.
    pub x_from: f64,
    /// Where its life ends, or the right edge.
    pub x_to: f64,
    /// What it did, in the order of drawing: of two that overlap, the later one is on top.
    pub bars: Vec<Bar>,
    /// How it ended, where that is in sight.
    pub cap: Option<Cap>,
    /// From where on the lane is faded: from the end of a task that was cancelled.
    pub faded_from: Option<f64>,
}

/// One stretch of a lane in one state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// The state.
    pub kind: BarKind,
    /// Its left edge. A bar that begins before the viewport is cut off a pixel outside.
    pub x: f64,
    /// How wide it is; at least two pixels for a poll, one for all else.
    pub width: f64,
    /// The first span that it stands for, as an index into the track's spans.
    pub span: usize,
    /// How many spans it stands for; about how many where they are dense.
    pub merged: u32,
}

/// What a bar tells, in the order of drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BarKind {
    /// From the moment its cancellation took effect to its end: a frame round what it did then.
    Cleanup,
    /// Suspended, and for what.
    Waiting(WaitKind),
    /// Woken, and waiting for its turn.
    Ready,
    /// Being polled.
    Running,
}

/// The mark at a task's end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cap {
    /// How it ended.
    pub kind: CapKind,
    /// Where.
    pub x: f64,
}

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CapKind {
    /// With a value.
    Done,
    /// With an error.
    Failed,
    /// Cancelled.
    Cancelled,
}

impl CapKind {
    /// The mark of an outcome.
    pub fn of(outcome: Outcome) -> CapKind {
        match outcome {
            Outcome::Done => CapKind::Done,
            Outcome::Failed(_) => CapKind::Failed,
            Outcome::Cancelled => CapKind::Cancelled,
        }
    }
}

/// What is drawn of the viewport. Costs as much as there are pixels, however long the log is.
pub fn layout(model: &Model, log: &Log, rows: &Rows, viewport: &Viewport) -> Picture {
    let (scale, until) = (&viewport.scale, viewport.until(model));
    let in_sight = rows.as_slice().iter().enumerate();
    let in_sight = in_sight.skip(viewport.first_lane).take(viewport.lanes);
    let lane = |(row, place): (usize, &super::Row)| {
        let task = model.task(place.task)?;
        Some(lane(model, log, scale, until, task, (row, place.depth)))
    };
    let now_x = Some(scale.x(until)).filter(|x| (0.0..=scale.width()).contains(x));
    Picture {
        lanes: in_sight.filter_map(lane).collect(),
        ticks: ticks(scale, TICK_PX),
        strips: model
            .resources()
            .iter()
            .filter(|resource| !resource.levels.is_empty())
            .map(|resource| strip(model, log, scale, until, resource))
            .collect(),
        hops: hops(model, scale, until),
        width: scale.width(),
        lanes_total: rows.len(),
        now_x: now_x.filter(|_| !model.is_over() || until < model.now()),
    }
}

fn lane(
    model: &Model,
    log: &Log,
    scale: &TimeScale,
    until: Instant,
    task: &TaskTrack,
    (row, depth): (usize, u32),
) -> Lane {
    let edge = |at: Instant| scale.x(at).clamp(-1.0, scale.width() + 1.0);
    let end = task.end.filter(|(at, _)| *at <= until);
    let cap = end.map(|(at, outcome)| Cap {
        kind: CapKind::of(outcome),
        x: scale.x(at),
    });
    Lane {
        row,
        task: task.id,
        name: model.task_name(log, task.id).into_owned(),
        depth,
        x_from: edge(task.spawned.min(until)),
        x_to: edge(end.map_or(until, |(at, _)| at)),
        bars: track::bars(task, scale, until),
        faded_from: cap
            .filter(|cap| cap.kind == CapKind::Cancelled && cap.x <= scale.width())
            .map(|cap| cap.x.max(0.0)),
        cap: cap.filter(|cap| (0.0..=scale.width()).contains(&cap.x)),
    }
}

fn hops(model: &Model, scale: &TimeScale, until: Instant) -> Vec<f64> {
    let hops = &model.hops;
    let mut seen = Vec::new();
    let mut next = hops.partition_point(|hop| *hop < scale.from());
    while let Some(hop) = hops.get(next).filter(|hop| **hop <= scale.to().min(until)) {
        let x = scale.x(*hop);
        seen.push(x);
        let pixel_end = scale.first_at(x.floor() + 1.0);
        next += 1 + hops[next + 1..].partition_point(|hop| *hop < pixel_end);
    }
    seen
}

/// The task in a row and its span at `x`, looked up in the model: what is seen there, else what
/// is at most three pixels away.
pub fn hit(
    model: &Model,
    rows: &Rows,
    viewport: &Viewport,
    row: usize,
    x: f64,
) -> Option<(TaskId, usize)> {
    let task = model.task(rows.get(row)?.task)?;
    let span = track::hit(task, &viewport.scale, viewport.until(model), x)?;
    Some((task.id, span))
}
