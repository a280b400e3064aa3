//! The timeline: axis, lanes and counter tracks.

use super::Drawn;
use super::aria_grid::AriaGrid;
use super::axis::Axis;
use super::canvas::{Canvas, Shown};
use super::counter_tracks::CounterTracks;
use super::hover_text::{hover_text, selected_text};
use super::input::{PlotArea, listeners, pointer_listeners};
use super::lane::{INDENT, LaneView, MAX_INDENTS};
use super::loop_lane::LoopView;
use super::motion::{Motion, Seen};
use super::overlays::Overlays;
use super::playhead::{Playhead, PlayheadPaths};
use super::scroll_area::ScrollArea;
use crate::time::Instant;
use crate::timeline::shapes::number;
use crate::timeline::sizes::{AXIS_TICK, CAP};
use crate::timeline::{
    CounterTrack, Flows, LayoutOptions, Picture, TimeScale, Viewport, hit, layout_with, legend,
    level_at, ticks,
};
use crate::trace::TaskId;
use crate::web::cell::{Flag, Pool};
use crate::web::dom::{Build, html, style, svg};
use crate::web::listener::Listener;
use crate::web::message::{Sender, TimelineMessage, TimelinePart};
use crate::web::resize::Resize;
use crate::web::state::Scene;
use crate::wording::tr;
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
    axis: Axis,
    loop_lane: LoopView,
    scroll_area: ScrollArea,
    lanes: Pool<LaneView>,
    counter_tracks: CounterTracks,
    playhead: Playhead,
    canvas: Canvas,
    motion: Motion,
    /// Whether it is drawn on the canvas.
    moving: Flag,
    overlays: Overlays,
    aria_grid: AriaGrid,
    plot: PlotArea,
    /// The width for which it is drawn. A printed page shows that drawing, made smaller.
    width: f64,
    drawn: Drawn,
    _listeners: Vec<Listener>,
    _resize: Resize,
}

impl TimelineView {
    /// Creates a timeline. The ids of its parts begin with `name`.
    pub(crate) fn new(name: &'static str, sender: &Sender<TimelineMessage>) -> TimelineView {
        let (axis, playhead, overlays) = (Axis::new(sender), Playhead::new(), Overlays::new());
        let loop_lane = LoopView::new();
        let (lanes, window) = (svg("g"), svg("svg").attr("aria-hidden", "true"));
        let window = (window.child(axis.lines()).child(playhead.below()))
            .child(overlays.bands())
            .child(&lanes)
            .child(overlays.arrows())
            .child(playhead.above());
        let canvas = Canvas::new(&window);
        let scroll_area = ScrollArea::new(window);
        let rows = scroll_area.root();
        let counter_tracks = CounterTracks::new();
        let root = html("div")
            .class("timeline-view")
            .attr("tabindex", "0")
            .attr("role", "treegrid")
            .attr("aria-roledescription", tr!("timeline"))
            .child(axis.root())
            .child(loop_lane.root())
            .child(rows)
            .child(counter_tracks.root())
            .child(canvas.root());
        let aria_grid = AriaGrid::new(name, &root);
        let root = root.child(aria_grid.root());
        let (plot, shifted) = (Rc::new(Cell::new((0.0, 1.0))), sender.clone());
        let mut all_listeners = listeners(&root, axis.root(), rows, &plot, sender);
        for (on, part) in [
            (axis.root(), TimelinePart::Axis),
            (loop_lane.root(), TimelinePart::Loop),
            (counter_tracks.root(), TimelinePart::CounterTracks),
        ] {
            all_listeners.extend(pointer_listeners(on, part, sender));
        }
        TimelineView {
            _listeners: all_listeners,
            _resize: Resize::new(&[rows], move || {
                shifted.send(TimelineMessage::ViewportChanged)
            }),
            lanes: Pool::new(lanes, LaneView::new),
            canvas,
            motion: Motion::new(sender),
            moving: Flag::new(root.clone(), "data-moving"),
            root,
            scroll_area,
            axis,
            counter_tracks,
            playhead,
            overlays,
            loop_lane,
            aria_grid,
            plot,
            width: 0.0,
            drawn: Drawn::default(),
        }
    }

    pub(crate) fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// Draws a scene. `has_guide` is whether there may be moments to look at after the run.
    pub(crate) fn draw(&mut self, scene: Option<&Scene>, has_guide: bool) {
        self.axis.keep_room(has_guide);
        let (width, height) = self.scroll_area.measure();
        if width == 0.0 && scene.is_some() {
            // The page hides the element, for a moment or longer. What is drawn stays.
            return;
        }
        if self.width != width {
            self.width = width;
            style(&self.root, "--drawn-width", &number(width));
        }
        let left = NAMES_WIDTH.min(width * NAMES_FRACTION);
        let plot = (width - left - RIGHT).max(1.0);
        self.plot.set((left, plot));
        match scene {
            Some(scene) => self.draw_scene(scene, (left, plot), height),
            None => self.draw_nothing((left, plot), height),
        }
    }

    fn draw_nothing(&mut self, plot: (f64, f64), height: f64) {
        self.drawn = Drawn {
            plot,
            ..Drawn::default()
        };
        self.aria_grid.draw_nothing();
        self.scroll_area.set_row_count(0);
        let end = Instant::from_micros(1_000_000);
        let picture = Picture {
            ticks: ticks(&TimeScale::new(Instant::ZERO, end, plot.1), AXIS_TICK),
            width: plot.1,
            ..Picture::default()
        };
        self.motion.reset();
        self.show(&picture, None, plot, height, &PlayheadPaths::default());
        self.axis.hide_moments();
    }

