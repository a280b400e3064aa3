//! The legend of the standalone SVG.

use super::{Drawing, elements, elements::escape};
use crate::render::legend::{self, Entry, LegendItem};
use crate::render::number::number;
use crate::sizes::{BAR, CAP, CHAR_11};
use core::fmt::{self, Write};

const LINE_HEIGHT: f64 = 24.0;
const BETWEEN: f64 = 22.0;

impl Drawing<'_> {
    /// Draws the legend in lines of at most `width`; returns where they end.
    pub(super) fn legend(&mut self, left: f64, top: f64, width: f64) -> Result<f64, fmt::Error> {
        let (mut x, mut mid) = (left, top + LINE_HEIGHT / 2.0);
        for entry in legend::of(self.picture) {
            let (item, label) = (entry.item, escape(entry.shown()));
            if item.is_of_loop() && !self.options.loop_lane {
                continue;
            }
            let swatch = item.width();
            let wide = swatch + 7.0 + CHAR_11 * entry.shown().chars().count() as f64;
            if x + wide > left + width && x > left {
                (x, mid) = (left, mid + LINE_HEIGHT);
            }
            self.swatch(entry, x, mid)?;
            let (text_x, y) = (number(x + swatch + 7.0), number(mid + 4.0));
            writeln!(
                self.svg,
                r#"<text class="q" x="{text_x}" y="{y}">{label}</text>"#
            )?;
            x += wide + BETWEEN;
        }
        Ok(mid + LINE_HEIGHT / 2.0)
    }

    fn swatch(&mut self, entry: &Entry, x: f64, mid: f64) -> fmt::Result {
        if let Some(lane) = entry.item.lane() {
            // Shapes of a lane are drawn as if the plot began here.
            let left = core::mem::replace(&mut self.left, x);
            let drawn = self.draw_lane(&lane, mid);
            self.left = left;
            return drawn;
        }
        if let LegendItem::Cap(kind) = entry.item {
            return elements::cap(&mut self.svg, kind, x + CAP / 2.0, mid);
        }
        match entry.item.shape() {
            Some((path, dx, dy)) => self.path(entry.svg_class, &path, x + dx, mid + dy),
            None => Ok(()),
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

const _: () = assert!(BAR <= LINE_HEIGHT, "a swatch fits into its line");
