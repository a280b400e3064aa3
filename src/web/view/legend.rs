//! What the shapes of the timeline mean.

use crate::timeline::shapes::{self, BAR, CAP, number};
use crate::timeline::{Bar, BarKind, CapKind, Lane, WaitKind};
use crate::trace::TaskId;
use crate::web::dom::{Build, html, svg};
use web_sys::{HtmlElement, SvgElement};

const WIDE: f64 = 28.0;

pub(super) fn legend() -> HtmlElement {
    html("ul")
        .class("legend")
        .attr("aria-label", "Legend")
        .child(item(bar(BarKind::Running), "running"))
        .child(item(bar(BarKind::Ready), "ready, waits for its turn"))
        .child(item(
            bar(BarKind::Waiting(WaitKind::Timer)),
            "waits for a timer",
        ))
        .child(item(bar(BarKind::Waiting(WaitKind::Io)), "for I/O"))
        .child(item(bar(BarKind::Waiting(WaitKind::Queue)), "for a queue"))
        .child(item(bar(BarKind::Waiting(WaitKind::Task)), "for a task"))
        .child(item(bar(BarKind::Cleanup), "cleans up"))
        .child(item(cap(CapKind::Done), "done"))
        .child(item(cap(CapKind::Failed), "failed"))
        .child(item(cap(CapKind::Cancelled), "cancelled"))
}

fn item(swatch: SvgElement, label: &str) -> HtmlElement {
    html("li").child(swatch).child(html("span").text(label))
}

fn frame(width: f64) -> SvgElement {
    svg("svg")
        .attr("aria-hidden", "true")
        .attr("width", &number(width))
        .attr("height", &number(BAR + 2.0))
}

fn bar(kind: BarKind) -> SvgElement {
    let lane = Lane {
        x_to: WIDE,
        bars: vec![Bar {
            kind,
            x: 0.0,
            width: WIDE,
            span: 0,
            merged: 1,
        }],
        ..Lane::empty(TaskId::from_index(0))
    };
    let mid = BAR / 2.0 + 1.0;
    let paths = shapes::lane(&lane, mid);
    let mut swatch = frame(WIDE);
    for (class, data) in [
        ("cleanup", &paths.cleanup),
        ("waiting", &paths.waiting),
        ("ready", &paths.ready),
        ("hatch", &paths.hatch),
        ("running", &paths.running),
    ] {
        swatch = swatch.child(svg("path").class(class).attr("d", data));
    }
    for (kind, x) in paths.signs {
        let at = format!("translate({} {})", number(x), number(mid));
        let sign = svg("path").class("sign").attr("d", shapes::sign(kind));
        swatch = swatch.child(sign.attr("transform", &at));
    }
    swatch
}

fn cap(kind: CapKind) -> SvgElement {
    let (shape, mid) = (shapes::cap(kind), BAR / 2.0 + 1.0);
    let class = match kind {
        CapKind::Done => "cap done",
        CapKind::Failed => "cap failed",
        CapKind::Cancelled => "cap cancelled",
    };
    let at = format!("translate({} {})", number(CAP / 2.0), number(mid));
    frame(CAP)
        .child(
            svg("path")
                .class(class)
                .attr("d", shape.body)
                .attr("transform", &at),
        )
        .child(
            svg("path")
                .class("mark")
                .attr("d", shape.mark)
                .attr("transform", &at),
        )
}