    fn viewport(&self, scene: &Scene) -> Viewport {
        let (top, height) = (self.scroll_area.top(), self.scroll_area.height());
        let (row, (_, width)) = (self.scroll_area.row(), self.plot.get());
        let growing = scene.run.is_growing();
        let least = Instant::from_micros(if growing { MIN_AXIS_MICROS } else { 1 });
        Viewport {
            scale: scene.visible_window.scale(scene.end.max(least), width),
            first_lane: (top / row) as usize,
            lanes: (height / row) as usize + 2,
            until: growing.then_some(scene.run.now()),
        }
    }

    /// What is seen at these pixels of the lanes.
    fn hit(&self, scene: &Scene, at: (f64, f64)) -> Option<(TaskId, usize)> {
        let row = self.scroll_area.row_at(at.1);
        let x = at.0 - self.plot.get().0;
        hit(&scene.run.model, scene.rows, &self.viewport(scene), row, x)
    }

    /// What pressing at these pixels of the lanes asks for.
    pub(super) fn click(&self, scene: &Scene, at: (f64, f64)) -> TimelineMessage {
        let row = self.scroll_area.row_at(at.1);
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
        self.scroll_area.scroll_by(by);
    }

    fn draw_scene(&mut self, scene: &Scene, plot: (f64, f64), height: f64) {
        self.scroll_area.set_row_count(scene.rows.len());
        self.scroll_area.follow_selection(scene, height);
        let viewport = self.viewport(scene);
        let pointed_at = scene.cursor.pointer.and_then(|at| self.hit(scene, at));
        let selected = pointed_at.or(scene.cursor.focus);
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
        self.aria_grid.draw(scene, &picture, selected);
        self.aria_grid.draw_outside(selected_text(scene));
        self.drawn = Drawn {
            selected,
            plot,
            hover_text: hover_text(scene, &viewport, &picture, plot.0, &self.scroll_area),
            legend: legend::of(&picture).collect(),
        };
        let outline = selected.and_then(|(task, span)| {
            let span = run.model.task(task)?.spans.get(span)?;
            let inside = |x: f64| x.clamp(-2.0, plot.1 + 2.0);
            let to = viewport.scale.x(span.to.unwrap_or(now));
            Some((task, (inside(viewport.scale.x(span.from)), inside(to))))
        });
        let level = |strip: &CounterTrack| level_at(&run.model, strip.resource, scene.moment);
        let levels: Vec<u32> = picture.counter_tracks.iter().map(level).collect();
        let outside = scene.cursor.outside.and_then(|outside| {
            let (from, to) = outside.range(&run.model)?;
            let inside = |x: f64| x.clamp(-4.0, plot.1 + 4.0);
            let (from, to) = (viewport.scale.x(from), viewport.scale.x(to.min(now)));
            Some((outside, (inside(from), inside(to))))
        });
        self.counter_tracks
            .draw(&picture, &levels, outside, plot.0, plot.1);
        self.loop_lane.outline(outside);
        let moment = scene.moment.map(|moment| moment.at);
        let playhead = PlayheadPaths::new(&viewport.scale, moment, scene.range, plot.0, height);
        let seen = Seen {
            time: (viewport.scale.from(), viewport.scale.to()),
            top: self.scroll_area.top(),
            size: (self.width, height),
            is_growing: viewport.until.is_some(),
        };
        let is_moving = self.motion.continues(seen) && self.canvas.is_usable();
        self.moving.show(is_moving);
        match is_moving {
            true => self.show_moving(&picture, outline, plot, height, &playhead),
            false => self.show(&picture, outline, plot, height, &playhead),
        }
        self.axis.draw_moments(scene, &viewport.scale, plot);
    }

    fn show(
        &mut self,
        picture: &Picture,
        outline: Option<(TaskId, (f64, f64))>,
        plot: (f64, f64),
        height: f64,
        playhead: &PlayheadPaths,
    ) {
        let (left, width) = plot;
        let rows = self.scroll_area.places();
        self.canvas.rest();
        self.playhead.draw(playhead);
        self.axis.draw(picture, left, height);
        self.loop_lane.draw(picture, left, width);
        self.overlays
            .draw(picture, left, (rows.top, rows.row), height);
        let shown = self.lanes.show(picture.lanes.len());
        for (view, lane) in shown.zip(&picture.lanes) {
            let selected = outline.filter(|(task, _)| *task == lane.task);
            view.place(lane, (rows.lane_y(lane.row), rows.row), left);
            view.draw(lane, left, selected.map(|(_, range)| range));
        }
    }

    /// Draws lanes and axis on the canvas. What has text and does not move stays as it is.
    fn show_moving(
        &mut self,
        picture: &Picture,
        selected: Option<(TaskId, (f64, f64))>,
        plot: (f64, f64),
        height: f64,
        playhead: &PlayheadPaths,
    ) {
        let (left, width) = plot;
        // Before anything is changed, so that the browser need not lay out the page for it.
        let (rows, rows_top) = (self.scroll_area.places(), self.scroll_area.offset());
        self.loop_lane.draw(picture, left, width);
        let shown = self.lanes.show(picture.lanes.len());
        for (view, lane) in shown.zip(&picture.lanes) {
            view.place(lane, (rows.lane_y(lane.row), rows.row), left);
        }
        self.canvas.draw(&Shown {
            picture,
            selected,
            plot,
            size: (self.width, height),
            rows_top,
            rows,
            axis: self.axis.heights(),
            playhead,
        });
    }

    /// What other views need to know about the drawn timeline.
    pub(super) fn drawn(&self) -> &Drawn {
        &self.drawn
    }
}
