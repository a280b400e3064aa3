//! The element's timeline alone, for the benchmark page: a recording, and the stretch of it that is seen.

use super::app::Sender;
use super::dom::{Build, append, html, style};
use super::run::Run;
use super::sight::{Look, Sight};
use super::view::sheet::{Cursor, Scene, Sheet};
use crate::time::Instant;
use crate::timeline::Rows;
use crate::trace::Log;
use web_sys::ShadowRoot;

/// The style sheet of the element's inside.
pub const CSS: &str = include_str!("element.css");

/// A recording, and the timeline that shows it.
pub struct Stage {
    run: Run,
    rows: Rows,
    sight: Sight,
    cursor: Cursor,
    sheet: Option<Sheet>,
}

impl Stage {
    /// A recording of which nothing is read yet.
    pub fn new(log: Log) -> Stage {
        Stage {
            run: Run::recorded(log, String::new(), 0),
            rows: Rows::default(),
            sight: Sight::default(),
            cursor: Cursor::default(),
            sheet: None,
        }
    }

    /// Reads all of it, and draws it in a shadow root, so many pixels high.
    pub fn load(&mut self, root: &ShadowRoot, height: u32) {
        while self.run.is_growing() {
            self.run.catch_up();
        }
        self.rows.update(&self.run.model);
        let sheet = self.sheet.insert(Sheet::new("run", &Sender::to_nobody()));
        let timeline = html("section").class("timeline").child(sheet.root());
        style(&timeline, "block-size", &format!("{height}px"));
        append(root, timeline);
        self.draw();
    }

    /// Shows a stretch of it, now.
    pub fn show(&mut self, from: Instant, to: Instant) {
        self.sight.look(Look::Show(from, to), self.run.now());
        self.draw();
    }

    fn draw(&mut self) {
        let scene = Scene {
            run: &self.run,
            rows: &self.rows,
            sight: self.sight,
            end: self.run.now(),
            cursor: &self.cursor,
            moment: None,
            range: None,
            all_edges: false,
        };
        if let Some(sheet) = &mut self.sheet {
            sheet.draw(Some(&scene));
        }
    }
}
