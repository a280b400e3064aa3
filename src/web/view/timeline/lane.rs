//! The lane of one task: its name, its bars, and its end.

use super::lane_marks::LaneMarks;
use crate::timeline::shapes::{self, LAYERS, number};
use crate::timeline::sizes::{CAP, CHAR_13, ROW};
use crate::timeline::{Lane, Stretch};
use crate::web::cell::{Attr, Text};
use crate::web::dom::{Build, svg};
use web_sys::Element;

/// Width of a level of nesting, and of the fold marker before a name.
pub(super) const INDENT: f64 = 12.0;
/// Maximum number of levels that are indented.
pub(super) const MAX_INDENTS: u32 = 5;

/// The elements of a lane, reused for other lanes when the reader scrolls.
pub(super) struct LaneView {
    group: Attr,
    place: Attr,
    elbow: Attr,
    fold: Attr,
    name: Text,
    name_class: Attr,
    name_x: Attr,
    bars: Attr,
    paths: [Attr; LAYERS.len()],
    summary: Attr,
    on_lane: LaneMarks,
    signs: Attr,
    cap: [Attr; 3],
    mark: [Attr; 2],
    outline: Attr,
}

impl LaneView {
    /// Creates the elements, inside a group.
    pub(super) fn new() -> (Element, LaneView) {
        let path = |class: &str| svg("path").class(class);
        let (elbow, name, bars) = (path("elbow"), svg("text").attr("y", "16"), svg("g"));
        let layers = LAYERS.each_ref().map(|layer| path(layer.class));
        let (signs, summary) = (path("sign"), path("summary"));
        let fold = path("fold");
        let (cap, mark, outline) = (path("cap"), path("mark"), path("selected"));
        let bars = layers.iter().fold(bars.child(&summary), Build::child);
        let bars = bars.child(&signs);
        let on_lane = LaneMarks::new(&bars);
        let bars = bars.child(&cap).child(&mark).child(&outline);
        let group = svg("g")
            .child(&elbow)
            .child(&fold)
            .child(&name)
            .child(&bars);
        let lane = LaneView {
            group: Attr::new(group.clone(), "data-state"),
            place: Attr::new(group.clone(), "transform"),
            elbow: Attr::new(elbow, "d"),
            fold: Attr::new(fold, "d"),
            name_class: Attr::new(name.clone(), "class"),
            summary: Attr::new(summary, "d"),
            on_lane,
            name_x: Attr::new(name.clone(), "x"),
            name: Text::new(name),
            bars: Attr::new(bars, "transform"),
            paths: layers.map(|path| Attr::new(path, "d")),
            signs: Attr::new(signs, "d"),
            cap: ["class", "d", "transform"].map(|name| Attr::new(cap.clone(), name)),
            mark: ["d", "transform"].map(|name| Attr::new(mark.clone(), name)),
            outline: Attr::new(outline, "d"),
        };
        (group.into(), lane)
    }

    /// Draws the name of a lane at `y` among rows of height `row`, with its plot from `left`.
    pub(super) fn place(&mut self, lane: &Lane, (y, row): (f64, f64), left: f64) {
        self.place.show(&format!("translate(0 {})", number(y)));
        self.group
            .show(lane.cap.map_or("open", |cap| cap.kind.name()));
        self.draw_name(lane, row, left);
    }

    /// Draws the plot of a lane, from `left`.
    pub(super) fn draw(&mut self, lane: &Lane, left: f64, selected: Option<(f64, f64)>) {
        let mid = ROW / 2.0;
        self.bars.show(&format!("translate({} 0)", number(left)));
        // The bars of a thread look different.
        let paths = match lane.is_thread {
            true => shapes::LanePaths::default(),
            false => shapes::lane(lane, mid),
        };
        for (attr, layer) in self.paths.iter_mut().zip(&LAYERS) {
            attr.show((layer.path)(&paths));
        }
        let mut signs = String::new();
        for (kind, x) in &paths.signs {
            // The move comes first, because the icon's path is relative.
            signs += &format!("M{} {}{}", number(*x), number(mid), shapes::sign(*kind));
        }
        self.signs.show(&signs);
        self.summary.show(&summary(lane));
        self.on_lane.draw(lane, mid);
        self.draw_cap(lane, mid);
        self.outline
            .show(&selected.map(outline).unwrap_or_default());
    }

    fn draw_name(&mut self, lane: &Lane, row: f64, left: f64) {
        let x = f64::from(lane.depth.min(MAX_INDENTS)) * INDENT;
        let hidden = match lane.hidden {
            0 => String::new(),
            n => format!(" +{n}"),
        };
        let room = ((left - x - INDENT - 8.0) / CHAR_13).max(1.0) as usize;
        let room = room.saturating_sub(hidden.chars().count()).max(1);
        self.name_x.show(&number(x + INDENT));
        self.name.show(&(shorten(&lane.name, room) + &hidden));
        self.name_class.show(if lane.faded { "quiet" } else { "" });
        self.elbow.show(&if lane.depth == 0 {
            String::new()
        } else {
            let reach = if lane.foldable { 4.0 } else { INDENT + 3.0 };
            // From below the name in the row before.
            let (x, from) = (number(x - INDENT + 4.0), number(18.0 - row));
            format!("M{x} {from}V12h{}", number(reach))
        });
        self.fold.show(&match (lane.foldable, lane.hidden) {
            (false, _) => String::new(),
            (true, 0) => format!("M{} 10h7l-3.5 5z", number(x + 0.5)),
            (true, _) => format!("M{} 8.5v7l5 -3.5z", number(x + 1.5)),
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
        let at = format!("translate({} {})", number(cap.x + CAP / 2.0), number(mid));
        class.show(&format!("cap {}", cap.kind.name()));
        body.show(shape.body);
        place.show(&at);
        mark.show(shape.mark);
        mark_place.show(&at);
    }
}

/// When folded tasks of a lane ran, as areas to fill at its lower edge.
pub(super) fn summary(lane: &Lane) -> String {
    let stretch = |it: &Stretch| {
        let (x, width) = (number(it.x), number(it.width));
        let height = if it.is_tick { 1.0 } else { 2.0 };
        let top = number(ROW - 1.0 - height);
        format!("M{x} {top}h{width}v{height}h-{width}z")
    };
    lane.summary.iter().map(stretch).collect()
}

/// The outline of a selected span with these edges.
pub(super) fn outline((from, to): (f64, f64)) -> String {
    let width = (to - from).max(2.0) + 4.0;
    format!(
        "M{} 2h{w}v{}h-{w}z",
        number(from - 2.0),
        number(ROW - 4.0),
        w = number(width)
    )
}

/// Shortens a name at its beginning, since names usually differ at the end.
pub(in crate::web::view) fn shorten(name: &str, room: usize) -> String {
    let length = name.chars().count();
    if length <= room {
        return name.to_owned();
    }
    let end = name.chars().skip(length + 1 - room);
    core::iter::once('…').chain(end).collect()
}
