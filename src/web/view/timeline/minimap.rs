//! The minimap below the lanes: how many tasks ran, were ready and waited during the whole run, and the visible window.
//! Dragging moves the window; a pointer over it gets a sentence.

use super::input::{PlotArea, pointer_listeners};
use super::pointers::{fraction_at, offset_in};
use crate::time::{Duration, Instant};
use crate::timeline::shapes::number;
use crate::web::cell::{Attr, Flag};
use crate::web::dom::{Build, html, svg};
use crate::web::listener::Listener;
use crate::web::message::{ExploreMessage, Message, Sender, TimelinePart};
use crate::web::state::State;
use crate::wording::tr;
use core::fmt::Write;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, PointerEvent};

const HEIGHT: f64 = 20.0;
/// Approximate width of a column in pixels.
const COLUMN: f64 = 3.0;

pub(super) struct Minimap {
    root: HtmlElement,
    whole: Flag,
    areas: [Attr; 3],
    window: Attr,
    place: Attr,
    base: Attr,
    /// The left edge and the width of the plot.
    plot: PlotArea,
    /// What is drawn: the width, the end of the log, and the end of the axis.
    drawn: (f64, u64, Instant),
    _listeners: Vec<Listener>,
}

impl Minimap {
    pub(super) fn new(sender: &Sender) -> Minimap {
        let areas = ["waiting", "ready", "running"].map(|kind| svg("path").class(kind));
        let window = svg("path").class("window");
        let base = svg("path").class("base");
        let [waiting, ready, running] = &areas;
        let drawing = svg("g")
            .child(&base)
            .child(waiting)
            .child(ready)
            .child(running)
            .child(&window);
        let picture = svg("svg")
            .attr("aria-hidden", "true")
            .attr("height", &number(HEIGHT))
            .child(&drawing);
        let root = html("div").class("minimap").child(picture);
        let plot = PlotArea::default();
        let listen = |name| {
            let (on, plot, sender) = (root.clone(), plot.clone(), sender.clone());
            Listener::new(root.clone(), name, move |event| {
                let Some(event) = event.dyn_ref::<PointerEvent>() else {
                    return;
                };
                if event.buttons() & 1 == 0 {
                    return;
                }
                if event.type_() == "pointerdown" {
                    // Capturing fails for a pointer that was released already.
                    let _ = on.set_pointer_capture(event.pointer_id());
                }
                let (x, _) = offset_in(&on, event);
                sender.send(Message::Explore(ExploreMessage::CentreOn(fraction_at(
                    plot.get(),
                    x,
                ))));
            })
        };
        let mut listeners = vec![listen("pointerdown"), listen("pointermove")];
        let sender = sender.about(Message::Timeline);
        listeners.extend(pointer_listeners(&root, TimelinePart::Minimap, &sender));
        Minimap {
            _listeners: listeners,
            whole: Flag::new(root.clone(), "data-whole"),
            root,
            areas: areas.map(|area| Attr::new(area, "d")),
            window: Attr::new(window, "d"),
            place: Attr::new(drawing, "transform"),
            base: Attr::new(base, "d"),
            plot,
            drawn: (0.0, 0, Instant::ZERO),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// Shows the minimap while only a part of the run is visible, below lanes whose plot has this left edge and width.
    pub(super) fn draw(&mut self, state: &State, (left, width): (f64, f64)) {
        let run = state
            .run
            .as_ref()
            .filter(|_| state.timeline.visible_window.is_fixed());
        self.whole.show(run.is_none());
        let Some(run) = run else { return };
        let end = state.common_end();
        self.plot.set((left, width));
        self.place.show(&format!("translate({} 0)", number(left)));
        let drawn = (width, run.model.next_seq(), end);
        if self.drawn != drawn {
            self.drawn = drawn;
            self.base
                .show(&format!("M0 {}h{}", number(HEIGHT - 0.5), number(width)));
            self.draw_areas(state, width, end);
        }
        let seen = state.timeline.visible_window.scale(end, width);
        let x = |at: Instant| {
            let (at, end) = (at.as_micros() as f64, end.as_micros().max(1) as f64);
            (at / end * width).clamp(0.0, width)
        };
        let (from, to) = (x(seen.from()), x(seen.to()));
        self.window.show(&format!(
            "M{} 0.5h{w}v{}h-{w}z",
            number(from),
            number(HEIGHT - 1.0),
            w = number((to - from).max(3.0))
        ));
    }

    /// The sentence about what is under the pointer.
    pub(super) fn hover_text(&self, state: &State) -> Option<String> {
        let (part, (x, _)) = state.timeline.cursor.part?;
        if part != TimelinePart::Minimap || !state.timeline.visible_window.is_fixed() {
            return None;
        }
        let end = state.common_end();
        let share = fraction_at(self.plot.get(), x);
        let at = Instant::from_micros((end.as_micros() as f64 * share) as u64);
        let to = at
            + Duration::from_micros(
                ((end.as_micros() as f64 / self.plot.get().1.max(1.0)) as u64).max(1),
            );
        let columns = state.timeline.overview.columns(1, at, to);
        let column = columns.first().copied().unwrap_or_default();
        let whole = |tasks: f64| (tasks + 0.5) as u64;
        let (running, ready) = (whole(column.running), whole(column.ready));
        let waiting = whole(column.waiting);
        Some(tr!(
            "the whole run, at {at}: {running} running, {ready} ready, {waiting} waiting; press or drag to see this part",
            at,
            running,
            ready,
            waiting
        ))
    }

    fn draw_areas(&mut self, state: &State, width: f64, end: Instant) {
        let count = (width / COLUMN).max(1.0) as usize;
        let columns = state.timeline.overview.columns(count, Instant::ZERO, end);
        let most = columns
            .iter()
            .map(|column| column.all())
            .fold(1.0, f64::max);
        let column_width = width / count as f64;
        let mut paths = [String::new(), String::new(), String::new()];
        for (n, column) in columns.iter().enumerate() {
            let mut base = HEIGHT;
            let parts = [(2, column.running), (1, column.ready), (0, column.waiting)];
            for (path, tasks) in parts {
                let height = tasks / most * (HEIGHT - 2.0);
                if height > 0.05 {
                    base -= height;
                    let (x, y) = (number(n as f64 * column_width), number(base));
                    let (w, h) = (number(column_width), number(height));
                    let _ = write!(paths[path], "M{x} {y}h{w}v{h}h-{w}z");
                }
            }
        }
        for (area, path) in self.areas.iter_mut().zip(&paths) {
            area.show(path);
        }
    }
}
