//! What is drawn at a point of the picture: the one hit test for pointer and touch.
//!
//! What is drawn above comes first: marks and limits, arrows, lines of failures, bars, bands.

use crate::layout;
use crate::picture::{
    Block, BrowserTime, CallbackBar, CounterTrack, Failure, Flow, FlowEnd, Lane, Limit, Mark,
    MarkKind, PassBar, Picture,
};
use crate::rows::Rows;
use crate::sizes::{BAR, ROW};
use crate::viewport::Viewport;
use coroscope_trace::time::Instant;
use coroscope_trace::{RunView, TaskId};

/// How far from a mark, an arrow or a tick a pointer still hits it.
const NEAR_PX: f64 = 4.0;
/// How far from the line of a failure a pointer still hits it.
const LINE_PX: f64 = 2.0;
/// Length of an arrow that starts at no lane.
const STUB: f64 = 12.0;

/// A point of the picture. Each x is in pixels from the left edge of the viewport's time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spot {
    /// Above the lanes, at the axis.
    Axis(f64),
    /// In the loop's lane.
    Loop(f64),
    /// In the lanes: x, and y in pixels from the top of the first row.
    Lanes(f64, f64),
    /// In the counter track with this index.
    CounterTrack(usize, f64),
}

/// What is drawn there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Hit<'a> {
    /// A task's span, by its index.
    Span(TaskId, usize),
    /// A mark.
    Mark(&'a Mark),
    /// A time limit of a task, by its index in the track.
    Limit(TaskId, usize),
    /// An arrow.
    Flow(&'a Flow),
    /// The line of a failure.
    Failure(&'a Failure),
    /// A band where the loop was blocked.
    Block(&'a Block),
    /// A band where the browser had the thread.
    Browser(&'a BrowserTime),
    /// A long callback in the loop's lane.
    Callback(&'a CallbackBar),
    /// A pass of the loop.
    Pass(&'a PassBar),
    /// The time after a pass, by the pass's index, in which the loop is idle.
    Idle(usize),
    /// A counter track at a moment, and how often its value was set to the same there.
    Level(&'a CounterTrack, Instant, u32),
    /// A tick above the axis: the loop let the page paint.
    Hop(Instant),
}

/// What is drawn at a point of a picture, which `rows` and `viewport` were laid out as. `None` if nothing is.
///
/// # Examples
/// ```
/// use coroscope::timeline::{Hit, Rows, Spot, Viewport, hit_at, layout, sentence_for_hit};
/// use coroscope::{Runtime, sleep, time::ms, trace::{Model, RunView}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let run = RunView::new(log, &model);
///     let rows = Rows::of(&model);
///     let viewport = Viewport::whole(&model, &rows, 600.0);
///     let picture = layout(run, &rows, &viewport);
///     let on_loop = hit_at(run, &rows, &viewport, &picture, Spot::Loop(300.0)).unwrap();
///     assert_eq!(sentence_for_hit(run, on_loop), "the loop is idle; 1 timer is pending");
///     let on_lane = hit_at(run, &rows, &viewport, &picture, Spot::Lanes(300.0, 12.0));
///     assert_eq!(on_lane, Some(Hit::Span(model.tasks()[0].id, 2)));
/// });
/// ```
pub fn hit_at<'a>(
    run: RunView<'_>,
    rows: &Rows,
    viewport: &Viewport,
    picture: &'a Picture,
    spot: Spot,
) -> Option<Hit<'a>> {
    match spot {
        Spot::Axis(x) => {
            let mut hops = picture.hops.iter();
            let hop = hops.find(|hop| (**hop - x).abs() <= NEAR_PX)?;
            Some(Hit::Hop(viewport.scale.at(*hop)))
        }
        Spot::Loop(x) => on_loop(run, picture, x),
        Spot::Lanes(x, y) => {
            let row = (y / ROW).max(0.0) as usize;
            let span = || {
                let (task, span) = layout::hit(run.model, rows, viewport, row, x)?;
                Some(Hit::Span(task, span))
            };
            let above = on_lanes(picture, row, x, y);
            above.or_else(span).or_else(|| band(picture, x))
        }
        Spot::CounterTrack(index, x) => {
            let track = picture.counter_tracks.get(index)?;
            let mut unchanged = track.unchanged.iter();
            let same = unchanged.find(|same| (same.x - x).abs() <= NEAR_PX);
            let at = viewport.scale.at(x).min(run.model.now());
            Some(Hit::Level(track, at, same.map_or(0, |same| same.times)))
        }
    }
}

/// The mark, limit, arrow or failure at a point of the lanes.
fn on_lanes(picture: &Picture, row: usize, x: f64, y: f64) -> Option<Hit<'_>> {
    let lane = picture.lanes.iter().find(|lane| lane.row == row);
    let mark = lane.and_then(|lane| mark_at(lane, x, y)).map(Hit::Mark);
    let limit = || {
        let lane = lane?;
        let limit = limit_at(lane, x, y)?;
        Some(Hit::Limit(lane.task, limit.index))
    };
    let flow = || {
        let near =
            |flow: &&Flow| flow_x(flow, picture, y).is_some_and(|at| (at - x).abs() <= NEAR_PX);
        picture.flows.iter().find(near).map(Hit::Flow)
    };
    let failure = || {
        let near = |failure: &&Failure| (failure.x - x).abs() <= LINE_PX;
        picture.failures.iter().find(near).map(Hit::Failure)
    };
    mark.or_else(limit).or_else(flow).or_else(failure)
}

/// The band at an `x`: a block of the loop, or the browser's time.
fn band(picture: &Picture, x: f64) -> Option<Hit<'_>> {
    let is_here = |block: &&Block| (block.x..=block.x + block.width).contains(&x);
    if let Some(block) = picture.blocks.iter().rev().find(is_here) {
        return Some(Hit::Block(block));
    }
    let mut times = picture.browser_times.iter();
    let time = times.find(|time| (time.x..=time.x + time.width).contains(&x))?;
    Some(Hit::Browser(time))
}

fn on_loop<'a>(run: RunView<'_>, picture: &'a Picture, x: f64) -> Option<Hit<'a>> {
    let lane = &picture.loop_lane;
    if let Some(mark) = lane.marks.iter().find(|mark| is_at(mark, x)) {
        return Some(Hit::Mark(mark));
    }
    let inside = |left: f64, width: f64| (left - 1.0..=left + width + 1.0).contains(&x);
    if let Some(bar) = lane.callbacks.iter().find(|bar| inside(bar.x, bar.width)) {
        return Some(Hit::Callback(bar));
    }
    let is_here = |pass: &&PassBar| inside(pass.x, pass.width);
    if let Some(pass) = lane.passes.iter().find(is_here) {
        return Some(Hit::Pass(pass));
    }
    let before = lane.passes.iter().take_while(|pass| pass.x < x).last()?;
    let last = before.first + (before.merged.max(1) - 1) as usize;
    run.model.passes.get(last)?.to?;
    Some(Hit::Idle(last))
}

/// Whether a height in the rows is above the bar of a lane, where marks and limits are.
fn is_above_bar(lane: &Lane, y: f64) -> bool {
    y - lane.row as f64 * ROW <= (ROW - BAR) / 2.0 + 2.0
}

fn mark_at(lane: &Lane, x: f64, y: f64) -> Option<&Mark> {
    let above = is_above_bar(lane, y);
    let is_on_bar = |mark: &Mark| {
        let kind = mark.kind;
        matches!(
            kind,
            MarkKind::Refused | MarkKind::TimedOut | MarkKind::Called
        )
    };
    let mut marks = lane.marks.iter();
    marks.find(|mark| is_at(mark, x) && (above || is_on_bar(mark)))
}

/// The limit whose flag or line is at a point.
fn limit_at(lane: &Lane, x: f64, y: f64) -> Option<&Limit> {
    let above = is_above_bar(lane, y);
    let is_here = |limit: &&Limit| (limit.from..=limit.x + NEAR_PX).contains(&x);
    let mut limits = lane.limits.iter().filter(|_| above).filter(is_here);
    // The nearest flag to the right.
    let first = limits.next()?;
    Some(limits.fold(
        first,
        |best, next| if next.x < best.x { next } else { best },
    ))
}

/// Whether a mark is at `x`; a flag extends to the right.
fn is_at(mark: &Mark, x: f64) -> bool {
    let right = match mark.kind {
        MarkKind::Printed | MarkKind::Noted => 8.0,
        MarkKind::Refused | MarkKind::Stuck | MarkKind::TimedOut | MarkKind::Called => {
            NEAR_PX + 2.0
        }
    };
    (mark.x - NEAR_PX..=mark.x + right).contains(&x)
}

/// How far the curve of an arrow bends sideways.
pub fn bend(way: f64) -> f64 {
    (4.0 + way.abs() / 12.0).min(22.0)
}

/// The x of an arrow at a height; `None` if it does not pass there.
fn flow_x(flow: &Flow, picture: &Picture, y: f64) -> Option<f64> {
    let first = picture.lanes.first().map_or(0, |lane| lane.row) as f64;
    let place = |end: FlowEnd| match end {
        FlowEnd::Row(row) => Some((row as f64 + 0.5) * ROW),
        FlowEnd::Above => Some(first * ROW),
        FlowEnd::Below => Some((first + picture.lanes.len() as f64) * ROW),
        _ => None,
    };
    let to = place(flow.to)?;
    let from = place(flow.from);
    let way = to - from.unwrap_or(to - STUB);
    let part = (y - (to - way)) / way;
    if !(0.0..=1.0).contains(&part) {
        return None;
    }
    if from.is_none() {
        return Some(flow.x - (1.0 - part) * STUB);
    }
    // The curve is cubic: at parameter t it has covered 3t² − 2t³ of the height and is 3t(1 − t) of the bend aside.
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..12 {
        let t: f64 = (low + high) / 2.0;
        match t * t * (3.0 - 2.0 * t) < part {
            true => low = t,
            false => high = t,
        }
    }
    Some(flow.x - bend(way) * 3.0 * low * (1.0 - low))
}
