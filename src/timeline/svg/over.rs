//! Over the lanes of the standalone SVG: what blocked the loop, edges from lane to lane, what was printed.

use super::Drawing;
use crate::timeline::browser_time::sentence_for_browser_time;
use crate::timeline::edge::{EdgeEnd, EdgeKind};
use crate::timeline::ink::{self, escape};
use crate::timeline::picture::Lane;
use crate::timeline::shapes::{self, BAR, ROW, number};
use crate::timeline::words::sentence_for_block;
use core::fmt::{self, Write};

/// The kinds in the order of drawing.
const KINDS: [EdgeKind; 4] = [
    EdgeKind::Spawn,
    EdgeKind::Await,
    EdgeKind::Wake,
    EdgeKind::Cancel,
];

impl Drawing<'_> {
    pub(super) fn blocks(&mut self, top: f64, bottom: f64) -> fmt::Result {
        for block in &self.picture.blocks {
            let said = escape(&sentence_for_block(self.model, self.log, block));
            let (x, width) = (self.x(block.x), number(block.width));
            let (y, height) = (number(top), number(bottom - top));
            writeln!(
                self.svg,
                r#"<path class="z" d="M{x} {y}h{width}v{height}h-{width}z"><title>{said}</title></path>"#
            )?;
        }
        for time in &self.picture.browser_times {
            let said = escape(&sentence_for_browser_time(time));
            let (x, width) = (self.x(time.x), number(time.width));
            let (y, height) = (number(top), number(bottom - top));
            writeln!(
                self.svg,
                r#"<path class="browser" d="M{x} {y}h{width}v{height}h-{width}z"><title>{said}</title></path>"#
            )?;
        }
        Ok(())
    }

    /// What was printed, and when those ran that are folded away.
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

    pub(super) fn edges(&mut self, top: f64, bottom: f64) -> fmt::Result {
        let first = self.picture.lanes.first().map_or(0, |lane| lane.row);
        let mid = |row: usize| top + ROW * (row.saturating_sub(first) as f64 + 0.5);
        for kind in KINDS {
            let mut path = String::new();
            for edge in self.picture.edges.iter().filter(|edge| edge.kind == kind) {
                let y = |end: EdgeEnd, other: EdgeEnd| match (end, other) {
                    (EdgeEnd::Row(row), _) => Some(mid(row)),
                    (EdgeEnd::Above, _) => Some(top - 4.0),
                    (EdgeEnd::Below, _) => Some(bottom + 4.0),
                    (EdgeEnd::Hidden, _) => None,
                    // What has no lane comes from right above the lane that it comes to.
                    (_, EdgeEnd::Row(row)) => Some(mid(row) - ROW / 2.0 - 3.0),
                    _ => None,
                };
                if let (Some(from), Some(to)) = (y(edge.from, edge.to), y(edge.to, edge.from)) {
                    // Its head stops at the bar.
                    let to = to - (to - from).signum() * (BAR / 2.0 - 1.0);
                    path += &shapes::edge(self.left + edge.x, from, to);
                }
            }
            if !path.is_empty() {
                let class = ink::edge_class(kind);
                writeln!(self.svg, r#"<path class="{class}" d="{path}"/>"#)?;
            }
        }
        Ok(())
    }
}
