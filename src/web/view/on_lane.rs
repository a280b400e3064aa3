//! What lies on a lane beside its bars: the stripes of a thread, waits that are overdue or have no end, marks.

use crate::timeline::shapes::{self, BAR, FLAG, number};
use crate::timeline::signs::{self, FOREVER, REFUSED};
use crate::timeline::{Lane, MarkKind};
use crate::web::cell::Attr;
use crate::web::dom::{Build, svg};
use core::fmt::Write;
use web_sys::SvgElement;

/// The classes of the paths, in the order of drawing.
const CLASSES: [&str; 7] = [
    "thread",
    "waiting",
    "sign",
    "late",
    "forever",
    "refused",
    "printed-mark",
];

/// One path for each look.
pub(super) struct OnLane([Attr; 7]);

impl OnLane {
    /// Makes the paths in a lane's group.
    pub(super) fn new(bars: &SvgElement) -> OnLane {
        OnLane(CLASSES.map(|class| {
            let path = svg("path").class(class);
            let _ = bars.clone().child(&path);
            Attr::new(path, "d")
        }))
    }

    /// Shows what lies on a lane whose middle is at `mid`.
    pub(super) fn draw(&mut self, lane: &Lane, mid: f64) {
        for (path, data) in self.0.iter_mut().zip(&paths(lane, mid)) {
            path.show(data);
        }
    }
}

/// The same as elements that stay as they are, for the legend.
pub(super) fn fixed(lane: &Lane, mid: f64) -> impl Iterator<Item = SvgElement> {
    let drawn = CLASSES.into_iter().zip(paths(lane, mid));
    let drawn = drawn.filter(|(_, data)| !data.is_empty());
    drawn.map(|(class, data)| svg("path").class(class).attr("d", &data))
}

fn paths(lane: &Lane, mid: f64) -> [String; 7] {
    let thread = match lane.is_thread {
        true => signs::thread(lane, mid),
        false => String::new(),
    };
    let late = lane.overdue.iter().map(|late| signs::overdue(late, mid));
    let (mut line, mut sign) = (String::new(), String::new());
    let [mut forever, mut refused, mut printed] = [const { String::new() }; 3];
    if let Some(wait) = lane.forever {
        let (open, at) = signs::open_end(wait);
        let open = shapes::lane(&open, mid);
        line = open.waiting;
        for (kind, x) in open.signs {
            let _ = write!(sign, "M{} {}{}", number(x), number(mid), shapes::sign(kind));
        }
        let _ = write!(forever, "M{} {}{FOREVER}", number(at), number(mid));
    }
    let top = mid - BAR / 2.0;
    for mark in &lane.marks {
        let x = number(mark.x);
        let _ = match mark.kind {
            MarkKind::Printed | MarkKind::Noted => write!(printed, "M{x} {}{FLAG}", number(top)),
            MarkKind::Refused => write!(refused, "M{x} {}{REFUSED}", number(top)),
            MarkKind::Stuck => write!(forever, "M{x} {}{FOREVER}", number(top)),
        };
    }
    [
        thread,
        line,
        sign,
        late.collect(),
        forever,
        refused,
        printed,
    ]
}
