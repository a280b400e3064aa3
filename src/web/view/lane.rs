//! One task's lane: its name, its bars, its end.

use crate::timeline::shapes::{self, ROW, number};
use crate::timeline::{CapKind, Lane};
use crate::web::cell::{Attr, Text};
use crate::web::dom::{Build, svg};
use web_sys::Element;

/// Room for each level of nesting.
const INDENT: f64 = 12.0;
/// Average width of a character of a name.
const CHAR: f64 = 7.0;

/// The elements of a lane, used again for another when the reader scrolls.
pub(super) struct LaneView {
    group: Attr,
    place: Attr,
    elbow: Attr,
    name: Text,
    name_x: Attr,
    bars: Attr,
    paths: [Attr; 5],
    signs: Attr,
    cap: [Attr; 3],
    mark: [Attr; 2],
    outline: Attr,
}

impl LaneView {
    /// Makes the elements; the group is the first.
    pub(super) fn new() -> (Element, LaneView) {
        let path = |class: &str| svg("path").class(class);
        let (elbow, name, bars) = (path("edge"), svg("text").attr("y", "16"), svg("g"));
        let kinds = ["cleanup", "waiting", "ready", "hatch", "running"].map(path);
        let signs = path("sign");
        let (cap, mark, outline) = (path("cap"), path("mark"), path("selected"));
        let [cleanup, waiting, ready, hatch, running] = &kinds;
        let bars = bars
            .child(cleanup)
            .child(waiting)
            .child(&signs)
            .child(ready)
            .child(hatch)
            .child(running)
            .child(&cap)
            .child(&mark)
            .child(&outline);
        let group = svg("g").child(&elbow).child(&name).child(&bars);
        let lane = LaneView {
            group: Attr::new(group.clone(), "data-state"),
            place: Attr::new(group.clone(), "transform"),
            elbow: Attr::new(elbow, "d"),
            name_x: Attr::new(name.clone(), "x"),
            name: Text::new(name),
            bars: Attr::new(bars, "transform"),
            paths: kinds.map(|path| Attr::new(path, "d")),
            signs: Attr::new(signs, "d"),
            cap: ["class", "d", "transform"].map(|name| Attr::new(cap.clone(), name)),
            mark: ["d", "transform"].map(|name| Attr::new(mark.clone(), name)),
            outline: Attr::new(outline, "d"),
        };
        (group.into(), lane)
    }

    /// Shows a lane `y` below the top, its time from `left` on.
    pub(super) fn draw(&mut self, lane: &Lane, y: f64, left: f64, selected: Option<(f64, f64)>) {
        let mid = ROW / 2.0;
        self.place.show(&format!("translate(0 {})", number(y)));
        self.group.show(match lane.cap.map(|cap| cap.kind) {
            Some(CapKind::Done) => "done",
            Some(CapKind::Failed) => "failed",
            Some(CapKind::Cancelled) => "cancelled",
            None => "open",
        });
        self.draw_name(lane, left);
        self.bars.show(&format!("translate({} 0)", number(left)));
        let paths = shapes::lane(lane, mid);
        let data = [
            &paths.cleanup,
            &paths.waiting,
            &paths.ready,
            &paths.hatch,
            &paths.running,
        ];
        for (path, data) in self.paths.iter_mut().zip(data) {
            path.show(data);
        }
        let mut signs = String::new();
        for (kind, x) in &paths.signs {
            // The path goes there first: what follows begins where it is.
            signs += &format!("M{} {}{}", number(*x), number(mid), shapes::sign(*kind));
        }
        self.signs.show(&signs);
        self.draw_cap(lane, mid);
        self.outline.show(&match selected {
            Some((from, to)) => {
                let width = (to - from).max(2.0) + 4.0;
                format!(
                    "M{} 2h{w}v{}h-{w}z",
                    number(from - 2.0),
                    number(ROW - 4.0),
                    w = number(width)
                )
            }
            None => String::new(),
        });
    }

    fn draw_name(&mut self, lane: &Lane, left: f64) {
        let x = f64::from(lane.depth.min(4)) * INDENT;
        let room = ((left - x - 8.0) / CHAR).max(1.0) as usize;
        self.name_x.show(&number(x));
        self.name.show(&shorten(&lane.name, room));
        self.elbow.show(&if lane.depth == 0 {
            String::new()
        } else {
            let x = x - INDENT / 2.0 - 2.0;
            format!("M{} -6V12h5", number(x))
        });
    }

    fn draw_cap(&mut self, lane: &Lane, mid: f64) {
        let [class, body, place] = &mut self.cap;
        let [mark, mark_place] = &mut self.mark;
        let Some(cap) = lane.cap else {
            body.show("");
            mark.show("");
            return;
        };
        let shape = shapes::cap(cap.kind);
        let at = format!(
            "translate({} {})",
            number(cap.x + shapes::CAP / 2.0),
            number(mid)
        );
        class.show(match cap.kind {
            CapKind::Done => "cap done",
            CapKind::Failed => "cap failed",
            CapKind::Cancelled => "cap cancelled",
        });
        body.show(shape.body);
        place.show(&at);
        mark.show(shape.mark);
        mark_place.show(&at);
    }
}

/// A name in so many characters: its end is what tells it apart from others.
pub(super) fn shorten(name: &str, room: usize) -> String {
    let length = name.chars().count();
    if length <= room {
        return name.to_owned();
    }
    let kept = name.chars().skip(length + 1 - room);
    core::iter::once('…').chain(kept).collect()
}
