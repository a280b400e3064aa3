//! Draws what is below the lanes of the standalone SVG: the loop, and queues and locks over time.

use super::elements::escape;
use super::{Drawing, GAP};
use crate::picture::{CounterStep, CounterTrack};
use crate::render::number::number;
use crate::render::shapes;
use crate::render::signs::UNCHANGED;
use crate::sentences::sentence_for_callback;
use crate::sizes::{CHAR_11, COUNTER_TRACK};
use core::fmt::{self, Write};
use coroscope_wording::{tr, tr_n};

/// Height of the area of waiting tasks, on each side of a counter track.
const SIDE: f64 = 8.0;
/// Height of a pass.
const PASS: f64 = 4.0;

impl Drawing<'_> {
    pub(super) fn tracks_height(&self) -> f64 {
        let tracks = self.picture.counter_tracks.iter();
        let tracks = tracks.map(|track| height(track) + GAP).sum::<f64>();
        match self.has_loop() {
            true => tracks + COUNTER_TRACK + GAP,
            false => tracks,
        }
    }

    fn has_loop(&self) -> bool {
        self.options.loop_lane && !self.picture.loop_lane.is_empty()
    }

    pub(super) fn counter_tracks(&mut self, top: f64) -> fmt::Result {
        let mut top = top;
        if self.has_loop() {
            self.loop_lane(top)?;
            top += COUNTER_TRACK + GAP;
        }
        for track in &self.picture.counter_tracks {
            self.counter_track(track, top)?;
            top += height(track) + GAP;
        }
        Ok(())
    }

    fn loop_lane(&mut self, top: f64) -> fmt::Result {
        let (lane, base) = (&self.picture.loop_lane, top + COUNTER_TRACK);
        let passes: u32 = lane.passes.iter().map(|pass| pass.merged).sum();
        let label = escape(&tr!(
            "loop: {passes}; at most {ready} ready and {timers}",
            passes = tr_n!(passes as usize, "1 pass", "{n} passes"),
            ready = lane.ready.highest,
            timers = tr_n!(lane.timers.highest as usize, "1 timer", "{n} timers")
        ));
        writeln!(
            self.svg,
            r#"<g role="listitem" aria-label="{label}"><title>{label}</title>"#
        )?;
        self.name(tr!("loop"), 0.0, top + COUNTER_TRACK / 2.0)?;
        let (x, y) = (number(self.left), number(base));
        write!(self.svg, r#"<g transform="translate({x} {y})">"#)?;
        for (gauge, class) in [(&lane.timers, "o"), (&lane.ready, "y")] {
            let (steps, full) = (gauge.steps.iter().copied(), gauge.highest);
            let height = COUNTER_TRACK - PASS - 2.0;
            let area = shapes::area(steps, gauge.x_to, -PASS, height, full);
            let peaks = shapes::peaks(&gauge.peaks, -PASS, height, full);
            write!(self.svg, r#"<path class="{class}" d="{area}"/>"#)?;
            write!(self.svg, r#"<path class="l{class}" d="{peaks}"/>"#)?;
        }
        let (bars, ticks) = shapes::passes(lane, 0.0, PASS);
        write!(
            self.svg,
            r#"<path class="w" d="{bars}"/><path class="w tick" d="{ticks}"/>"#
        )?;
        writeln!(self.svg, "</g>")?;
        self.callbacks(base)?;
        let end = self.x(lane.ready.x_to);
        writeln!(self.svg, r#"<path class="b" d="M{x} {y}H{end}"/></g>"#)
    }

    /// Draws long callbacks, with their names if there is space.
    fn callbacks(&mut self, base: f64) -> fmt::Result {
        let (top, height) = (base - COUNTER_TRACK + 2.0, number(COUNTER_TRACK - 2.0));
        for bar in &self.picture.loop_lane.callbacks {
            let title = escape(&sentence_for_callback(self.run, bar));
            let (x, y, width) = (self.x(bar.x), number(top), number(bar.width));
            writeln!(
                self.svg,
                r#"<path class="callback" d="M{x} {y}h{width}v{height}h-{width}z"><title>{title}</title></path>"#
            )?;
            let wide = CHAR_11 * bar.name.chars().count() as f64 + 8.0;
            if wide <= bar.width {
                let (x, y) = (
                    self.x(bar.x.max(0.0) + 4.0),
                    number(top + COUNTER_TRACK / 2.0 + 3.0),
                );
                let name = escape(&bar.name);
                writeln!(self.svg, r#"<text class="q" x="{x}" y="{y}">{name}</text>"#)?;
            }
        }
        Ok(())
    }

    fn counter_track(&mut self, track: &CounterTrack, top: f64) -> fmt::Result {
        let full = track.highest.max(track.capacity);
        let above = has_waiters(track, putters);
        let top = top + if above { SIDE } else { 0.0 };
        let base = top + COUNTER_TRACK;
        let label = match track.capacity {
            0 => tr!(
                "{name}: at most {most}",
                name = track.name,
                most = track.highest
            ),
            capacity => tr!(
                "{name}: at most {most} of {capacity}",
                name = track.name,
                most = track.highest,
                capacity
            ),
        };
        let label = escape(&label);
        writeln!(
            self.svg,
            r#"<g role="listitem" aria-label="{label}"><title>{label}</title>"#
        )?;
        self.name(&track.name, 0.0, top + COUNTER_TRACK / 2.0)?;
        let area = shapes::levels(track, 0.0, COUNTER_TRACK - 2.0, full);
        let (x, y, end) = (number(self.left), number(base), self.x(track.x_to));
        writeln!(
            self.svg,
            r#"<path class="v" transform="translate({x} {y})" d="{area}"/>"#
        )?;
        let peaks = shapes::peaks(&track.peaks, 0.0, COUNTER_TRACK - 2.0, full);
        writeln!(
            self.svg,
            r#"<path class="lv" transform="translate({x} {y})" d="{peaks}"/>"#
        )?;
        // Tasks waiting to put are drawn above, tasks waiting to take below.
        let sides = [
            shapes::waiters(track, putters, -COUNTER_TRACK - 1.0, SIDE - 2.0),
            shapes::waiters(track, takers, 1.0, 2.0 - SIDE),
        ];
        for area in sides.into_iter().flatten() {
            writeln!(
                self.svg,
                r#"<path class="y" transform="translate({x} {y})" d="{area}"/>"#
            )?;
        }
        self.lock_holders(track, top)?;
        for same in &track.unchanged {
            let (x, y) = (self.x(same.x), number(top + 4.0));
            writeln!(
                self.svg,
                r#"<path class="unchanged" transform="translate({x} {y})" d="{UNCHANGED}"/>"#
            )?;
        }
        writeln!(self.svg, r#"<path class="b" d="M{x} {y}H{end}"/>"#)?;
        if track.capacity > 0 {
            let y = number(top + 2.0);
            writeln!(self.svg, r#"<path class="m" d="M{x} {y}H{end}"/>"#)?;
        }
        let (x, y) = (number(self.left + track.x_to + 5.0), number(top + 6.0));
        writeln!(
            self.svg,
            r#"<text class="q" x="{x}" y="{y}">{full}</text></g>"#
        )
    }

    /// Draws the names of the tasks that held a lock, if there is space.
    fn lock_holders(&mut self, track: &CounterTrack, top: f64) -> fmt::Result {
        for held in &track.lock_holds {
            let wide = CHAR_11 * held.name.chars().count() as f64 + 8.0;
            if wide <= held.width {
                let (x, y) = (
                    self.x(held.x.max(0.0) + 4.0),
                    number(top + COUNTER_TRACK / 2.0 + 5.0),
                );
                let name = escape(&held.name);
                writeln!(self.svg, r#"<text class="q" x="{x}" y="{y}">{name}</text>"#)?;
            }
        }
        Ok(())
    }
}

type Of = fn(&CounterStep) -> f64;

fn takers(step: &CounterStep) -> f64 {
    step.takers
}

fn putters(step: &CounterStep) -> f64 {
    step.putters
}

fn has_waiters(track: &CounterTrack, of: Of) -> bool {
    track.steps.iter().any(|step| of(step) > 0.0)
}

fn height(track: &CounterTrack) -> f64 {
    let sides = [putters as Of, takers as Of].into_iter();
    let sides = sides.filter(|of| has_waiters(track, *of)).count();
    COUNTER_TRACK + SIDE * sides as f64
}
