//! Draws what is over the lanes of the standalone SVG: blocks of the loop, flows from lane to lane, printed lines.

use super::Drawing;
use super::elements::escape;
use crate::picture::{FlowEnd, Lane};
use crate::render::legend::{LEGEND, LegendItem};
use crate::render::number::number;
use crate::render::shapes;
use crate::sentences::{sentence_for_block, sentence_for_browser_time, sentence_for_failure};
use crate::sizes::{BAR, ROW};
use core::fmt::{self, Write};

impl Drawing<'_> {
    pub(super) fn blocks(&mut self, top: f64, bottom: f64) -> fmt::Result {
        for block in &self.picture.blocks {
            let title = escape(&sentence_for_block(self.run, block));
            let (x, width) = (self.x(block.x), number(block.width));
            let (y, height) = (number(top), number(bottom - top));
            writeln!(
                self.svg,
                r#"<path class="z" d="M{x} {y}h{width}v{height}h-{width}z"><title>{title}</title></path>"#
            )?;
        }
        for time in &self.picture.browser_times {
            let title = escape(&sentence_for_browser_time(time));
            let (x, width) = (self.x(time.x), number(time.width));
            let (y, height) = (number(top), number(bottom - top));
            writeln!(
                self.svg,
                r#"<path class="browser" d="M{x} {y}h{width}v{height}h-{width}z"><title>{title}</title></path>"#
            )?;
        }
        Ok(())
    }

    /// Draws a line through all lanes at each failure that cancelled others.
    pub(super) fn failures(&mut self, top: f64, bottom: f64) -> fmt::Result {
        for failure in &self.picture.failures {
            let title = escape(&sentence_for_failure(self.run, failure));
            let (x, y, end) = (self.x(failure.x), number(top), number(bottom));
            writeln!(
                self.svg,
                r#"<path class="failure" d="M{x} {y}V{end}"><title>{title}</title></path>"#
            )?;
        }
        Ok(())
    }

    /// Draws marks, and the summary of folded tasks.
    pub(super) fn extras(&mut self, lane: &Lane, mid: f64) -> fmt::Result {
        let bottom = mid + ROW / 2.0 - 1.0;
        let mut ran = String::new();
        for stretch in &lane.summary {
            let (x, width) = (self.x(stretch.x), number(stretch.width));
            let height = if stretch.is_tick { 1.0 } else { 2.0 };
            let top = number(bottom - height);
            write!(ran, "M{x} {top}h{width}v{height}h-{width}z")?;
        }
        if !ran.is_empty() {
            writeln!(self.svg, r#"<path class="r" d="{ran}"/>"#)?;
        }
        for mark in &lane.marks {
            self.mark(mark, mid)?;
        }
        Ok(())
    }

    pub(super) fn flows(&mut self, top: f64, bottom: f64) -> fmt::Result {
        let first = self.picture.lanes.first().map_or(0, |lane| lane.row);
        let mid = |row: usize| top + ROW * (row.saturating_sub(first) as f64 + 0.5);
        for entry in LEGEND {
            let LegendItem::Flow(kind) = entry.item else {
                continue;
            };
            let mut path = String::new();
            for flow in self.picture.flows.iter().filter(|flow| flow.kind == kind) {
                let y = |end: FlowEnd, other: FlowEnd| match (end, other) {
                    (FlowEnd::Row(row), _) => Some(mid(row)),
                    (FlowEnd::Above, _) => Some(top - 4.0),
                    (FlowEnd::Below, _) => Some(bottom + 4.0),
                    (FlowEnd::Hidden, _) => None,
                    // A flow that starts at no lane starts right above the target lane.
                    (_, FlowEnd::Row(row)) => Some(mid(row) - ROW / 2.0 - 3.0),
                    _ => None,
                };
                if let (Some(from), Some(to)) = (y(flow.from, flow.to), y(flow.to, flow.from)) {
                    // The head ends at the bar.
                    let to = to - (to - from).signum() * (BAR / 2.0 - 1.0);
                    path += &shapes::flow(self.left + flow.x, from, to);
                }
            }
            if !path.is_empty() {
                let class = entry.svg_class;
                writeln!(self.svg, r#"<path class="{class}" d="{path}"/>"#)?;
            }
        }
        Ok(())
    }
}
