//! The timeline: axis, lanes and counter tracks.

use super::aria_grid::AriaGrid;
use super::axis::Axis;
use super::counter_tracks::CounterTracks;
use super::hover_text::hover_text;
use super::input::{PlotArea, listeners, pointer_listeners};
use super::lane::{INDENT, LaneView, MAX_INDENTS};
use super::loop_lane::LoopView;
use super::overlays::Overlays;
use super::playhead::Playhead;
use crate::time::Instant;
use crate::timeline::layout::TICK_PX;
use crate::timeline::shapes::{CAP, ROW, number};
use crate::timeline::{
    CounterTrack, Flows, LayoutOptions, LegendItem, Picture, TimeScale, Viewport, hit, layout_with,
    level_at, ticks,
};
use crate::trace::TaskId;
use crate::web::cell::{Attr, Pool};
use crate::web::dom::{Build, html, style, svg};
use crate::web::listener::Listener;
use crate::web::message::{Sender, TimelineMessage};
use crate::web::resize::Resize;
use crate::web::state::{Scene, TimelinePart};
use core::cell::Cell;
use std::rc::Rc;
use web_sys::HtmlElement;

/// The maximum width of the names, in pixels and as a fraction of the width.
const NAMES_WIDTH: f64 = 184.0;
const NAMES_FRACTION: f64 = 0.36;
/// The margin at the right, for half a cap and the number of a counter track.
const RIGHT: f64 = CAP + 12.0;
/// The minimum duration of the axis during a run, so that the first bars grow instead of shrinking.
const MIN_AXIS_MICROS: u64 = 20_000;

pub(crate) struct TimelineView {
    root: HtmlElement,
    label: Attr,
    count: Attr,
    rows: HtmlElement,
    spacer: HtmlElement,
    spacer_height: f64,
    window_height: Attr,
    axis: Axis,
    lanes: Pool<LaneView>,
    counter_tracks: CounterTracks,
    playhead: Playhead,
    overlays: Overlays,
    loop_lane: LoopView,
    aria_grid: AriaGrid,
    plot: PlotArea,
    legend_items: Vec<LegendItem>,
    hover_text: Option<String>,
    selected: Option<(TaskId, usize)>,
    followed: Option<(TaskId, usize)>,
    _listeners: Vec<Listener>,
    _resize: Resize,
}

