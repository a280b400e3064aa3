//! The minimap above the lanes: how many tasks ran, were ready and waited during the whole run, and the visible window.
//! Dragging moves the window.

use super::pointers::fraction_at;
use crate::time::Instant;
use crate::timeline::shapes::number;
use crate::web::cell::{Attr, Flag};
use crate::web::dom::{Build, html, svg};
use crate::web::listener::Listener;
use crate::web::message::{ExploreMessage, Message, Sender};
use crate::web::state::State;
use core::cell::Cell;
use core::fmt::Write;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, PointerEvent};

const HEIGHT: f64 = 30.0;
/// Approximate width of a column in pixels.
const COLUMN: f64 = 3.0;

pub(super) struct Minimap {
    root: HtmlElement,
    whole: Flag,
    areas: [Attr; 3],
    window: Attr,
    size: Rc<Cell<f64>>,
    /// What is drawn: the width, the end of the log, and the end of the axis.
    drawn: (f64, u64, Instant),
    _listeners: Vec<Listener>,
}

impl Minimap {
    pub(super) fn new(sender: &Sender) -> Minimap {
        let areas = ["waiting", "ready", "running"].map(|kind| svg("path").class(kind));
        let window = svg("path").class("window");
        let [waiting, ready, running] = &areas;
        let picture = svg("svg")
            .attr("aria-hidden", "true")
            .attr("height", &number(HEIGHT))
            .child(waiting)
            .child(ready)
            .child(running)
            .child(&window);
        let root = html("div").class("minimap").child(picture);
        let size = Rc::new(Cell::new(1.0));
        let listen = |name| {
            let (on, size, sender) = (root.clone(), size.clone(), sender.clone());
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
                let x = f64::from(event.client_x()) - on.get_bounding_client_rect().left();
                sender.send(Message::Explore(ExploreMessage::CentreOn(fraction_at(
                    (0.0, size.get()),
                    x,
                ))));
            })
        };
        Minimap {
            _listeners: vec![listen("pointerdown"), listen("pointermove")],
            whole: Flag::new(root.clone(), "hidden"),
            root,
            areas: areas.map(|area| Attr::new(area, "d")),
            window: Attr::new(window, "d"),
            size,
            drawn: (0.0, 0, Instant::ZERO),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// Shows the minimap while only a part of the run is visible.
    pub(super) fn draw(&mut self, state: &State) {
        let run = state
            .run
            .as_ref()
            .filter(|_| state.timeline.visible_window.is_fixed());
        self.whole.show(run.is_none());
        let Some(run) = run else { return };
        let (width, end) = (f64::from(self.root.client_width()), state.common_end());
        self.size.set(width);
        let drawn = (width, run.model.next_seq(), end);
        if self.drawn != drawn {
            self.drawn = drawn;
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
