//! The loop's lane: its passes, the number of ready tasks, and the number of pending timers.

use super::columns::NEARLY;
use super::levels::{Changes, Level, levels, peaks};
use super::tick::{FAINT, Ticks, give_way};
use crate::picture::{Gauge, LoopLane, PassBar, Peak};
use crate::scale::TimeScale;
use core::ops::Range;
use coroscope_trace::time::Instant;
use coroscope_trace::{Change, Model};

/// Neighbouring columns whose shares differ less than this are merged.
const ALIKE: f64 = 0.01;

impl Changes for Model {
    fn len(&self) -> usize {
        self.pass_changes()
    }

    fn change(&self, place: usize) -> Change {
        self.pass_change(place)
    }

    fn sum(&self, range: Range<usize>) -> [u128; 3] {
        self.pass_sum(range)
    }
}

pub(super) fn loop_lane(model: &Model, scale: &TimeScale, until: Instant) -> LoopLane {
    let mut lane = LoopLane::default();
    let mut ticks = Ticks::new(scale);
    let mut seen = false;
    let mut highest = [Vec::new(), Vec::new()];
    levels(model, scale, until, |found| {
        let [busy, ready, timers] = found.numbers;
        let (x, to) = found.edges;
        let fills = busy * (to - x);
        let begun = passes(&found);
        lane.add_pass(&found, begun.len() as u32);
        if let Some(shared) = &found.shared
            && !begun.is_empty()
            && fills < FAINT
            && !seen
            && ticks.take(shared.column)
        {
            lane.ticks.push(shared.column);
        }
        seen = fills >= FAINT;
        if to - x > NEARLY {
            lane.ready.step(x, ready);
            lane.timers.step(x, timers);
        }
        match &found.shared {
            None => {
                if busy > 0.0 {
                    give_way(&mut lane.ticks, x);
                }
                lane.rise([ready as u32, timers as u32]);
            }
            Some(shared) if !begun.is_empty() => {
                let (ready, timers) = model.pass_peak(begun);
                lane.rise([ready, timers]);
                for (highest, level) in highest.iter_mut().zip([ready, timers]) {
                    let x = shared.column;
                    highest.push(Peak { x, level });
                }
            }
            Some(_) => {}
        }
    });
    let x_to = scale.x(until).clamp(-1.0, scale.width() + 1.0);
    for (gauge, highest) in [&mut lane.ready, &mut lane.timers].into_iter().zip(highest) {
        gauge.x_to = x_to;
        gauge.peaks = peaks(&highest, scale, gauge.highest, |x| gauge.at(x));
    }
    lane
}

/// The passes that begin in a part. Each pass has two changes, at its beginning and its end.
fn passes(found: &Level) -> Range<usize> {
    let begun = match &found.shared {
        Some(shared) => shared.begun.clone(),
        None => found.place..found.place + 1,
    };
    begun.start.div_ceil(2)..begun.end.div_ceil(2)
}

impl LoopLane {
    fn add_pass(&mut self, found: &Level, merged: u32) {
        let (share, (x, to)) = (found.numbers[0], found.edges);
        if merged == 0 && share * (to - x) <= NEARLY {
            return;
        }
        if let Some(last) = self.passes.last_mut().filter(|_| found.shared.is_some())
            && (last.x + last.width - x).abs() < NEARLY
            && (last.share - share).abs() < ALIKE
            && last.share < 1.0
        {
            last.width = to - last.x;
            last.merged += merged;
            return;
        }
        self.passes.push(PassBar {
            x,
            width: to - x,
            share,
            first: found.place / 2,
            merged,
        });
    }

    fn rise(&mut self, [ready, timers]: [u32; 2]) {
        self.ready.highest = self.ready.highest.max(ready);
        self.timers.highest = self.timers.highest.max(timers);
    }
}

impl Gauge {
    fn step(&mut self, x: f64, level: f64) {
        if self.steps.last().is_none_or(|(_, last)| *last != level) {
            self.steps.push((x, level));
        }
    }

    /// The number drawn at an x.
    fn at(&self, x: f64) -> f64 {
        let after = self.steps.partition_point(|step| step.0 <= x);
        after.checked_sub(1).map_or(0.0, |step| self.steps[step].1)
    }
}
