//! Below the lanes of the standalone SVG: the loop, queues and locks over time.

use super::{Drawing, GAP};
use crate::timeline::callback::sentence_for_callback;
use crate::timeline::ink::escape;
use crate::timeline::shapes::{self, STRIP, number};
use crate::timeline::strip::{Step, Strip};
use core::fmt::{self, Write};

/// Room for those who wait, on each side of a strip.
const SIDE: f64 = 8.0;
/// Average width of a character of what is written inside.
const CHAR: f64 = 6.0;
/// Height of a pass.
const PASS: f64 = 4.0;

impl Drawing<'_> {
    pub(super) fn strips_height(&self) -> f64 {
        let strips = self.picture.strips.iter();
        let strips = strips.map(|strip| height(strip) + GAP).sum::<f64>();
        match self.has_loop() {
            true => strips + STRIP + GAP,
            false => strips,
        }
    }

    fn has_loop(&self) -> bool {
        self.options.loop_lane && !self.picture.loop_lane.is_empty()
    }

    pub(super) fn strips(&mut self, top: f64) -> fmt::Result {
        let mut top = top;
        if self.has_loop() {
            self.loop_lane(top)?;
            top += STRIP + GAP;
        }
        for strip in &self.picture.strips {
            self.strip(strip, top)?;
            top += height(strip) + GAP;
        }
        Ok(())
    }

    fn loop_lane(&mut self, top: f64) -> fmt::Result {
        let (lane, base) = (&self.picture.loop_lane, top + STRIP);
        let passes: u32 = lane.passes.iter().map(|pass| pass.merged).sum();
        let (ready, timers) = (lane.ready.highest, lane.timers.highest);
        let label = format!("loop: {passes} passes; at most {ready} ready and {timers} timers");
        writeln!(
            self.svg,
            r#"<g role="listitem" aria-label="{label}"><title>{label}</title>"#
        )?;
        self.name("loop", 0.0, top + STRIP / 2.0)?;
        let (x, y) = (number(self.left), number(base));
        write!(self.svg, r#"<g transform="translate({x} {y})">"#)?;
        for (gauge, class) in [(&lane.timers, "o"), (&lane.ready, "y")] {
            let (steps, full) = (gauge.steps.iter().copied(), gauge.highest);
            let height = STRIP - PASS - 2.0;
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

    /// Callbacks that ran for a while, with their names where there is room.
    fn callbacks(&mut self, base: f64) -> fmt::Result {
        let (top, height) = (base - STRIP + 2.0, number(STRIP - 2.0));
        for bar in &self.picture.loop_lane.callbacks {
            let said = escape(&sentence_for_callback(self.model, self.log, bar));
            let (x, y, width) = (self.x(bar.x), number(top), number(bar.width));
            writeln!(
                self.svg,
                r#"<path class="l" d="M{x} {y}h{width}v{height}h-{width}z"><title>{said}</title></path>"#
            )?;
            let wide = CHAR * bar.name.chars().count() as f64 + 8.0;
            if wide <= bar.width {
                let (x, y) = (
                    self.x(bar.x.max(0.0) + 4.0),
                    number(top + STRIP / 2.0 + 3.0),
                );
                let name = escape(&bar.name);
                writeln!(self.svg, r#"<text class="q" x="{x}" y="{y}">{name}</text>"#)?;
            }
        }
        Ok(())
    }

    fn strip(&mut self, strip: &Strip, top: f64) -> fmt::Result {
        let full = strip.highest.max(strip.capacity);
        let above = has_waiters(strip, putters);
        let top = top + if above { SIDE } else { 0.0 };
        let base = top + STRIP;
        let room = match strip.capacity {
            0 => format!("at most {}", strip.highest),
            capacity => format!("at most {} of {capacity}", strip.highest),
        };
        let label = escape(&format!("{}: {room}", strip.name));
        writeln!(
            self.svg,
            r#"<g role="listitem" aria-label="{label}"><title>{label}</title>"#
        )?;
        self.name(&strip.name, 0.0, top + STRIP / 2.0)?;
        let area = shapes::levels(strip, 0.0, STRIP - 2.0, full);
        let (x, y, end) = (number(self.left), number(base), self.x(strip.x_to));
        writeln!(
            self.svg,
            r#"<path class="v" transform="translate({x} {y})" d="{area}"/>"#
        )?;
        let peaks = shapes::peaks(&strip.peaks, 0.0, STRIP - 2.0, full);
        writeln!(
            self.svg,
            r#"<path class="lv" transform="translate({x} {y})" d="{peaks}"/>"#
        )?;
        // Those who wait to put stand above, those who wait to take hang below.
        let sides = [
            shapes::waiters(strip, putters, -STRIP - 1.0, SIDE - 2.0),
            shapes::waiters(strip, takers, 1.0, 2.0 - SIDE),
        ];
        for area in sides.into_iter().flatten() {
            writeln!(
                self.svg,
                r#"<path class="y" transform="translate({x} {y})" d="{area}"/>"#
            )?;
        }
        self.holders(strip, top)?;
        writeln!(self.svg, r#"<path class="b" d="M{x} {y}H{end}"/>"#)?;
        if strip.capacity > 0 {
            let y = number(top + 2.0);
            writeln!(self.svg, r#"<path class="m" d="M{x} {y}H{end}"/>"#)?;
        }
        let (x, y) = (number(self.left + strip.x_to + 5.0), number(top + 6.0));
        writeln!(
            self.svg,
            r#"<text class="q" x="{x}" y="{y}">{full}</text></g>"#
        )
    }

    /// The names of those who held a lock, where there is room.
    fn holders(&mut self, strip: &Strip, top: f64) -> fmt::Result {
        for held in &strip.holders {
            let wide = CHAR * held.name.chars().count() as f64 + 8.0;
            if wide <= held.width {
                let (x, y) = (
                    self.x(held.x.max(0.0) + 4.0),
                    number(top + STRIP / 2.0 + 5.0),
                );
                let name = escape(&held.name);
                writeln!(self.svg, r#"<text class="q" x="{x}" y="{y}">{name}</text>"#)?;
            }
        }
        Ok(())
    }
}

type Of = fn(&Step) -> f64;

fn takers(step: &Step) -> f64 {
    step.takers
}

fn putters(step: &Step) -> f64 {
    step.putters
}

fn has_waiters(strip: &Strip, of: Of) -> bool {
    strip.steps.iter().any(|step| of(step) > 0.0)
}

fn height(strip: &Strip) -> f64 {
    let sides = [putters as Of, takers as Of].into_iter();
    let sides = sides.filter(|of| has_waiters(strip, *of)).count();
    STRIP + SIDE * sides as f64
}
