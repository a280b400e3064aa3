//! The time axis: labels, grid lines, marks where the loop yielded to the browser and where the order differs from the usual
//! one, and the numbers of the moments to look at.

use crate::time::Instant;
use crate::timeline::shapes::number;
use crate::timeline::{Picture, Tick, TimeScale};
use crate::trace::sort;
use crate::web::cell::{Attr, Pool, Text};
use crate::web::dom::{Build, svg};
use crate::web::listener::Listener;
use crate::web::message::{Sender, TimelineMessage};
use crate::web::state::{Choice, Scene};
use core::cell::Cell;
use web_sys::{Element, Event, SvgElement};

/// Height of the axis, and where the labels are in it.
const HEIGHT: f64 = 22.0;
const LABELS: f64 = 14.0;
/// The same with numbers of moments below the labels; and the radius of the circle around each number.
const HEIGHT_WITH_SPOTS: f64 = 24.0;
const LABELS_WITH_SPOTS: f64 = 10.0;
const RADIUS: f64 = 5.5;
/// From the middle of the mark of a choice to each of its corners.
const CORNER: f64 = 4.0;

pub(super) struct Axis {
    root: SvgElement,
    height: Attr,
    labels_place: Attr,
    has_guide: bool,
    spots: Pool<SpotView>,
    /// The place and the title of each mark of a choice.
    choices: Pool<(Attr, Text)>,
    labels: Pool<(Attr, Text)>,
    hops: Attr,
    lines: Attr,
    lines_root: SvgElement,
}

/// The number of a moment to look at. The list of these moments has it as a button for keys and screen readers.
struct SpotView {
    place: Attr,
    _pressed: Listener,
}

impl Axis {
    pub(super) fn new(sender: &Sender<TimelineMessage>) -> Axis {
        let (labels, spots, choices) = (svg("g").class("labels"), svg("g"), svg("g"));
        let hops = svg("path").class("hop");
        let lines = svg("path").class("grid");
        let root = svg("svg").class("axis").attr("aria-hidden", "true");
        let root = root.child(&labels).child(&hops);
        let root = root.child(&choices).child(&spots);
        let (sender, next) = (sender.clone(), Cell::new(0));
        Axis {
            height: Attr::new(root.clone(), "height"),
            labels_place: Attr::new(labels.clone(), "transform"),
            has_guide: false,
            root,
            spots: Pool::new(spots, move || {
                let index = next.replace(next.get() + 1);
                SpotView::new(index, &sender)
            }),
            choices: Pool::new(choices, || {
                let title = svg("title");
                let mark = svg("path").class("choice").child(&title);
                let parts = (Attr::new(mark.clone(), "d"), Text::new(title));
                (mark.into(), parts)
            }),
            labels: Pool::new(labels, || {
                let label = svg("text").class("quiet").attr("text-anchor", "middle");
                let parts = (Attr::new(label.clone(), "x"), Text::new(label.clone()));
                (label.into(), parts)
            }),
            hops: Attr::new(hops, "d"),
            lines: Attr::new(lines.clone(), "d"),
            lines_root: lines,
        }
    }

    pub(super) fn root(&self) -> &SvgElement {
        &self.root
    }

    /// The grid lines, to be drawn below the lanes.
    pub(super) fn lines(&self) -> &SvgElement {
        &self.lines_root
    }

    /// Draws the ticks of a picture whose plot begins at `left`, with lines of length `height`.
    pub(super) fn draw(&mut self, picture: &Picture, left: f64, height: f64) {
        let shown = self.labels.show(picture.ticks.len());
        for ((x, text), tick) in shown.zip(&picture.ticks) {
            x.show(&number(left + tick.x));
            text.show(&tick.label);
        }
        self.lines.show(&lines(picture, left, height));
        self.hops.show(&hops(picture, left, self.bottom()));
    }

    /// The height of the base line of the labels, and of the lower edge.
    pub(super) fn heights(&self) -> (f64, f64) {
        (self.labels_y(), self.bottom())
    }

    fn labels_y(&self) -> f64 {
        match self.has_guide {
            true => LABELS_WITH_SPOTS,
            false => LABELS,
        }
    }

    /// Keeps room for numbers of moments if there is a guide that has some after a run.
    pub(super) fn keep_room(&mut self, has_guide: bool) {
        self.has_guide = has_guide;
        self.height.show(&number(self.bottom()));
        let y = self.labels_y();
        self.labels_place
            .show(&format!("translate(0 {})", number(y)));
    }

    fn bottom(&self) -> f64 {
        match self.has_guide {
            true => HEIGHT_WITH_SPOTS,
            false => HEIGHT,
        }
    }

