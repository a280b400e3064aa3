//! Marks on a lane besides its bars: stripes of a thread, overdue and endless waits, time limits, printed lines.

use crate::timeline::shapes::{self, FLAG, number};
use crate::timeline::signs::{self, CALLED, FOREVER, REFUSED, TIMED_OUT};
use crate::timeline::sizes::BAR;
use crate::timeline::{Lane, MarkKind};
use crate::trace::TaskState;
use crate::web::cell::Attr;
use crate::web::dom::{Build, svg};
use core::fmt::Write;
use web_sys::SvgElement;

/// The classes of the paths, in the order of drawing.
pub(super) const CLASSES: [&str; 11] = [
    "thread",
    "open",
    "sign",
    "late",
    "timeout",
    "reached",
    "forever",
    "refused",
    "printed-mark",
    "called",
    "timed-out",
];

/// One path for each class.
pub(super) struct LaneMarks([Attr; CLASSES.len()]);

impl LaneMarks {
    /// Creates the paths in a lane's group.
    pub(super) fn new(bars: &SvgElement) -> LaneMarks {
        LaneMarks(CLASSES.map(|class| {
            let path = svg("path").class(class);
            let _ = bars.clone().child(&path);
            Attr::new(path, "d")
        }))
    }

    /// Draws the marks of a lane whose middle is at `mid`.
    pub(super) fn draw(&mut self, lane: &Lane, mid: f64) {
        for (path, data) in self.0.iter_mut().zip(&paths(lane, mid)) {
            path.show(data);
        }
    }
}

/// Whether a lane has any marks.
pub(super) fn has_any(lane: &Lane) -> bool {
    let has_none = lane.overdue.is_empty() && lane.limits.is_empty() && lane.marks.is_empty();
    lane.is_thread || lane.forever.is_some() || !has_none
}

/// The same as static elements, for the legend.
pub(super) fn static_paths(lane: &Lane, mid: f64) -> impl Iterator<Item = SvgElement> {
    let drawn = CLASSES.into_iter().zip(paths(lane, mid));
    let drawn = drawn.filter(|(_, data)| !data.is_empty());
    drawn.map(|(class, data)| svg("path").class(class).attr("d", &data))
}

/// The path data of each class.
pub(super) fn paths(lane: &Lane, mid: f64) -> [String; CLASSES.len()] {
    let thread = match lane.is_thread {
        true => signs::thread(lane, mid),
        false => String::new(),
    };
    let late = lane.overdue.iter().map(|late| signs::overdue(late, mid));
    let (mut line, mut sign) = (String::new(), String::new());
    let [
        mut forever,
        mut refused,
        mut printed,
        mut called,
        mut timed_out,
    ] = [const { String::new() }; 5];
    let (limits, reached) = signs::limits(lane, mid);
    if let Some(wait) = lane.forever {
        let open = signs::open_end(&wait, mid);
        line = open.line;
        if let (Some(x), TaskState::Waiting(kind)) = (open.sign, wait.state) {
            let _ = write!(sign, "M{} {}{}", number(x), number(mid), shapes::sign(kind));
        }
        let _ = write!(
            forever,
            "M{} {}{FOREVER}",
            number(open.forever),
            number(mid)
        );
    }
    let top = mid - BAR / 2.0;
    for mark in &lane.marks {
        let x = number(mark.x);
        let _ = match mark.kind {
            MarkKind::Printed | MarkKind::Noted => write!(printed, "M{x} {}{FLAG}", number(top)),
            MarkKind::Called => write!(called, "M{x} {}{CALLED}", number(mid)),
            MarkKind::TimedOut => write!(timed_out, "M{x} {}{TIMED_OUT}", number(mid)),
            MarkKind::Refused => write!(refused, "M{x} {}{REFUSED}", number(top)),
            MarkKind::Stuck => write!(forever, "M{x} {}{FOREVER}", number(top)),
        };
    }
    [
        thread,
        line,
        sign,
        late.collect(),
        limits,
        reached,
        forever,
        refused,
        printed,
        called,
        timed_out,
    ]
}
