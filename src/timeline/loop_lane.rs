//! What the loop itself did: its passes, and how many were ready and how many timers pending.

use super::callback::CallbackBar;
use super::picture::Mark;
use super::scale::TimeScale;
use crate::time::Instant;
use crate::trace::Model;
use crate::trace::model::Pass;

/// Passes that are wider than this are told apart from their neighbours.
const NARROW: f64 = 2.0;

/// The loop's own lane.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoopLane {
    /// Its passes.
    pub passes: Vec<PassBar>,
    /// How many entries the ready queue held: from each pass's beginning, and from its end.
    pub ready: Gauge,
    /// How many timers were pending: from each pass's beginning, and from its end.
    pub timers: Gauge,
    /// What no task printed or remarked.
    pub marks: Vec<Mark>,
    /// Callbacks that ran for a while.
    pub callbacks: Vec<CallbackBar>,
}

/// A pass, or several that share a pixel or are less than one apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PassBar {
    /// Its left edge.
    pub x: f64,
    /// How wide it is; at least one pixel.
    pub width: f64,
    /// The first pass, as an index into the model's passes.
    pub first: usize,
    /// How many there are.
    pub merged: u32,
}

/// A number over time, as steps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gauge {
    /// From where on the number is what, in order; at most four a pixel.
    pub steps: Vec<(f64, u32)>,
    /// The highest in sight.
    pub highest: u32,
    /// Up to where the last is known.
    pub x_to: f64,
}

pub(super) fn loop_lane(model: &Model, scale: &TimeScale, until: Instant) -> LoopLane {
    let passes = &model.passes;
    let last_seen = scale.to().min(until);
    let end = passes.partition_point(|pass| pass.from <= last_seen);
    let before = passes.partition_point(|pass| pass.from < scale.from());
    let mut lane = LoopLane::default();
    let mut next = before.saturating_sub(1);
    while next < end {
        let x = scale.x(passes[next].from).max(-1.0);
        let pixel_end = scale.first_at(x.floor() + 1.0);
        let count = before_moment(&passes[next..end], pixel_end).max(1);
        lane.add(scale, until, (next, &passes[next..next + count]), model);
        next += count;
    }
    let x_to = scale.x(until).clamp(-1.0, scale.width() + 1.0);
    (lane.ready.x_to, lane.timers.x_to) = (x_to, x_to);
    lane
}

/// How many of the first passes begin before a moment: looked for in steps that double, because it
/// is near.
fn before_moment(passes: &[Pass], at: Instant) -> usize {
    let mut far = 1;
    while far < passes.len() && passes[far].from < at {
        far *= 2;
    }
    let near = far / 2;
    let between = &passes[near.min(passes.len())..far.min(passes.len())];
    near + between.partition_point(|pass| pass.from < at)
}

impl LoopLane {
    /// Takes in passes that begin in the same pixel.
    fn add(
        &mut self,
        scale: &TimeScale,
        until: Instant,
        (first, passes): (usize, &[Pass]),
        model: &Model,
    ) {
        let inside = |at: Instant| scale.x(at).clamp(-1.0, scale.width() + 1.0);
        let (begun, last) = (&passes[0], &passes[passes.len() - 1]);
        let x = inside(begun.from);
        let end = inside(last.to.unwrap_or(until).min(until)).max(x + 1.0);
        let merged = passes.len() as u32;
        let is_narrow = |width: f64, merged: u32| width <= NARROW || merged > 1;
        match self.passes.last_mut() {
            Some(bar)
                if x <= bar.x + bar.width + 1.0
                    && is_narrow(bar.width, bar.merged)
                    && is_narrow(end - x, merged) =>
            {
                bar.width = bar.width.max(end - bar.x);
                bar.merged += merged;
            }
            _ => self.passes.push(PassBar {
                x,
                width: end - x,
                first,
                merged,
            }),
        }
        let (ready, timers) = model.pass_peak(first..first + passes.len());
        self.ready.step(x, ready);
        self.timers.step(x, timers);
        if last.to.is_some_and(|to| to <= until) {
            self.ready.step(end, last.ready_after);
            self.timers.step(end, last.timers_after);
        }
    }
}

impl Gauge {
    fn step(&mut self, x: f64, level: u32) {
        self.highest = self.highest.max(level);
        match self.steps.last() {
            Some((_, last)) if *last == level => {}
            // Of the same place the later counts, unless it would hide what was more.
            Some((at, last)) if *at >= x => {
                let (at, level) = (*at, level.max(*last));
                self.steps.pop();
                self.steps.push((at, level));
            }
            _ => self.steps.push((x, level)),
        }
    }
}
