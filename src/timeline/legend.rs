//! The legend of the standalone SVG: the meaning of the shapes that occur in a picture.

use super::describe::wait_name;
use super::ink;
use super::layout::{Bar, BarKind, CapKind, Lane, Picture, WaitKind};
use super::shapes::{self, BAR, CAP, number};
use crate::trace::TaskId;
use core::fmt::{self, Write};

const LINE_HEIGHT: f64 = 24.0;
const CHAR: f64 = 6.3;
const SWATCH: f64 = 30.0;
const BETWEEN: f64 = 22.0;

/// A shape to explain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Bar(BarKind),
    Cap(CapKind),
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
    bars.map(Item::Bar).chain(caps.map(Item::Cap)).collect()
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
            Item::Bar(_) => SWATCH,
            Item::Cap(_) => CAP,
        };
        let wide = swatch + 7.0 + CHAR * label.chars().count() as f64;
        if x + wide > left + width && x > left {
            (x, mid) = (left, mid + LINE_HEIGHT);
        }
        match item {
            Item::Bar(kind) => bar(svg, *kind, x, mid)?,
            Item::Cap(kind) => ink::cap(svg, *kind, x + CAP / 2.0, mid)?,
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
    }
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
