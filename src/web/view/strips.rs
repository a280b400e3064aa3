//! How full the queues are over time, below the lanes.

use crate::timeline::shapes::{self, STRIP, number};
use crate::timeline::{Picture, Strip};
use crate::web::cell::{Attr, Pool, Text};
use crate::web::dom::{Build, svg};
use web_sys::SvgElement;

/// Strips that are shown; a run with more shows the first.
const MOST: usize = 4;
/// Height of a strip with the space above it.
const STEP: f64 = STRIP + 10.0;

pub(super) struct Strips {
    root: SvgElement,
    height: Attr,
    strips: Pool<StripView>,
}

struct StripView {
    place: Attr,
    name: Text,
    level: Attr,
    level_place: Attr,
    limit: Attr,
    full: Text,
    full_x: Attr,
}

impl Strips {
    pub(super) fn new() -> Strips {
        let root = svg("svg").class("strips").attr("aria-hidden", "true");
        Strips {
            height: Attr::new(root.clone(), "height"),
            strips: Pool::new(root.clone(), || {
                let name = svg("text").attr("y", "16");
                let (level, limit) = (svg("path").class("level"), svg("path").class("limit"));
                let full = svg("text").class("quiet").attr("y", "10");
                let group = svg("g")
                    .child(&name)
                    .child(&level)
                    .child(&limit)
                    .child(&full);
                let view = StripView {
                    place: Attr::new(group.clone(), "transform"),
                    name: Text::new(name),
                    level_place: Attr::new(level.clone(), "transform"),
                    level: Attr::new(level, "d"),
                    limit: Attr::new(limit, "d"),
                    full_x: Attr::new(full.clone(), "x"),
                    full: Text::new(full),
                };
                (group.into(), view)
            }),
            root,
        }
    }

    pub(super) fn root(&self) -> &SvgElement {
        &self.root
    }

    /// Shows the strips of a picture whose time begins at `left` and is `width` wide.
    pub(super) fn draw(&mut self, picture: &Picture, left: f64, width: f64) {
        let count = picture.strips.len().min(MOST);
        self.height.show(&number(count as f64 * STEP));
        let shown = self.strips.show(count);
        for ((n, view), strip) in shown.enumerate().zip(&picture.strips) {
            view.draw(strip, n as f64 * STEP + STEP - STRIP, left, width);
        }
    }
}

impl StripView {
    fn draw(&mut self, strip: &Strip, y: f64, left: f64, width: f64) {
        let full = strip.capacity.max(strip.highest).max(1);
        let now = strip.steps.last().map_or(0, |step| step.level);
        self.place.show(&format!("translate(0 {})", number(y)));
        self.name.show(&format!("{}: {now}", strip.name));
        let area = shapes::levels(strip, STRIP - 1.0, STRIP - 4.0, full);
        self.level.show(&area);
        self.level_place
            .show(&format!("translate({} 0)", number(left)));
        let top = STRIP - 1.0 - (STRIP - 4.0) * f64::from(strip.capacity) / f64::from(full);
        self.limit.show(&if strip.capacity > 0 {
            format!("M{} {}h{}", number(left), number(top), number(width))
        } else {
            String::new()
        });
        self.full_x.show(&number(left + width + 4.0));
        self.full.show(&full.to_string());
    }
}
