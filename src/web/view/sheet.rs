//! The timeline: lanes, axis and strips for the pixels that there are.

use super::axis::Axis;
use super::code::by_line;
pub(crate) use super::cursor::{Cursor, Move};
use super::input::listeners;
use super::lane::LaneView;
use super::strips::Strips;
use crate::time::Instant;
use crate::timeline::shapes::{CAP, ROW, number};
use crate::timeline::{Picture, Rows, TimeScale, Viewport, hit, layout, lines_at};
use crate::trace::TaskId;
use crate::trace::model::State as TaskState;
use crate::web::app::{Message, Sender};
use crate::web::cell::{Attr, Pool};
use crate::web::dom::{Build, html, style, svg};
use crate::web::listener::Listener;
use crate::web::resize::Resize;
use crate::web::run::Run;
use crate::web::state::State;
use std::collections::BTreeMap;
use web_sys::HtmlElement;

/// Room for the names: so wide at most, and such a part of the width at most.
const NAMES: f64 = 184.0;
const NAMES_PART: f64 = 0.36;
/// Room at the right for half a cap and a strip's number.
const RIGHT: f64 = CAP + 12.0;
/// A run that has just begun is drawn as if it were as long as this, so that it grows and does not
/// shrink.
const SHORTEST_MICROS: u64 = 20_000;

pub(crate) struct Sheet {
    root: HtmlElement,
    label: Attr,
    rows: HtmlElement,
    tall: HtmlElement,
    tall_height: f64,
    window_height: Attr,
    axis: Axis,
    lanes: Pool<LaneView>,
    strips: Strips,
    order: Rows,
    /// What is selected, and the line of the program that it is about.
    selected: Option<(TaskId, usize)>,
    line: Option<u32>,
    followed: Option<(TaskId, usize)>,
    _listeners: Vec<Listener>,
    _resize: Resize,
}

