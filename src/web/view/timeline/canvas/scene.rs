//! Draws a whole picture on the canvas: the lanes, what is below and above them, and the axis.

use super::lanes::Placed;
use super::styles::{BLOCKED, QUIET, arrowhead};
use super::{Canvas, styles};
use crate::timeline::Picture;
use crate::trace::TaskId;
use crate::web::view::timeline::axis;
use crate::web::view::timeline::overlays::{self, Overlays};
use crate::web::view::timeline::playhead::PlayheadPaths;
use crate::web::view::timeline::scroll_area::RowPlaces;
use web_sys::CanvasRenderingContext2d;

/// What is drawn, and where.
pub(in crate::web::view::timeline) struct Shown<'a> {
    pub(in crate::web::view::timeline) picture: &'a Picture,
    /// The edges of the selected span.
    pub(in crate::web::view::timeline) selected: Option<(TaskId, (f64, f64))>,
    /// Where the plot begins, and its width.
    pub(in crate::web::view::timeline) plot: (f64, f64),
    /// The width and the height of the lanes.
    pub(in crate::web::view::timeline) size: (f64, f64),
    /// How far below the upper edge of the axis the lanes begin.
    pub(in crate::web::view::timeline) rows_top: f64,
    /// The places of the rows.
    pub(in crate::web::view::timeline) rows: RowPlaces,
    /// Where the labels of the axis are, and its lower edge.
    pub(in crate::web::view::timeline) axis: (f64, f64),
    /// The playhead, the veil, and the range.
    pub(in crate::web::view::timeline) playhead: &'a PlayheadPaths,
}

impl Canvas {
    /// Draws a picture.
    pub(in crate::web::view::timeline) fn draw(&mut self, shown: &Shown<'_>) {
        let Some(context) = self.context.clone() else {
            return;
        };
        let context = &context;
        let (width, height) = shown.size;
        let (left, plot) = shown.plot;
        let top = shown.rows_top;
        self.begin(context, (width, top + height));
        let placed = shown.picture.lanes.iter().map(|lane| {
            let selected = shown.selected.filter(|(task, _)| *task == lane.task);
            let y = top + shown.rows.lane_y(lane.row);
            Placed::new(lane, (left, y), selected.map(|(_, edges)| edges))
        });
        let mut placed: Vec<Placed<'_>> = placed.collect();
        self.images(context, &mut placed, plot, (top, top + height));
        context.save();
        context.begin_path();
        context.rect(0.0, top, width, height);
        context.clip();
        self.lanes(context, &placed);
        self.above(context, shown);
        // It can only fail for an unknown name.
        let _ = context.set_global_composite_operation("destination-over");
        self.below(context, shown);
        context.restore();
        self.axis(context, shown);
    }

    /// Draws arrows, failures, the veil and the playhead.
    fn above(&self, context: &CanvasRenderingContext2d, shown: &Shown<'_>) {
        let (left, height) = (shown.plot.0, shown.size.1);
        let places = (shown.rows.top, shown.rows.row);
        self.place(context, 0.0, shown.rows_top);
        if !shown.picture.flows.is_empty() {
            for (kind, entry) in overlays::flows() {
                let (lines, heads) = Overlays::edges(shown.picture, kind, left, places, height);
                self.path(context, entry.class, &lines);
                self.path(context, arrowhead(entry.class), &heads);
            }
        }
        let failures = overlays::failures(shown.picture, left, height);
        self.path(context, "failure", &failures);
        self.path(context, "veil", &shown.playhead.veil);
        self.path(context, "playhead", &shown.playhead.line);
    }

    /// Draws bands, the range and the lines of the axis, each below what was drawn before.
    fn below(&self, context: &CanvasRenderingContext2d, shown: &Shown<'_>) {
        let (left, height) = (shown.plot.0, shown.size.1);
        self.place(context, 0.0, shown.rows_top);
        for block in shown.picture.blocks.iter().rev() {
            let band = overlays::BlockBand::new(block, left, height);
            self.text(
                context,
                BLOCKED,
                "start",
                &[(band.words_at.0, band.words.as_str())],
                band.words_at.1,
            );
            self.path(context, "block", &band.path);
        }
        let browser = overlays::browser_times(shown.picture, left, height);
        self.path(context, "browser", &browser);
        self.path(context, "range", &shown.playhead.range);
        let lines = axis::lines(shown.picture, left, height);
        self.path(context, "grid", &lines);
    }

    fn axis(&self, context: &CanvasRenderingContext2d, shown: &Shown<'_>) {
        let left = shown.plot.0;
        let (labels, bottom) = shown.axis;
        self.place(context, 0.0, 0.0);
        let ticks = shown.picture.ticks.iter();
        let ticks: Vec<(f64, &str)> = ticks
            .map(|tick| (left + tick.x, tick.label.as_str()))
            .collect();
        self.text(context, QUIET, "center", &ticks, labels);
        let hops = axis::hops(shown.picture, left, bottom);
        self.path(context, "hop", &hops);
    }

    /// Writes texts in the style of a class, each at its x.
    fn text(
        &self,
        context: &CanvasRenderingContext2d,
        class: &str,
        align: &str,
        texts: &[(f64, &str)],
        y: f64,
    ) {
        let style: Option<&styles::Style> = self.styles.get(class);
        let Some((style, fill)) = style.and_then(|style| Some((style, style.fill.as_ref()?)))
        else {
            return;
        };
        context.set_font(&style.font);
        context.set_fill_style_str(fill);
        context.set_text_align(align);
        for (x, text) in texts.iter().filter(|(_, text)| !text.is_empty()) {
            // It can only fail for numbers that are not finite.
            let _ = context.fill_text(text, *x, y);
        }
    }
}
