//! What lies at a point of the picture beside the bars, in a sentence: marks, arrows, bands, the loop's lane, strips,
//! the axis.

use super::block::Block;
use super::browser_time::sentence_for_browser_time;
use super::callback::sentence_for_callback;
use super::edge::{Edge, EdgeEnd};
use super::loop_lane::PassBar;
use super::picture::{Lane, Mark, MarkKind, Picture};
use super::resource::resource_at;
use super::scale::TimeScale;
use super::shapes::{BAR, ROW};
use super::strip::Strip;
use super::words::{sentence_for_block, sentence_for_edge, sentence_for_mark, sentence_for_pass};
use crate::trace::{Log, Model, Moment};

/// How far beside a mark, an arrow or a tick a pointer still finds it.
const NEAR_PX: f64 = 4.0;
/// How far an arrow that comes from no lane comes from.
const FROM_AFAR: f64 = 12.0;

/// What is said of a point of the lanes: of a mark or an arrow there. None where only bars are, of which
/// [`hit`](super::hit) tells. `y` counts pixels from the top of the first of all rows.
pub fn sentence_on_lane(
    model: &Model,
    log: &Log,
    picture: &Picture,
    (x, y): (f64, f64),
) -> Option<String> {
    let lane = picture
        .lanes
        .iter()
        .find(|lane| lane.row == (y / ROW).max(0.0) as usize);
    if let Some(mark) = lane.and_then(|lane| mark_at(lane, x, y)) {
        return Some(sentence_for_mark(mark));
    }
    let near = |edge: &&Edge| {
        let at = edge_x(edge, picture, y);
        at.is_some_and(|at| (at - x).abs() <= NEAR_PX)
    };
    let mut edges = picture.edges.iter().filter(near);
    edges.next().map(|edge| sentence_for_edge(model, log, edge))
}

/// What is said of a place in the lanes where nothing else is: of the band of what kept the loop there, or of
/// the browser's time.
pub fn sentence_on_band(model: &Model, log: &Log, picture: &Picture, x: f64) -> Option<String> {
    let is_here = |block: &&Block| (block.x..=block.x + block.width).contains(&x);
    if let Some(block) = picture.blocks.iter().rev().find(is_here) {
        return Some(sentence_for_block(model, log, block));
    }
    let mut times = picture.browser_times.iter();
    let time = times.find(|time| (time.x..=time.x + time.width).contains(&x))?;
    Some(sentence_for_browser_time(time))
}

/// What is said of a place in the loop's own lane.
///
/// # Examples
/// ```
/// use coroscope::timeline::{Rows, Viewport, layout, sentence_on_loop};
/// use coroscope::{Runtime, sleep, time::ms, trace::Model};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let rows = Rows::of(&model);
///     let picture = layout(&model, log, &rows, &Viewport::whole(&model, &rows, 600.0));
///     let said = sentence_on_loop(&model, log, &picture, 300.0).unwrap();
///     assert_eq!(said, "the loop has nothing to do; 1 timer is pending");
/// });
/// ```
pub fn sentence_on_loop(model: &Model, log: &Log, picture: &Picture, x: f64) -> Option<String> {
    let lane = &picture.loop_lane;
    if let Some(mark) = lane.marks.iter().find(|mark| is_at(mark, x)) {
        return Some(sentence_for_mark(mark));
    }
    let inside = |left: f64, width: f64| (left - 1.0..=left + width + 1.0).contains(&x);
    if let Some(bar) = lane.callbacks.iter().find(|bar| inside(bar.x, bar.width)) {
        return Some(sentence_for_callback(model, log, bar));
    }
    let is_here = |pass: &&PassBar| inside(pass.x, pass.width);
    if let Some(pass) = lane.passes.iter().find(is_here) {
        return Some(sentence_for_pass(model, pass));
    }
    let before = lane.passes.iter().take_while(|pass| pass.x < x).last()?;
    let last = before.first + (before.merged.max(1) - 1) as usize;
    let pass = model.passes.get(last)?;
    pass.to?;
    Some(match pass.timers_after {
        0 => "the loop has nothing to do; no timer is pending".into(),
        1 => "the loop has nothing to do; 1 timer is pending".into(),
        n => format!("the loop has nothing to do; {n} timers are pending"),
    })
}

/// What is said of a place in the strip of something that tasks share: what it is like at that time.
pub fn sentence_on_strip(
    model: &Model,
    log: &Log,
    scale: &TimeScale,
    strip: &Strip,
    x: f64,
) -> Option<String> {
    let at = scale.at(x).min(model.now());
    let then = resource_at(model, log, strip.resource, Moment::at(log, at)?)?;
    Some(format!("at {at}: {}", then.sentence))
}

/// What is said of a tick above the axis, where the loop let the page have its turn.
pub fn sentence_on_axis(picture: &Picture, scale: &TimeScale, x: f64) -> Option<String> {
    let hop = picture
        .hops
        .iter()
        .find(|hop| (**hop - x).abs() <= NEAR_PX)?;
    let at = scale.at(*hop);
    Some(format!(
        "the loop lets the page paint, and goes on in a macrotask, at {at}"
    ))
}

fn mark_at(lane: &Lane, x: f64, y: f64) -> Option<&Mark> {
    // Marks stand on the bar.
    let above = y - lane.row as f64 * ROW <= (ROW - BAR) / 2.0 + 2.0;
    let mut marks = lane.marks.iter();
    marks.find(|mark| is_at(mark, x) && (above || mark.kind == MarkKind::Refused))
}

/// A flag flies to the right.
fn is_at(mark: &Mark, x: f64) -> bool {
    let right = match mark.kind {
        MarkKind::Printed | MarkKind::Noted => 8.0,
        MarkKind::Refused | MarkKind::Stuck => NEAR_PX + 2.0,
    };
    (mark.x - NEAR_PX..=mark.x + right).contains(&x)
}

/// How far the curve of an arrow bends out of the straight on its way.
pub fn bend(way: f64) -> f64 {
    (4.0 + way.abs() / 12.0).min(22.0)
}

/// Where an arrow is at a height; none where it does not pass there.
fn edge_x(edge: &Edge, picture: &Picture, y: f64) -> Option<f64> {
    let first = picture.lanes.first().map_or(0, |lane| lane.row) as f64;
    let place = |end: EdgeEnd| match end {
        EdgeEnd::Row(row) => Some((row as f64 + 0.5) * ROW),
        EdgeEnd::Above => Some(first * ROW),
        EdgeEnd::Below => Some((first + picture.lanes.len() as f64) * ROW),
        _ => None,
    };
    let to = place(edge.to)?;
    let from = place(edge.from);
    let way = to - from.unwrap_or(to - FROM_AFAR);
    let part = (y - (to - way)) / way;
    if !(0.0..=1.0).contains(&part) {
        return None;
    }
    if from.is_none() {
        return Some(edge.x - (1.0 - part) * FROM_AFAR);
    }
    // The curve leaves its ends sideways: at the time t it has gone 3t² − 2t³ of its way, and is 3t(1 − t) of the bend out.
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..12 {
        let t: f64 = (low + high) / 2.0;
        match t * t * (3.0 - 2.0 * t) < part {
            true => low = t,
            false => high = t,
        }
    }
    Some(edge.x - bend(way) * 3.0 * low * (1.0 - low))
}
