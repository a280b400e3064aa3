//! The element's timeline alone, for the benchmark page.

use super::dom::{Build, append, html, style};
use super::element;
use super::message::Sender;
use super::run::{Recorded, Run};
use super::state::{Cursor, Scene};
use super::view::timeline::timeline_view::TimelineView;
use super::visible_window::{PanZoom, VisibleWindow};
use crate::export::{FileEnd, Meta, Recording};
use crate::time::Instant;
use crate::timeline::Rows;
use crate::trace::Log;
use web_sys::ShadowRoot;

/// The style sheet of the element.
pub const CSS: &str = element::CSS;

/// A recording, and a timeline that shows it.
pub struct TimelineBench {
    run: Run,
    rows: Rows,
    visible_window: VisibleWindow,
    cursor: Cursor,
    timeline: Option<TimelineView>,
}

impl TimelineBench {
    /// Wraps a recording without reading it.
    pub fn new(log: Log) -> TimelineBench {
        let recording = Recording {
            log,
            meta: Meta::default(),
            end: FileEnd::Complete,
            repairs: Vec::new(),
        };
        TimelineBench {
            run: Run::recorded(String::new(), Recorded::Whole(Box::new(recording)), 0),
            rows: Rows::default(),
            visible_window: VisibleWindow::default(),
            cursor: Cursor::default(),
            timeline: None,
        }
    }

    /// Reads the whole recording, and draws it in a shadow root with a height in pixels.
    pub fn load(&mut self, root: &ShadowRoot, height: u32) {
        while self.run.is_growing() {
            self.run.catch_up();
        }
        self.rows.update(&self.run.model);
        let timeline = self
            .timeline
            .insert(TimelineView::new("run", &Sender::new(drop)));
        let timeline = html("section").class("timeline").child(timeline.root());
        style(&timeline, "block-size", &format!("{height}px"));
        append(root, timeline);
        self.draw();
    }

    /// Shows a time range, immediately.
    pub fn show(&mut self, from: Instant, to: Instant) {
        self.visible_window
            .apply(PanZoom::Show(from, to), self.run.now());
        self.draw();
    }

    fn draw(&mut self) {
        let scene = Scene {
            run: &self.run,
            rows: &self.rows,
            visible_window: self.visible_window,
            end: self.run.now(),
            cursor: &self.cursor,
            moment: None,
            range: None,
            all_flows: false,
            spots: Vec::new(),
            choices: &[],
        };
        if let Some(timeline) = &mut self.timeline {
            timeline.draw(Some(&scene), false);
        }
    }
}
