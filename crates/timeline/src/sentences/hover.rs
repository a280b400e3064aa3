//! Describes what lies at a point of the picture, apart from bars: marks, arrows, bands, the loop's lane, counter tracks,
//! the axis.

use super::parts::{
    sentence_for_block, sentence_for_browser_time, sentence_for_callback, sentence_for_flow,
    sentence_for_mark, sentence_for_pass,
};
use crate::picture::{Block, CounterTrack, Flow, FlowEnd, Lane, Mark, MarkKind, PassBar, Picture};
use crate::resource::resource_at;
use crate::scale::TimeScale;
use crate::sizes::{BAR, ROW};
use coroscope_trace::{Moment, RunView};

/// How far from a mark, an arrow or a tick a pointer still hits it.
const NEAR_PX: f64 = 4.0;
/// Length of an arrow that starts at no lane.
const STUB: f64 = 12.0;

/// Describes the mark or arrow at a point of the lanes. `None` if there is neither; for bars, see [`hit`](crate::hit). `y`
/// is in pixels from the top of the first row.
pub fn sentence_on_lane(run: RunView<'_>, picture: &Picture, x: f64, y: f64) -> Option<String> {
    let lane = picture
        .lanes
        .iter()
        .find(|lane| lane.row == (y / ROW).max(0.0) as usize);
    if let Some(mark) = lane.and_then(|lane| mark_at(lane, x, y)) {
        return Some(sentence_for_mark(mark));
    }
    let near = |flow: &&Flow| {
        let at = flow_x(flow, picture, y);
        at.is_some_and(|at| (at - x).abs() <= NEAR_PX)
    };
    let mut flows = picture.flows.iter().filter(near);
    flows.next().map(|flow| sentence_for_flow(run, flow))
}

/// Describes the band at an `x`: a block of the loop, or the browser's time.
pub fn sentence_on_band(run: RunView<'_>, picture: &Picture, x: f64) -> Option<String> {
    let is_here = |block: &&Block| (block.x..=block.x + block.width).contains(&x);
    if let Some(block) = picture.blocks.iter().rev().find(is_here) {
        return Some(sentence_for_block(run, block));
    }
    let mut times = picture.browser_times.iter();
    let time = times.find(|time| (time.x..=time.x + time.width).contains(&x))?;
    Some(sentence_for_browser_time(time))
}

/// Describes a point in the loop's lane.
///
/// # Examples
/// ```
/// use coroscope::timeline::{Rows, Viewport, layout, sentence_on_loop};
/// use coroscope::{Runtime, sleep, time::ms, trace::{Model, RunView}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let run = RunView::new(log, &model);
///     let rows = Rows::of(&model);
///     let picture = layout(run, &rows, &Viewport::whole(&model, &rows, 600.0));
///     let sentence = sentence_on_loop(run, &picture, 300.0).unwrap();
///     assert_eq!(sentence, "the loop is idle; 1 timer is pending");
/// });
/// ```
pub fn sentence_on_loop(run: RunView<'_>, picture: &Picture, x: f64) -> Option<String> {
    let lane = &picture.loop_lane;
    if let Some(mark) = lane.marks.iter().find(|mark| is_at(mark, x)) {
        return Some(sentence_for_mark(mark));
    }
    let inside = |left: f64, width: f64| (left - 1.0..=left + width + 1.0).contains(&x);
    if let Some(bar) = lane.callbacks.iter().find(|bar| inside(bar.x, bar.width)) {
        return Some(sentence_for_callback(run, bar));
    }
    let is_here = |pass: &&PassBar| inside(pass.x, pass.width);
    if let Some(pass) = lane.passes.iter().find(is_here) {
        return Some(sentence_for_pass(run.model, pass));
    }
    let before = lane.passes.iter().take_while(|pass| pass.x < x).last()?;
    let last = before.first + (before.merged.max(1) - 1) as usize;
    let pass = run.model.passes.get(last)?;
    pass.to?;
    Some(match pass.timers_after {
        0 => "the loop is idle; no timer is pending".into(),
        1 => "the loop is idle; 1 timer is pending".into(),
        n => format!("the loop is idle; {n} timers are pending"),
    })
}

/// Describes a point in a counter track: the state of the resource at that time.
pub fn sentence_on_counter_track(
    run: RunView<'_>,
    scale: &TimeScale,
    track: &CounterTrack,
    x: f64,
) -> Option<String> {
    let at = scale.at(x).min(run.model.now());
    let then = resource_at(run, track.resource, Moment::at(run.log, at)?)?;
    Some(format!("at {at}: {}", then.sentence))
}

/// Describes a tick above the axis: the loop let the page paint.
pub fn sentence_on_axis(picture: &Picture, scale: &TimeScale, x: f64) -> Option<String> {
    let hop = picture
        .hops
        .iter()
        .find(|hop| (**hop - x).abs() <= NEAR_PX)?;
    let at = scale.at(*hop);
    Some(format!(
        "the loop lets the page paint and continues in a macrotask, at {at}"
    ))
}

fn mark_at(lane: &Lane, x: f64, y: f64) -> Option<&Mark> {
    // Marks are above the bar.
    let above = y - lane.row as f64 * ROW <= (ROW - BAR) / 2.0 + 2.0;
    let mut marks = lane.marks.iter();
    marks.find(|mark| is_at(mark, x) && (above || mark.kind == MarkKind::Refused))
}

/// Whether a mark is at `x`; a flag extends to the right.
fn is_at(mark: &Mark, x: f64) -> bool {
    let right = match mark.kind {
        MarkKind::Printed | MarkKind::Noted => 8.0,
        MarkKind::Refused | MarkKind::Stuck => NEAR_PX + 2.0,
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
