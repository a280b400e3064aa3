//! Overlays of the lanes: bands where the loop was blocked, lines where a failure cancelled other tasks, and flow arrows
//! between tasks.

use crate::timeline::legend::{Entry, LEGEND};
use crate::timeline::shapes::number;
use crate::timeline::sizes::CHAR_13;
use crate::timeline::{Block, BrowserTime, Flow, FlowEnd, FlowKind, LegendItem, Picture, bend};
use crate::web::cell::{Attr, Pool, Text};
use crate::web::dom::{Build, svg};
use core::fmt::Write;
use web_sys::SvgElement;

/// Length of an arrow that comes from outside of the lanes.
const SHORT_ARROW: f64 = 9.0;

pub(super) struct Overlays {
    bands: SvgElement,
    arrows: SvgElement,
    blocks: Pool<BlockView>,
    browser: Attr,
    failures: Attr,
    edges: Vec<(FlowKind, Attr, Attr)>,
}

struct BlockView {
    band: Attr,
    words: Text,
    x: Attr,
    y: Attr,
}

/// The kinds of flows in the order of drawing, with their entries in the legend.
pub(super) fn flows() -> impl Iterator<Item = (FlowKind, &'static Entry)> {
    LEGEND.iter().filter_map(|entry| match entry.item {
        LegendItem::Flow(kind) => Some((kind, entry)),
        _ => None,
    })
}

impl Overlays {
    pub(super) fn new() -> Overlays {
        let (bands, arrows) = (svg("g"), svg("g"));
        let edges = flows().map(|(kind, entry)| {
            let line = svg("path").class(entry.class);
            let heads = svg("path").class(&entry.class.replacen("arrow", "arrowhead", 1));
            let _ = arrows.clone().child(&line).child(&heads);
            (kind, Attr::new(line, "d"), Attr::new(heads, "d"))
        });
        let edges = edges.collect();
        let browser = svg("path").class("browser");
        let blocks = svg("g");
        let bands = bands.child(&browser).child(&blocks);
        let failures = svg("path").class("failure");
        let arrows = arrows.child(&failures);
        Overlays {
            failures: Attr::new(failures, "d"),
            browser: Attr::new(browser, "d"),
            blocks: Pool::new(blocks, || {
                let band = svg("path").class("block");
                let words = svg("text").class("blocked");
                let group = svg("g").child(&band).child(&words);
                let view = BlockView {
                    band: Attr::new(band, "d"),
                    x: Attr::new(words.clone(), "x"),
                    y: Attr::new(words.clone(), "y"),
                    words: Text::new(words),
                };
                (group.into(), view)
            }),
            bands,
            arrows,
            edges,
        }
    }

    /// The bands, to be drawn below the lanes.
    pub(super) fn bands(&self) -> &SvgElement {
        &self.bands
    }

    /// The arrows, to be drawn above the lanes.
    pub(super) fn arrows(&self) -> &SvgElement {
        &self.arrows
    }

    /// Draws the overlays on lanes of this height, whose plot begins at `left`. `rows` are how far the rows are scrolled and
    /// how high one is.
    pub(super) fn draw(&mut self, picture: &Picture, left: f64, rows: (f64, f64), height: f64) {
        let shown = self.blocks.show(picture.blocks.len());
        for (view, block) in shown.zip(&picture.blocks) {
            view.draw(block, left, height);
        }
        self.browser.show(&browser_times(picture, left, height));
        self.failures.show(&failures(picture, left, height));
        for (kind, lines, heads) in &mut self.edges {
            let (line, head) = Overlays::edges(picture, *kind, left, rows, height);
            lines.show(&line);
            heads.show(&head);
        }
    }

    /// The arrows of a kind, and their heads.
    pub(super) fn edges(
        picture: &Picture,
        kind: FlowKind,
        left: f64,
        rows: (f64, f64),
        height: f64,
    ) -> (String, String) {
        let (mut line, mut head) = (String::new(), String::new());
        let all = picture.flows.iter().filter(|edge| edge.kind == kind);
        for edge in all {
            draw_edge(edge, left, rows, height, &mut line, &mut head);
        }
        (line, head)
    }
}

/// Bands where tasks were ready while the browser had the thread.
pub(super) fn browser_times(picture: &Picture, left: f64, height: f64) -> String {
    let band = |time: &BrowserTime| {
        let (x, width) = (number(left + time.x), number(time.width));
        format!("M{x} 0h{width}V{}h-{width}z", number(height))
    };
    picture.browser_times.iter().map(band).collect()
}

/// Lines where a failure cancelled other tasks.
pub(super) fn failures(picture: &Picture, left: f64, height: f64) -> String {
    let failures = picture.failures.iter();
    let line = failures.map(|it| format!("M{} 0V{}", number(left + it.x), number(height)));
    line.collect()
}

/// The band of a block, and its words.
pub(super) struct BlockBand {
    pub(super) path: String,
    /// Empty if there is no room.
    pub(super) words: String,
    pub(super) words_at: (f64, f64),
}

impl BlockBand {
    pub(super) fn new(block: &Block, left: f64, height: f64) -> BlockBand {
        let x = left + block.x.max(0.0);
        let width = block.width - (block.x.max(0.0) - block.x);
        let (w, bottom) = (number(width), number(height));
        let words = block.title();
        let fits = words.chars().count() as f64 * CHAR_13 < width;
        BlockBand {
            path: format!("M{} 0h{w}V{bottom}h-{w}z", number(x)),
            words: if fits { words } else { String::new() },
            words_at: (x + 4.0, height - 6.0),
        }
    }
}

impl BlockView {
    fn draw(&mut self, block: &Block, left: f64, height: f64) {
        let band = BlockBand::new(block, left, height);
        self.band.show(&band.path);
        self.words.show(&band.words);
        self.x.show(&number(band.words_at.0));
        self.y.show(&number(band.words_at.1));
    }
}

/// Appends a curve between two lanes, and its arrowhead.
fn draw_edge(
    edge: &Flow,
    left: f64,
    rows: (f64, f64),
    height: f64,
    line: &mut String,
    head: &mut String,
) {
    let (top, row_height) = rows;
    let middle = |row: usize| (row as f64 + 0.5) * row_height - top;
    let place = |end: FlowEnd| match end {
        FlowEnd::Row(row) => Some(middle(row)),
        FlowEnd::Above => Some(-4.0),
        FlowEnd::Below => Some(height + 4.0),
        _ => None,
    };
    let Some(to) = place(edge.to) else { return };
    let x = left + edge.x;
    match place(edge.from) {
        Some(from) if from != to => {
            let bend = bend(to - from);
            let (x1, x2) = (number(x), number(x - bend));
            let (from_y, to_y) = (number(from), number(to));
            let _ = write!(line, "M{x1} {from_y}C{x2} {from_y} {x2} {to_y} {x1} {to_y}");
        }
        Some(_) => return,
        // From a timer, an answer or the page: a short line from above.
        None => {
            let (x, from) = (number(x - SHORT_ARROW), number(to - SHORT_ARROW));
            let _ = write!(line, "M{x} {from}l{d} {d}", d = number(SHORT_ARROW));
        }
    }
    let _ = write!(head, "M{} {}l-5 -3v6z", number(x), number(to));
}