impl Sheet {
    pub(super) fn new(sender: Sender) -> Sheet {
        let axis = Axis::new();
        let (lanes, window) = (svg("g"), svg("svg").attr("aria-hidden", "true"));
        let window = window.child(axis.lines()).child(&lanes);
        let tall = html("div").class("tall");
        let rows = html("div")
            .class("rows")
            .attr("tabindex", "-1")
            .child(html("div").class("window").child(&window))
            .child(&tall);
        let strips = Strips::new();
        let root = html("div")
            .class("sheet")
            .attr("tabindex", "0")
            .attr("role", "application")
            .attr("aria-roledescription", "timeline")
            .attr("aria-describedby", "readout")
            .child(axis.root())
            .child(&rows)
            .child(strips.root());
        let shifted = sender.clone();
        Sheet {
            _listeners: listeners(&root, &rows, &sender),
            _resize: Resize::new(&[&rows], move || shifted.send(Message::Shifted)),
            label: Attr::new(root.clone(), "aria-label"),
            window_height: Attr::new(window, "height"),
            lanes: Pool::new(lanes, LaneView::new),
            root,
            rows,
            tall,
            tall_height: 0.0,
            axis,
            strips,
            order: Rows::default(),
            selected: None,
            line: None,
            followed: None,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        let (width, height) = (
            f64::from(self.rows.client_width()),
            f64::from(self.rows.client_height()),
        );
        let left = NAMES.min(width * NAMES_PART);
        let plot = (width - left - RIGHT).max(1.0);
        self.window_height.show(&number(height));
        match state.drawn_run() {
            Some(run) => self.draw_run(state, run, (left, plot), height),
            None => self.draw_nothing(left, plot, height),
        }
    }

    fn draw_nothing(&mut self, left: f64, plot: f64, height: f64) {
        (self.selected, self.line) = (None, None);
        self.label.show("Timeline, empty");
        self.make_tall(0);
        let end = Instant::from_micros(1_000_000);
        let picture = Picture {
            lanes: Vec::new(),
            ticks: crate::timeline::ticks(&TimeScale::new(Instant::ZERO, end, plot), 72.0),
            strips: Vec::new(),
            hops: Vec::new(),
            width: plot,
            lanes_total: 0,
            now_x: None,
        };
        self.show(&picture, None, (left, plot), height);
    }

    fn draw_run(&mut self, state: &State, run: &Run, (left, plot): (f64, f64), height: f64) {
        self.order.update(&run.model);
        self.make_tall(self.order.len());
        self.follow(state.cursor.focus, height);
        let top = f64::from(self.rows.scroll_top());
        let (now, growing) = (run.now(), run.is_growing());
        let least = Instant::from_micros(if growing { SHORTEST_MICROS } else { 1 });
        let viewport = Viewport {
            scale: TimeScale::new(Instant::ZERO, now.max(least), plot),
            first_lane: (top / ROW) as usize,
            lanes: (height / ROW) as usize + 2,
            until: growing.then_some(now),
        };
        let pointed_at = state.cursor.pointer.and_then(|(x, y)| {
            let row = ((top + y) / ROW) as usize;
            hit(&run.model, &self.order, &viewport, row, x - left)
        });
        self.selected = pointed_at.or(state.cursor.focus);
        let picture = run.with_log(|log| {
            self.line = self.selected.and_then(|(task, span)| {
                let place = run.model.task(task)?.spans.get(span)?.waited?.place;
                let place = log.place(place)?;
                place
                    .file
                    .ends_with(state.lesson.file)
                    .then_some(place.line)
            });
            layout(&run.model, log, &self.order, &viewport)
        });
        let outline = self.selected.and_then(|(task, span)| {
            let span = run.model.task(task)?.spans.get(span)?;
            let inside = |x: f64| x.clamp(-2.0, plot + 2.0);
            let (from, to) = (
                viewport.scale.x(span.from),
                viewport.scale.x(span.to.unwrap_or(now)),
            );
            Some((task, (inside(from), inside(to))))
        });
        self.label
            .show(&format!("Timeline of {} tasks", self.order.len()));
        self.show(&picture, outline, (left, plot), height);
    }

    fn show(
        &mut self,
        picture: &Picture,
        outline: Option<(TaskId, (f64, f64))>,
        (left, plot): (f64, f64),
        height: f64,
    ) {
        let top = f64::from(self.rows.scroll_top());
        self.axis.draw(picture, left, height);
        self.strips.draw(picture, left, plot);
        let shown = self.lanes.show(picture.lanes.len());
        for (view, lane) in shown.zip(&picture.lanes) {
            let selected = outline.filter(|(task, _)| *task == lane.task);
            let y = lane.row as f64 * ROW - top;
            view.draw(lane, y, left, selected.map(|(_, range)| range));
        }
    }

    /// Gives the scrolled part the height of so many rows.
    fn make_tall(&mut self, rows: usize) {
        let height = rows as f64 * ROW;
        if self.tall_height != height {
            self.tall_height = height;
            style(&self.tall, "block-size", &format!("{}px", number(height)));
        }
    }

    /// Scrolls so that the lane of what the keys went to is seen.
    fn follow(&mut self, focus: Option<(TaskId, usize)>, height: f64) {
        if self.followed == focus {
            return;
        }
        self.followed = focus;
        let Some(row) = focus.and_then(|(task, _)| self.order.position(task)) else {
            return;
        };
        let (y, top) = (row as f64 * ROW, f64::from(self.rows.scroll_top()));
        if y < top {
            self.rows.set_scroll_top(y as i32);
        } else if y + ROW > top + height {
            self.rows.set_scroll_top((y + ROW - height) as i32 + 1);
        }
    }

    /// What is pointed at, or else focused.
    pub(super) fn selected(&self) -> Option<(TaskId, usize)> {
        self.selected
    }

    /// The tasks at each line of the program: now, or on a run that is over, at what is selected.
    pub(super) fn lines_now(&self, state: &State) -> BTreeMap<u32, Vec<(TaskId, TaskState)>> {
        let Some(run) = state.drawn_run() else {
            return BTreeMap::new();
        };
        let at = if run.is_growing() {
            run.now()
        } else {
            let span = self
                .selected
                .and_then(|(task, span)| run.model.task(task)?.spans.get(span));
            match span {
                Some(span) => span.from,
                None => return BTreeMap::new(),
            }
        };
        run.with_log(|log| {
            let lines = lines_at(&run.model, log, state.lesson.file, at);
            by_line(lines.into_iter().filter_map(|(task, line)| {
                let span = run.model.task(task)?.span_at(at)?;
                Some((line, task, span.state))
            }))
        })
    }

    /// The line of the program that the selected bar is about.
    pub(super) fn line_pointed_at(&self) -> Option<u32> {
        self.line
    }
}
