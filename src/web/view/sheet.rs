//! The timeline: lanes, axis and strips for the pixels that there are.

use super::axis::Axis;
use super::beside::Beside;
pub(crate) use super::cursor::{Cursor, Move, Part};
use super::grid::Grid;
use super::head::Head;
use super::input::{Plot, listeners, pointing};
use super::lane::{INDENT, LaneView, MOST_INDENTS};
use super::loop_lane::LoopView;
use super::said;
use super::strips::Strips;
use crate::time::Instant;
use crate::timeline::shapes::{CAP, ROW, number};
use crate::timeline::{
    Edges, LegendItem, Picture, Rows, Show, Strip, TimeScale, Viewport, hit, layout_with, level_at,
};
use crate::trace::{Moment, TaskId};
use crate::web::app::{Message, Sender};
use crate::web::cell::{Attr, Pool};
use crate::web::dom::{Build, html, style, svg};
use crate::web::listener::Listener;
use crate::web::resize::Resize;
use crate::web::run::Run;
use crate::web::sight::Sight;
use core::cell::Cell;
use std::rc::Rc;
use web_sys::HtmlElement;

/// Room for the names: so wide at most, and such a part of the width at most.
const NAMES: f64 = 184.0;
const NAMES_PART: f64 = 0.36;
/// Room at the right for half a cap and a strip's number.
const RIGHT: f64 = CAP + 12.0;
/// A run that has just begun is drawn as if it were as long as this, so that it grows and does not
/// shrink.
const SHORTEST_MICROS: u64 = 20_000;

/// What a timeline shows.
pub(crate) struct Scene<'a> {
    pub(crate) run: &'a Run,
    pub(crate) rows: &'a Rows,
    pub(crate) sight: Sight,
    /// The end of the axis; of two runs that are compared, the later end.
    pub(crate) end: Instant,
    pub(crate) cursor: &'a Cursor,
    /// Where the reader is; none at the end.
    pub(crate) moment: Option<Moment>,
    /// The stretch that is played over and over.
    pub(crate) range: Option<(Instant, Instant)>,
    /// Whether the arrows of all tasks are drawn, and not only those of the selected one.
    pub(crate) all_edges: bool,
}

pub(crate) struct Sheet {
    root: HtmlElement,
    label: Attr,
    count: Attr,
    rows: HtmlElement,
    tall: HtmlElement,
    tall_height: f64,
    window_height: Attr,
    axis: Axis,
    lanes: Pool<LaneView>,
    strips: Strips,
    head: Head,
    beside: Beside,
    loop_lane: LoopView,
    grid: Grid,
    plot: Plot,
    occurs: Vec<LegendItem>,
    said: Option<String>,
    selected: Option<(TaskId, usize)>,
    followed: Option<(TaskId, usize)>,
    _listeners: Vec<Listener>,
    _resize: Resize,
}

impl Sheet {
    /// A timeline, whose parts have ids that begin with its name.
    pub(crate) fn new(name: &'static str, sender: &Sender) -> Sheet {
        let (axis, head, beside) = (Axis::new(), Head::new(), Beside::new());
        let loop_lane = LoopView::new();
        let (lanes, window) = (svg("g"), svg("svg").attr("aria-hidden", "true"));
        let window = (window.child(axis.lines()).child(head.below()))
            .child(beside.bands())
            .child(&lanes)
            .child(beside.arrows())
            .child(head.above());
        let tall = html("div").class("tall");
        let rows = html("div")
            .class("rows")
            .attr("tabindex", "-1")
            .attr("aria-hidden", "true")
            .child(html("div").class("window").child(&window))
            .child(&tall);
        let strips = Strips::new();
        let root = html("div")
            .class("sheet")
            .attr("tabindex", "0")
            .attr("role", "treegrid")
            .attr("aria-roledescription", "timeline")
            .child(axis.root())
            .child(loop_lane.root())
            .child(&rows)
            .child(strips.root());
        let grid = Grid::new(name, &root);
        let root = root.child(grid.root());
        let (plot, shifted) = (Rc::new(Cell::new((0.0, 1.0))), sender.clone());
        let mut heard = listeners(&root, axis.root(), &rows, &plot, sender);
        for (on, part) in [
            (axis.root(), Part::Axis),
            (loop_lane.root(), Part::Loop),
            (strips.root(), Part::Strips),
        ] {
            heard.extend(pointing(on, part, sender));
        }
        Sheet {
            _listeners: heard,
            _resize: Resize::new(&[&rows], move || shifted.send(Message::Shifted)),
            label: Attr::new(root.clone(), "aria-label"),
            count: Attr::new(root.clone(), "aria-rowcount"),
            window_height: Attr::new(window, "height"),
            lanes: Pool::new(lanes, LaneView::new),
            root,
            rows,
            tall,
            tall_height: 0.0,
            axis,
            strips,
            head,
            beside,
            loop_lane,
            grid,
            plot,
            occurs: Vec::new(),
            said: None,
            selected: None,
            followed: None,
        }
    }

    pub(crate) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(crate) fn draw(&mut self, scene: Option<&Scene>) {
        let (width, height) = (
            f64::from(self.rows.client_width()),
            f64::from(self.rows.client_height()),
        );
        let left = NAMES.min(width * NAMES_PART);
        let plot = (width - left - RIGHT).max(1.0);
        self.plot.set((left, plot));
        self.window_height.show(&number(height));
        match scene {
            Some(scene) => self.draw_scene(scene, (left, plot), height),
            None => self.draw_nothing((left, plot), height),
        }
    }

