//! Renders the picture as a standalone SVG: for a README, a printed page, a file to keep.

mod counter_tracks;
mod elements;
mod lane;
mod legend;
mod overlays;

use crate::layout::{LayoutOptions, layout, layout_with};
use crate::picture::{Flows, Lane, Picture};
use crate::render::number::number;
use crate::render::style;
use crate::rows::Rows;
use crate::scale::TimeScale;
use crate::sentences::{lane_label, sentence_for_task};
use crate::sizes::{CAP, CHAR_12, ROW};
use crate::viewport::Viewport;
use core::fmt::{self, Write};
use coroscope_trace::RunView;
use coroscope_trace::time::human;
use coroscope_wording::{tr, tr_n};
use elements::escape;
use std::borrow::Cow;

pub use crate::render::style::Theme;

const MARGIN: f64 = 20.0;
const TITLE: f64 = 30.0;
const AXIS: f64 = 24.0;
const INDENT: f64 = 14.0;
/// Vertical space between parts.
const GAP: f64 = 10.0;
/// Space at the right for a cap and half a label.
const RIGHT: f64 = 28.0;
const WIDEST_NAMES: f64 = 220.0;
const MIN_PLOT: f64 = 80.0;

/// Options of the picture.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, timeline::svg, trace::{Model, RunView}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// let options = svg::Options { title: "A nap".into(), ..Default::default() };
/// let text = rt.with_log(|log| svg::draw(RunView::new(log, &Model::of(log)), &options));
/// assert!(text.starts_with("<svg xmlns") && text.contains("A nap"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Width of the whole picture in pixels.
    pub width: f64,
    /// Light, dark, or as set in the reader's system.
    pub theme: Theme,
    /// Heading; empty for none.
    pub title: String,
    /// Whether to draw a legend of the shapes that occur.
    pub legend: bool,
    /// Maximum number of lanes.
    pub max_lanes: usize,
    /// Whether to draw the loop's lane.
    pub loop_lane: bool,
    /// Which flows to draw.
    pub flows: Flows,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            width: 960.0,
            theme: Theme::Auto,
            title: String::new(),
            legend: true,
            max_lanes: 200,
            loop_lane: true,
            flows: Flows::None,
        }
    }
}

/// Draws a whole run.
pub fn draw(run: RunView<'_>, options: &Options) -> String {
    let rows = Rows::of(run.model);
    let viewport = Viewport {
        lanes: rows.len().min(options.max_lanes),
        ..Viewport::whole(run.model, &rows, options.width)
    };
    draw_view(run, &rows, &viewport, options)
}

/// Draws a viewport. Its time takes the width that the names leave.
pub fn draw_view(run: RunView<'_>, rows: &Rows, viewport: &Viewport, options: &Options) -> String {
    let mut viewport = *viewport;
    let names = layout(run, rows, &viewport);
    let left = MARGIN + names_width(&names) + 12.0;
    let plot = (options.width - left - RIGHT).max(MIN_PLOT);
    viewport.scale = viewport.scale.with_width(plot);
    let show = LayoutOptions {
        flows: options.flows,
        ..LayoutOptions::default()
    };
    let picture = layout_with(run, rows, &viewport, show);
    let drawing = Drawing {
        run,
        options,
        picture: &picture,
        scale: viewport.scale,
        left,
        svg: String::new(),
    };
    drawing.finish().unwrap_or_default()
}

fn names_width(picture: &Picture) -> f64 {
    let lanes = picture.lanes.iter();
    let lanes = lanes.map(|lane| indent(lane) + CHAR_12 * label(lane).chars().count() as f64);
    let tracks = picture.counter_tracks.iter();
    let tracks = tracks.map(|track| CHAR_12 * track.name.chars().count() as f64);
    // Columns of pixels begin at whole numbers.
    let widest = lanes.chain(tracks).fold(40.0, f64::max);
    widest.min(WIDEST_NAMES).ceil()
}