impl TimelineView {
    /// Creates a timeline. The ids of its parts begin with `name`.
    pub(crate) fn new(name: &'static str, sender: &Sender<TimelineMessage>) -> TimelineView {
        let (axis, playhead, overlays) = (Axis::new(), Playhead::new(), Overlays::new());
        let loop_lane = LoopView::new();
        let (lanes, window) = (svg("g"), svg("svg").attr("aria-hidden", "true"));
        let window = (window.child(axis.lines()).child(playhead.below()))
            .child(overlays.bands())
            .child(&lanes)
            .child(overlays.arrows())
            .child(playhead.above());
        let spacer = html("div").class("spacer");
        let rows = html("div")
            .class("rows")
            .attr("tabindex", "-1")
            .attr("aria-hidden", "true")
            .child(html("div").class("window").child(&window))
            .child(&spacer);
        let counter_tracks = CounterTracks::new();
        let root = html("div")
            .class("timeline-view")
            .attr("tabindex", "0")
            .attr("role", "treegrid")
            .attr("aria-roledescription", "timeline")
            .child(axis.root())
            .child(loop_lane.root())
            .child(&rows)
            .child(counter_tracks.root());
        let aria_grid = AriaGrid::new(name, &root);
        let root = root.child(aria_grid.root());
        let (plot, shifted) = (Rc::new(Cell::new((0.0, 1.0))), sender.clone());
        let mut all_listeners = listeners(&root, axis.root(), &rows, &plot, sender);
        for (on, part) in [
            (axis.root(), TimelinePart::Axis),
            (loop_lane.root(), TimelinePart::Loop),
            (counter_tracks.root(), TimelinePart::CounterTracks),
        ] {
            all_listeners.extend(pointer_listeners(on, part, sender));
        }
        TimelineView {
            _listeners: all_listeners,
            _resize: Resize::new(&[&rows], move || {
                shifted.send(TimelineMessage::ViewportChanged)
            }),
            label: Attr::new(root.clone(), "aria-label"),
            count: Attr::new(root.clone(), "aria-rowcount"),
            window_height: Attr::new(window, "height"),
            lanes: Pool::new(lanes, LaneView::new),
            root,
            rows,
            spacer,
            spacer_height: 0.0,
            axis,
            counter_tracks,
            playhead,
            overlays,
            loop_lane,
            aria_grid,
            plot,
            legend_items: Vec::new(),
            hover_text: None,
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
        let left = NAMES_WIDTH.min(width * NAMES_FRACTION);
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
        self.legend_items.clear();
        self.hover_text = None;
        self.label.show("Timeline, empty");
        self.set_row_count(0);
        let end = Instant::from_micros(1_000_000);
        let picture = Picture {
            ticks: ticks(&TimeScale::new(Instant::ZERO, end, plot.1), TICK_PX),
            width: plot.1,
            ..Picture::default()
        };
        self.show(&picture, None, plot, height);
        self.playhead.hide();
    }

    fn viewport(&self, scene: &Scene) -> Viewport {
        let (top, height) = (
            f64::from(self.rows.scroll_top()),
            f64::from(self.rows.client_height()),
        );
        let (_, width) = self.plot.get();
        let growing = scene.run.is_growing();
        let least = Instant::from_micros(if growing { MIN_AXIS_MICROS } else { 1 });
        Viewport {
            scale: scene.visible_window.scale(scene.end.max(least), width),
            first_lane: (top / ROW) as usize,
            lanes: (height / ROW) as usize + 2,
            until: growing.then_some(scene.run.now()),
        }
    }

    /// What is seen at these pixels of the lanes.
    fn hit(&self, scene: &Scene, at: (f64, f64)) -> Option<(TaskId, usize)> {
        let row = ((f64::from(self.rows.scroll_top()) + at.1) / ROW) as usize;
        let x = at.0 - self.plot.get().0;
        hit(&scene.run.model, scene.rows, &self.viewport(scene), row, x)
    }

    /// What pressing at these pixels of the lanes asks for.
    pub(super) fn click(&self, scene: &Scene, at: (f64, f64)) -> TimelineMessage {
        let row = ((f64::from(self.rows.scroll_top()) + at.1) / ROW) as usize;
        match scene.rows.get(row) {
            Some(row) if at.0 < self.plot.get().0 => {
                let sign = f64::from(row.depth.min(MAX_INDENTS)) * INDENT;
                if row.foldable && (sign..sign + INDENT).contains(&at.0) {
                    TimelineMessage::Fold(row.task)
                } else {
                    TimelineMessage::Select(Some((row.task, 0)))
                }
            }
            _ => TimelineMessage::Select(self.hit(scene, at)),
        }
    }

    /// Scrolls the rows by this many pixels.
    pub(super) fn scroll_rows(&self, by: f64) {
        let top = self.rows.scroll_top();
        self.rows.set_scroll_top(top + by.round() as i32);
    }

    fn draw_scene(&mut self, scene: &Scene, plot: (f64, f64), height: f64) {
        self.set_row_count(scene.rows.len());
        self.scroll_to_selection(scene, height);
        let viewport = self.viewport(scene);
        let pointed_at = scene.cursor.pointer.and_then(|at| self.hit(scene, at));
        self.selected = pointed_at.or(scene.cursor.focus);
        let (run, now) = (scene.run, viewport.until(&scene.run.model));
        let show = LayoutOptions {
            flows: match scene.cursor.focus {
                _ if scene.all_flows => Flows::All,
                Some((task, _)) => Flows::Of(task),
                None => Flows::None,
            },
            ..LayoutOptions::default()
        };
        let picture = run.with_view(|view| layout_with(view, scene.rows, &viewport, show));
        self.aria_grid.draw(run, &picture, self.selected);
        self.legend_items = LegendItem::of(&picture);
        let top = f64::from(self.rows.scroll_top());
        let on_bar = pointed_at.is_some();
        self.hover_text = hover_text(scene, &viewport.scale, &picture, plot.0, top, on_bar);
        let outline = self.selected.and_then(|(task, span)| {
            let span = run.model.task(task)?.spans.get(span)?;
            let inside = |x: f64| x.clamp(-2.0, plot.1 + 2.0);
            let to = viewport.scale.x(span.to.unwrap_or(now));
            Some((task, (inside(viewport.scale.x(span.from)), inside(to))))
        });
        self.count.show(&scene.rows.len().to_string());
        self.label
            .show(&format!("Timeline of {} tasks", scene.rows.len()));
        let level = |strip: &CounterTrack| level_at(&run.model, strip.resource, scene.moment);
        let levels: Vec<u32> = picture.counter_tracks.iter().map(level).collect();
        self.counter_tracks.draw(&picture, &levels, plot.0, plot.1);
        self.show(&picture, outline, plot, height);
        let moment = scene.moment.map(|moment| moment.at);
        self.playhead
            .draw(&viewport.scale, moment, scene.range, plot.0, height);
    }

    fn show(
        &mut self,
        picture: &Picture,
        outline: Option<(TaskId, (f64, f64))>,
        plot: (f64, f64),
        height: f64,
    ) {
        let (left, width) = plot;
        let top = f64::from(self.rows.scroll_top());
        self.axis.draw(picture, left, height);
        self.loop_lane.draw(picture, left, width);
        self.overlays.draw(picture, left, top, height);
        let shown = self.lanes.show(picture.lanes.len());
        for (view, lane) in shown.zip(&picture.lanes) {
            let selected = outline.filter(|(task, _)| *task == lane.task);
            let y = lane.row as f64 * ROW - top;
            view.draw(lane, y, left, selected.map(|(_, range)| range));
        }
    }

    /// Sets the height of the scrolled content to this many rows.
    fn set_row_count(&mut self, rows: usize) {
        let height = rows as f64 * ROW;
        if self.spacer_height != height {
            self.spacer_height = height;
            style(&self.spacer, "block-size", &format!("{}px", number(height)));
        }
    }

    /// Scrolls to the lane of a new selection.
    fn scroll_to_selection(&mut self, scene: &Scene, height: f64) {
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

    /// The sentence about what is under the pointer, if that is not a bar.
    pub(super) fn hover_text(&self) -> Option<&str> {
        self.hover_text.as_deref()
    }

    /// The kinds of shapes that are drawn.
    pub(super) fn legend_items(&self) -> &[LegendItem] {
        &self.legend_items
    }

    /// The span under the pointer, or else the selected one.
    pub(super) fn selected(&self) -> Option<(TaskId, usize)> {
        self.selected
    }
}
