//! The legend of the standalone SVG: the meaning of the shapes that occur in a picture.

use super::describe::wait_name;
use super::edge::EdgeKind;
use super::ink;
use super::layout::{Bar, BarKind, CapKind, Lane, Picture, WaitKind};
use super::shapes::{self, BAR, CAP, FLAG, number};
use crate::trace::TaskId;
use core::fmt::{self, Write};

const LINE_HEIGHT: f64 = 24.0;
const CHAR: f64 = 6.3;
const SWATCH: f64 = 30.0;
const NARROW: f64 = 8.0;
const BETWEEN: f64 = 22.0;

/// A shape to explain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Bar(BarKind),
    Cap(CapKind),
    Printed,
    Block,
    Edge(EdgeKind),
}

/// What occurs in a picture, in the order of a task's life.
pub(super) fn items(picture: &Picture) -> Vec<Item> {
    let waits = WaitKind::ALL.map(BarKind::Waiting);
    let kinds = [BarKind::Running, BarKind::Ready].into_iter().chain(waits);
    let bars = kinds.chain([BarKind::Cleanup]).filter(|kind| {
        let mut bars = picture.lanes.iter().flat_map(|lane| &lane.bars);
        // A shape that is too short to be seen needs no explanation.
        bars.any(|bar| bar.kind == *kind && (bar.width > 2.0 || *kind == BarKind::Running))
    });
    let caps = [CapKind::Done, CapKind::Failed, CapKind::Cancelled];
    let caps = caps.into_iter().filter(|kind| {
        let mut caps = picture.lanes.iter().filter_map(|lane| lane.cap);
        caps.any(|cap| cap.kind == *kind)
    });
    let mut marks = picture.lanes.iter().flat_map(|lane| &lane.marks);
    let others = [
        (Item::Printed, marks.next().is_some()),
        (Item::Block, !picture.blocks.is_empty()),
    ];
    let others = others.into_iter().filter(|(_, occurs)| *occurs);
    let kinds = [
        EdgeKind::Wake,
        EdgeKind::Spawn,
        EdgeKind::Await,
        EdgeKind::Cancel,
    ];
    let edges = kinds.into_iter().filter(|kind| {
        let mut edges = picture.edges.iter();
        edges.any(|edge| edge.kind == *kind)
    });
    let items = bars.map(Item::Bar).chain(caps.map(Item::Cap));
    let items = items.chain(others.map(|(item, _)| item));
    items.chain(edges.map(Item::Edge)).collect()
}

/// Draws the items in lines of at most `width`; returns where they end.
pub(super) fn draw(
    svg: &mut String,
    items: &[Item],
    (left, top): (f64, f64),
    width: f64,
) -> Result<f64, fmt::Error> {
    let (mut x, mut mid) = (left, top + LINE_HEIGHT / 2.0);
    for item in items {
        let label = label(*item);
        let swatch = match item {
            Item::Bar(_) | Item::Block => SWATCH,
            Item::Cap(_) => CAP,
            Item::Printed | Item::Edge(_) => NARROW,
        };
        let wide = swatch + 7.0 + CHAR * label.chars().count() as f64;
        if x + wide > left + width && x > left {
            (x, mid) = (left, mid + LINE_HEIGHT);
        }
        match item {
            Item::Bar(kind) => bar(svg, *kind, x, mid)?,
            Item::Cap(kind) => ink::cap(svg, *kind, x + CAP / 2.0, mid)?,
            Item::Printed => path(svg, "x", FLAG, x, mid + 3.0)?,
            Item::Block => path(svg, "z", "M0.5 -7h29v14h-29z", x, mid)?,
            Item::Edge(kind) => {
                let shape = shapes::edge(0.0, -7.0, 7.0);
                path(svg, ink::edge_class(*kind), &shape, x, mid)?;
            }
        }
        let (text_x, y) = (number(x + swatch + 7.0), number(mid + 4.0));
        writeln!(
            svg,
            r#"<text class="q" x="{text_x}" y="{y}">{label}</text>"#
        )?;
        x += wide + BETWEEN;
    }
    Ok(mid + LINE_HEIGHT / 2.0)
}

fn label(item: Item) -> String {
    match item {
        Item::Bar(BarKind::Running) => "running".into(),
        Item::Bar(BarKind::Ready) => "ready, waits its turn".into(),
        Item::Bar(BarKind::Cleanup) => "cleaning up".into(),
        Item::Bar(BarKind::Waiting(kind)) => match kind {
            WaitKind::Turn => "waits, gave others a turn".into(),
            WaitKind::Other => "waits".into(),
            kind => format!("waits: {}", wait_name(kind)),
        },
        Item::Cap(CapKind::Done) => "done".into(),
        Item::Cap(CapKind::Failed) => "failed".into(),
        Item::Cap(CapKind::Cancelled) => "cancelled".into(),
        Item::Printed => "printed".into(),
        Item::Block => "one poll kept the loop".into(),
        Item::Edge(EdgeKind::Wake) => "wakes".into(),
        Item::Edge(EdgeKind::Spawn) => "spawns".into(),
        Item::Edge(EdgeKind::Await) => "awaits".into(),
        Item::Edge(EdgeKind::Cancel) => "cancels".into(),
    }
}

fn path(svg: &mut String, class: &str, shape: &str, x: f64, y: f64) -> fmt::Result {
    let (x, y) = (number(x), number(y));
    writeln!(
        svg,
        r#"<path class="{class}" transform="translate({x} {y})" d="{shape}"/>"#
    )
}

fn bar(svg: &mut String, kind: BarKind, x: f64, mid: f64) -> fmt::Result {
    let lane = Lane {
        x_to: SWATCH,
        bars: vec![Bar {
            kind,
            x: 0.0,
            width: SWATCH,
            span: 0,
            merged: 1,
        }],
        ..Lane::empty(TaskId::from_index(0))
    };
    ink::bars(svg, &shapes::lane(&lane, 0.0), x, mid)
}

const _: () = assert!(BAR <= LINE_HEIGHT, "a swatch fits into its line");