fn label(lane: &Lane) -> Cow<'_, str> {
    match lane.hidden {
        0 => lane.name.as_str().into(),
        more => format!("{} (+{more})", lane.name).into(),
    }
}

fn indent(lane: &Lane) -> f64 {
    INDENT * f64::from(lane.depth.min(8))
}

struct Drawing<'a> {
    run: RunView<'a>,
    options: &'a Options,
    picture: &'a Picture,
    scale: TimeScale,
    /// Where the plot begins.
    left: f64,
    svg: String,
}

impl Drawing<'_> {
    fn finish(mut self) -> Result<String, fmt::Error> {
        let title = if self.options.title.is_empty() {
            0.0
        } else {
            TITLE
        };
        let lanes_top = MARGIN + title + AXIS;
        let lanes_end = lanes_top + ROW * self.picture.lanes.len() as f64;
        let hidden = self.picture.lanes_total - self.picture.lanes.len();
        let more = if hidden > 0 { ROW } else { 0.0 };
        let tracks_top = lanes_end + more + GAP;
        let tracks_end = tracks_top + self.tracks_height();

        if title > 0.0 {
            let heading = escape(&self.options.title);
            let y = MARGIN + 12.0;
            writeln!(
                self.svg,
                r#"<text class="h" x="{MARGIN}" y="{y}">{heading}</text>"#
            )?;
        }
        self.axis(lanes_top, tracks_end - GAP)?;
        self.blocks(lanes_top, tracks_end - GAP)?;
        for (n, lane) in self.picture.lanes.iter().enumerate() {
            self.lane(lane, lanes_top + ROW * (n as f64 + 0.5))?;
        }
        if hidden > 0 {
            let y = number(lanes_end + 16.0);
            let text = tr_n!(hidden, "and one more lane", "and {n} more lanes");
            writeln!(
                self.svg,
                r#"<text class="q" x="{MARGIN}" y="{y}">{text}</text>"#
            )?;
        }
        self.failures(lanes_top, lanes_end)?;
        self.flows(lanes_top, lanes_end)?;
        self.counter_tracks(tracks_top)?;
        let mut end = tracks_end;
        if self.options.legend {
            let width = self.options.width - 2.0 * MARGIN;
            end = self.legend(MARGIN, end + GAP, width)?;
        }
        self.finish_svg(end + MARGIN)
    }

    /// Wraps the drawing in an `svg` element with a title and description for screen readers.
    fn finish_svg(&self, height: f64) -> Result<String, fmt::Error> {
        let (width, height) = (number(self.options.width), number(height));
        let style = style::style_sheet(self.options.theme);
        let title = match self.options.title.as_str() {
            "" => tr!("Timeline of a run"),
            title => title,
        };
        // The position and time of the plot, in microseconds, for tools that read the picture.
        let (from, to) = (self.scale.from().as_micros(), self.scale.to().as_micros());
        let (left, plot) = (self.left, self.picture.width);
        let plot =
            format!(r#"data-left="{left}" data-width="{plot}" data-from="{from}" data-to="{to}""#);
        let description = escape(&tr!(
            "{tasks} over {time}.",
            tasks = self.tasks(),
            time = human(self.run.model.now().elapsed())
        ));
        let mut svg = String::new();
        writeln!(
            svg,
            r#"<svg xmlns="http://www.w3.org/2000/svg" class="coroscope" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-labelledby="coro-t coro-d" {plot}>"#
        )?;
        writeln!(svg, r#"<title id="coro-t">{}</title>"#, escape(title))?;
        writeln!(svg, r#"<desc id="coro-d">{description}</desc>"#)?;
        writeln!(svg, "<style>\n{style}</style>")?;
        writeln!(svg, r#"<rect class="p" width="100%" height="100%"/>"#)?;
        svg.push_str(&self.svg);
        svg.push_str("</svg>\n");
        Ok(svg)
    }

    /// The number of rows, in words.
    fn tasks(&self) -> String {
        let all = self.run.model.tasks().iter();
        let beside = all.clone().filter(|task| task.is_thread);
        let processes = beside.clone().filter(|task| task.is_process).count();
        let threads = beside.count() - processes;
        let callbacks = all.filter(|task| task.is_callback).count();
        let threads = threads.min(self.picture.lanes_total);
        let processes = processes.min(self.picture.lanes_total - threads);
        let callbacks = callbacks.min(self.picture.lanes_total - threads - processes);
        let tasks = self.picture.lanes_total - threads - processes - callbacks;
        let mut all = tr_n!(tasks, "1 task", "{n} tasks");
        if threads > 0 {
            all = tr_n!(threads, "{all} and 1 thread", "{all} and {n} threads", all);
        }
        if processes > 0 {
            all = tr_n!(
                processes,
                "{all} and 1 process",
                "{all} and {n} processes",
                all
            );
        }
        if callbacks > 0 {
            all = tr_n!(
                callbacks,
                "{all} and 1 callback",
                "{all} and {n} callbacks",
                all
            );
        }
        all
    }

    fn x(&self, x: f64) -> String {
        number(self.left + x)
    }

    fn axis(&mut self, top: f64, bottom: f64) -> fmt::Result {
        let mut grid = String::new();
        for tick in &self.picture.ticks {
            let x = self.x(tick.x);
            write!(grid, "M{x} {}V{}", number(top - 6.0), number(bottom))?;
            let y = number(top - 11.0);
            let label = &tick.label;
            writeln!(
                self.svg,
                r#"<text class="t" x="{x}" y="{y}">{label}</text>"#
            )?;
        }
        writeln!(self.svg, r#"<path class="g" d="{grid}"/>"#)?;
        let mut hops = String::new();
        for hop in &self.picture.hops {
            write!(hops, "M{} {}v6", self.x(*hop), number(top - 6.0))?;
        }
        if !hops.is_empty() {
            writeln!(self.svg, r#"<path class="hop" d="{hops}"/>"#)?;
        }
        Ok(())
    }

    fn lane(&mut self, lane: &Lane, mid: f64) -> fmt::Result {
        let sentence = escape(&sentence_for_task(self.run, lane.task));
        let label_text = escape(&lane_label(self.run, lane.task));
        writeln!(
            self.svg,
            r#"<g role="listitem" aria-label="{label_text}"><title>{sentence}</title>"#
        )?;
        self.name(&label(lane), indent(lane), mid)?;
        if lane.depth > 0 {
            let x = number(MARGIN + indent(lane) - INDENT + 3.5);
            let (top, y) = (number(mid - ROW / 2.0 - 2.0), number(mid));
            writeln!(self.svg, r#"<path class="g" d="M{x} {top}V{y}h6"/>"#)?;
        }
        if let Some(from) = lane.faded_from {
            let from = lane.cap.map_or(from, |cap| cap.x + CAP);
            let (x, end) = (self.x(from), self.x(self.picture.width));
            let y = number(mid);
            writeln!(self.svg, r#"<path class="f" d="M{x} {y}H{end}"/>"#)?;
        }
        self.draw_lane(lane, mid)?;
        if let Some(cap) = lane.cap {
            elements::cap(&mut self.svg, cap.kind, self.left + cap.x + CAP / 2.0, mid)?;
        }
        self.svg.push_str("</g>\n");
        Ok(())
    }

    fn name(&mut self, name: &str, indent: f64, mid: f64) -> fmt::Result {
        let room = ((self.left - 12.0 - MARGIN - indent) / CHAR_12 + 0.01).max(3.0) as usize;
        let shown: String = match name.chars().nth(room) {
            None => name.into(),
            Some(_) => name.chars().take(room - 1).chain(['…']).collect(),
        };
        let (x, y) = (number(MARGIN + indent), number(mid + 4.0));
        writeln!(
            self.svg,
            r#"<text x="{x}" y="{y}">{}</text>"#,
            escape(&shown)
        )
    }
}