    fn draw_nothing(&mut self, plot: (f64, f64), height: f64) {
        self.selected = None;
        self.occurs.clear();
        self.said = None;
        self.label.show("Timeline, empty");
        self.make_tall(0);
        let end = Instant::from_micros(1_000_000);
        let picture = Picture {
            ticks: crate::timeline::ticks(&TimeScale::new(Instant::ZERO, end, plot.1), 72.0),
            width: plot.1,
            ..Picture::default()
        };
        self.show(&picture, None, plot, height);
        self.head.hide();
    }

    fn viewport(&self, scene: &Scene) -> Viewport {
        let (top, height) = (
            f64::from(self.rows.scroll_top()),
            f64::from(self.rows.client_height()),
        );
        let (_, width) = self.plot.get();
        let growing = scene.run.is_growing();
        let least = Instant::from_micros(if growing { SHORTEST_MICROS } else { 1 });
        Viewport {
            scale: scene.sight.scale(scene.end.max(least), width),
            first_lane: (top / ROW) as usize,
            lanes: (height / ROW) as usize + 2,
            until: growing.then_some(scene.run.now()),
        }
    }

    /// What is seen at these pixels of the lanes.
    fn hit(&self, scene: &Scene, (x, y): (f64, f64)) -> Option<(TaskId, usize)> {
        let row = ((f64::from(self.rows.scroll_top()) + y) / ROW) as usize;
        let x = x - self.plot.get().0;
        hit(&scene.run.model, scene.rows, &self.viewport(scene), row, x)
    }

    /// What pressing at these pixels of the lanes asks for.
    pub(super) fn press(&self, scene: &Scene, at: (f64, f64)) -> Message {
        let row = ((f64::from(self.rows.scroll_top()) + at.1) / ROW) as usize;
        match scene.rows.get(row) {
            Some(row) if at.0 < self.plot.get().0 => {
                let sign = f64::from(row.depth.min(MOST_INDENTS)) * INDENT;
                if row.foldable && (sign..sign + INDENT).contains(&at.0) {
                    Message::Fold(row.task)
                } else {
                    Message::Select(Some((row.task, 0)))
                }
            }
            _ => Message::Select(self.hit(scene, at)),
        }
    }

    /// Scrolls the rows by so many pixels.
    pub(super) fn scroll_rows(&self, by: f64) {
        let top = self.rows.scroll_top();
        self.rows.set_scroll_top(top + by.round() as i32);
    }

    fn draw_scene(&mut self, scene: &Scene, plot: (f64, f64), height: f64) {
        self.make_tall(scene.rows.len());
        self.follow(scene, height);
        let viewport = self.viewport(scene);
        let pointed_at = scene.cursor.pointer.and_then(|at| self.hit(scene, at));
        self.selected = pointed_at.or(scene.cursor.focus);
        let (run, now) = (scene.run, viewport.until(&scene.run.model));
        let show = Show {
            edges: match scene.cursor.focus {
                _ if scene.all_edges => Edges::All,
                Some((task, _)) => Edges::Of(task),
                None => Edges::None,
            },
            ..Show::default()
        };
        let picture = run.with_log(|log| layout_with(&run.model, log, scene.rows, &viewport, show));
        self.grid.draw(run, &picture, self.selected);
        self.occurs = LegendItem::of(&picture);
        let at = (plot.0, f64::from(self.rows.scroll_top()));
        self.said = said::sentence(scene, &viewport.scale, &picture, at, pointed_at.is_some());
        let outline = self.selected.and_then(|(task, span)| {
            let span = run.model.task(task)?.spans.get(span)?;
            let inside = |x: f64| x.clamp(-2.0, plot.1 + 2.0);
            let to = viewport.scale.x(span.to.unwrap_or(now));
            Some((task, (inside(viewport.scale.x(span.from)), inside(to))))
        });
        self.count.show(&scene.rows.len().to_string());
        self.label
            .show(&format!("Timeline of {} tasks", scene.rows.len()));
        let level = |strip: &Strip| level_at(&run.model, strip.resource, scene.moment);
        let levels: Vec<u32> = picture.strips.iter().map(level).collect();
        self.strips.draw(&picture, &levels, plot.0, plot.1);
        self.show(&picture, outline, plot, height);
        let marks = (scene.moment.map(|moment| moment.at), scene.range);
        self.head.draw(&viewport.scale, marks, plot.0, height);
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
        self.loop_lane.draw(picture, left, plot);
        self.beside.draw(picture, left, top, height);
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

    /// Scrolls so that the lane of what was selected is seen.
    fn follow(&mut self, scene: &Scene, height: f64) {
        let focus = scene.cursor.focus;
        if self.followed == focus {
            return;
        }
        self.followed = focus;
        let Some(row) = focus.and_then(|(task, _)| scene.rows.position(task)) else {
            return;
        };
        let (y, top) = (row as f64 * ROW, f64::from(self.rows.scroll_top()));
        if y < top {
            self.rows.set_scroll_top(y as i32);
        } else if y + ROW > top + height {
            self.rows.set_scroll_top((y + ROW - height) as i32 + 1);
        }
    }

    /// What is said of what is pointed at, where that is no bar.
    pub(super) fn said(&self) -> Option<&str> {
        self.said.as_deref()
    }

    /// The shapes that are drawn.
    pub(super) fn occurs(&self) -> &[LegendItem] {
        &self.occurs
    }

    /// What is pointed at, or else selected.
    pub(super) fn selected(&self) -> Option<(TaskId, usize)> {
        self.selected
    }
}
