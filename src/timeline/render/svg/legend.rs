//! The legend of the standalone SVG.

use super::{Drawing, elements};
use crate::timeline::picture::MarkKind;
use crate::timeline::render::legend::LegendItem;
use crate::timeline::render::number::number;
use crate::timeline::sizes::{BAR, CAP, CHAR_11};
use core::fmt::{self, Write};

const LINE_HEIGHT: f64 = 24.0;
const BETWEEN: f64 = 22.0;

impl Drawing<'_> {
    /// Draws the legend in lines of at most `width`; returns where they end.
    pub(super) fn legend(&mut self, left: f64, top: f64, width: f64) -> Result<f64, fmt::Error> {
        let (mut x, mut mid) = (left, top + LINE_HEIGHT / 2.0);
        for item in self.legend_items() {
            let label = item.label();
            let swatch = item.width();
            let wide = swatch + 7.0 + CHAR_11 * label.chars().count() as f64;
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

    /// The shapes that occur in this drawing.
    fn legend_items(&self) -> impl Iterator<Item = LegendItem> + use<> {
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
            // Shapes of a lane are drawn as if the plot began here.
            let left = core::mem::replace(&mut self.left, x);
            let drawn = self.draw_lane(&lane, mid);
            self.left = left;
            return drawn;
        }
        if let LegendItem::Cap(kind) = item {
            return elements::cap(&mut self.svg, kind, x + CAP / 2.0, mid);
        }
        match item.shape() {
            Some((path, dx, dy)) => self.path(class(item), &path, x + dx, mid + dy),
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

/// The CSS class of items that are neither caps nor shapes of a lane.
fn class(item: LegendItem) -> &'static str {
    match item {
        LegendItem::Mark(MarkKind::Refused) => "refused",
        LegendItem::Mark(MarkKind::Stuck) => "forever",
        LegendItem::Mark(_) => "x",
        LegendItem::Block => "z",
        LegendItem::Browser => "browser",
        LegendItem::Hop => "hop",
        LegendItem::Pass => "w",
        LegendItem::Ready | LegendItem::Waiters => "y",
        LegendItem::Timers => "o",
        LegendItem::Callback => "callback",
        LegendItem::Level => "v",
        LegendItem::Limit => "m",
        LegendItem::Flow(kind) => elements::flow_class(kind),
        _ => "",
    }
}

const _: () = assert!(BAR <= LINE_HEIGHT, "a swatch fits into its line");
