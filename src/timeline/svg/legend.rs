//! The legend of the standalone SVG.

use super::Drawing;
use crate::timeline::ink;
use crate::timeline::legend::{LegendItem, SWATCH};
use crate::timeline::picture::MarkKind;
use crate::timeline::shapes::{self, BAR, CAP, FLAG, number};
use crate::timeline::signs::{FOREVER, REFUSED};
use core::fmt::{self, Write};

const LINE_HEIGHT: f64 = 24.0;
const CHAR: f64 = 6.3;
const NARROW: f64 = 8.0;
const BETWEEN: f64 = 22.0;

impl Drawing<'_> {
    /// Draws what occurs in lines of at most `width`; returns where they end.
    pub(super) fn legend(
        &mut self,
        (left, top): (f64, f64),
        width: f64,
    ) -> Result<f64, fmt::Error> {
        let (mut x, mut mid) = (left, top + LINE_HEIGHT / 2.0);
        for item in self.explained() {
            let label = item.label();
            let swatch = swatch_width(item);
            let wide = swatch + 7.0 + CHAR * label.chars().count() as f64;
            if x + wide > left + width && x > left {
                (x, mid) = (left, mid + LINE_HEIGHT);
            }
            self.swatch(item, x, mid)?;
            let (text_x, y) = (number(x + swatch + 7.0), number(mid + 4.0));
            writeln!(
                self.svg,
                r#"<text class="q" x="{text_x}" y="{y}">{label}</text>"#
            )?;
            x += wide + BETWEEN;
        }
        Ok(mid + LINE_HEIGHT / 2.0)
    }

    /// What occurs, less what is left out of this drawing.
    fn explained(&self) -> impl Iterator<Item = LegendItem> + use<> {
        let has_loop = self.options.loop_lane;
        let is_of_loop = |item: &LegendItem| {
            let items = [
                LegendItem::Pass,
                LegendItem::Ready,
                LegendItem::Timers,
                LegendItem::Callback,
            ];
            items.contains(item)
        };
        let items = LegendItem::of(self.picture).into_iter();
        items.filter(move |item| has_loop || !is_of_loop(item))
    }

    fn swatch(&mut self, item: LegendItem, x: f64, mid: f64) -> fmt::Result {
        if let Some(lane) = item.lane() {
            // What lies on a lane is drawn as if the plot began here.
            let left = core::mem::replace(&mut self.left, x);
            let drawn = self.on_lane(&lane, mid);
            self.left = left;
            return drawn;
        }
        let foot = mid + BAR / 2.0;
        match item {
            LegendItem::Cap(kind) => ink::cap(&mut self.svg, kind, x + CAP / 2.0, mid),
            LegendItem::Mark(MarkKind::Refused) => self.path("n", REFUSED, x + 4.0, mid - 4.0),
            LegendItem::Mark(MarkKind::Stuck) => self.path("i", FOREVER, x + 5.0, mid),
            LegendItem::Mark(_) => self.path("x", FLAG, x, mid + 3.0),
            LegendItem::Block => self.path("z", "M0.5 -7h29v14h-29z", x, mid),
            LegendItem::Hop => self.path("hop", "M4 -3v6", x, mid),
            LegendItem::Pass => self.path("w", "M0 2v-4h30v4z", x, mid),
            LegendItem::Ready => self.path("y", "M0 0v-8h12v4h18v4z", x, foot),
            LegendItem::Timers => self.path("o", "M0 0v-5h12v-5h18v10z", x, foot),
            LegendItem::Callback => self.path("l", "M0.5 -7h29v14h-29z", x, mid),
            LegendItem::Level => self.path("v", "M0 0v-5h12v-5h18v10z", x, foot),
            LegendItem::Waiters => self.path("y", "M0 3v-6h30v6z", x, mid),
            LegendItem::Limit => self.path("m", "M0 0h30", x, mid),
            LegendItem::Edge(kind) => {
                let shape = shapes::edge(0.0, -7.0, 7.0);
                self.path(ink::edge_class(kind), &shape, x, mid)
            }
            LegendItem::Bar(_)
            | LegendItem::Overdue
            | LegendItem::Forever
            | LegendItem::Thread
            | LegendItem::Folded => Ok(()),
        }
    }

    fn path(&mut self, class: &str, shape: &str, x: f64, y: f64) -> fmt::Result {
        let (x, y) = (number(x), number(y));
        writeln!(
            self.svg,
            r#"<path class="{class}" transform="translate({x} {y})" d="{shape}"/>"#
        )
    }
}

fn swatch_width(item: LegendItem) -> f64 {
    match item {
        LegendItem::Cap(_) => CAP,
        LegendItem::Mark(MarkKind::Stuck) => 11.0,
        LegendItem::Mark(_) | LegendItem::Hop | LegendItem::Edge(_) => NARROW,
        _ => SWATCH,
    }
}

const _: () = assert!(BAR <= LINE_HEIGHT, "a swatch fits into its line");