    /// Shows marks of choices and numbers of moments. `plot` is its left edge and its width.
    pub(super) fn draw_moments(&mut self, scene: &Scene<'_>, scale: &TimeScale, plot: (f64, f64)) {
        let x = |at: &Instant| scale.x(*at);
        let choices: Vec<f64> = scene.choices.iter().map(|choice| x(&choice.at)).collect();
        let spots: Vec<f64> = scene.spots.iter().map(x).collect();
        self.draw_choices(&choices, scene.choices, plot);
        self.draw_spots(&spots, &choices, plot);
    }

    /// Shows no marks and numbers of a run.
    pub(super) fn hide_moments(&mut self) {
        self.draw_choices(&[], &[], (0.0, 0.0));
        self.draw_spots(&[], &[], (0.0, 0.0));
    }

    fn draw_choices(&mut self, xs: &[f64], choices: &[Choice], (left, width): (f64, f64)) {
        let y = self.bottom() - RADIUS - 0.5;
        let shown = self.choices.show(xs.len());
        for ((place, title), (x, choice)) in shown.zip(xs.iter().zip(choices)) {
            let is_visible = (-0.5..=width + 0.5).contains(x);
            let corner = number(CORNER);
            place.show(&match is_visible {
                true => format!(
                    "M{} {}l{corner} {corner} -{corner} {corner} -{corner} -{corner}z",
                    number(left + x),
                    number(y - CORNER)
                ),
                false => String::new(),
            });
            title.show(&choice.title);
        }
    }

    /// Shows the numbers of moments, each at this distance from the left edge or, to stay legible, next to the one before or
    /// to the mark of a choice.
    fn draw_spots(&mut self, xs: &[f64], choices: &[f64], (left, width): (f64, f64)) {
        let mut places: Vec<(usize, f64)> = xs.iter().copied().enumerate().collect();
        sort::by(&mut places, |a, b| a.1.total_cmp(&b.1));
        let mut shown = vec![None; xs.len()];
        let mut free = f64::NEG_INFINITY;
        for (index, x) in places {
            // Outside of the visible window.
            if (-0.5..=width + 0.5).contains(&x) {
                let x = beside(x.max(free), choices);
                free = x + 2.0 * RADIUS + 1.0;
                shown[index] = Some(x);
            }
        }
        for (view, x) in self.spots.show(xs.len()).zip(shown) {
            // Far to the left, nothing is seen of it.
            let x = x.map_or(-1e4, |x| left + x);
            let y = HEIGHT_WITH_SPOTS - RADIUS - 0.5;
            view.place
                .show(&format!("translate({} {})", number(x), number(y)));
        }
    }
}

/// The first place from `x` on where a number does not cover the mark of a choice. The marks are in order.
fn beside(x: f64, choices: &[f64]) -> f64 {
    const ROOM: f64 = RADIUS + CORNER + 1.0;
    let covers = |x: f64, choice: f64| (x - choice).abs() < ROOM;
    choices
        .iter()
        .fold(x, |x, choice| match covers(x, *choice) {
            true => choice + ROOM,
            false => x,
        })
}

/// The lines of a picture's ticks, as long as the lanes are high.
pub(super) fn lines(picture: &Picture, left: f64, height: f64) -> String {
    let line = |tick: &Tick| format!("M{} 0V{}", number(left + tick.x), number(height));
    picture.ticks.iter().map(line).collect()
}

/// The marks where the loop yielded to the browser, on the axis whose lower edge is at `bottom`.
pub(super) fn hops(picture: &Picture, left: f64, bottom: f64) -> String {
    let hop = |x: &f64| format!("M{} {}v-4", number(left + x), number(bottom));
    picture.hops.iter().map(hop).collect()
}

impl SpotView {
    fn new(index: usize, sender: &Sender<TimelineMessage>) -> (Element, SpotView) {
        let circle = svg("circle").attr("r", &number(RADIUS));
        let label = svg("text").attr("y", "3").attr("text-anchor", "middle");
        let label = label.text(&(index + 1).to_string());
        let group = svg("g").class("spot-number").child(&circle).child(&label);
        let sender = sender.clone();
        // The axis would begin to scrub, and keep the pointer.
        let on_press = move |event: Event| {
            event.stop_propagation();
            sender.send(TimelineMessage::ShowSpot(index));
        };
        let view = SpotView {
            place: Attr::new(group.clone(), "transform"),
            _pressed: Listener::new(group.clone(), "pointerdown", on_press),
        };
        (group.into(), view)
    }
}
