//! What the reader does with the timeline: zooming, selecting, folding, finding.

use super::{Cursor, State};
use crate::player::PlayerMessage;
use crate::time::Instant;
use crate::timeline::{Filter, Overview, Rows, next_at_line};
use crate::trace::TaskId;
use crate::web::message::{ExploreMessage, Tab, TimelineMessage};
use crate::web::visible_window::VisibleWindow;

/// The timeline of the last run. A new run resets it.
#[derive(Default)]
pub(crate) struct TimelineState {
    /// The pointer and the selection.
    pub(crate) cursor: Cursor,
    /// The visible time range.
    pub(crate) visible_window: VisibleWindow,
    /// Which tasks have a lane.
    pub(crate) filter: Filter,
    /// The order of the lanes.
    pub(crate) rows: Rows,
    /// A summary of the whole run, for the minimap.
    pub(crate) overview: Overview,
}

impl State {
    pub(super) fn explore_message(&mut self, message: ExploreMessage) {
        match message {
            ExploreMessage::GoToLine(line) => self.go_to_line(line),
            ExploreMessage::ShowFile(index) => self.show_file(index),
            ExploreMessage::Find(name) => self.timeline.filter.name = name,
            ExploreMessage::FindState(states) => self.timeline.filter.states = states,
            ExploreMessage::CentreOn(part) => {
                let (pan_zoom, end) = (self.centred(part), self.common_end());
                self.timeline.visible_window.apply(pan_zoom, end);
            }
        }
    }

    pub(super) fn timeline_message(&mut self, message: TimelineMessage) {
        let end = self.common_end();
        let timeline = &mut self.timeline;
        match message {
            TimelineMessage::Pointer(at) => timeline.cursor.point(at),
            TimelineMessage::PointAtPart(part, at) => timeline.cursor.point_at_part(part, at),
            TimelineMessage::Move(to) => {
                if let Some(run) = &self.run {
                    timeline.cursor.go(to, &run.model, &timeline.rows);
                    self.reveal_selected();
                }
            }
            TimelineMessage::Select(focus) => {
                timeline.cursor.select(focus);
                if focus.is_some() {
                    self.display.tab = Tab::Details;
                }
            }
            TimelineMessage::Fold(task) => timeline.fold(task),
            TimelineMessage::FoldSelected => {
                if let Some((task, _)) = timeline.cursor.focus {
                    timeline.fold(task);
                }
            }
            TimelineMessage::ToggleAllFlows => self.display.all_flows = !self.display.all_flows,
            TimelineMessage::PanZoom(change) => timeline.visible_window.apply(change, end),
            TimelineMessage::Play(message) => self.play(message),
            TimelineMessage::PlayFromSelection => {
                if let Some((from, _)) = self.selected_range() {
                    self.play(PlayerMessage::Seek(from));
                }
            }
            TimelineMessage::Scrub(part) => {
                let at = timeline.visible_window.scale(end, 1.0).at(part);
                self.play(PlayerMessage::Seek(at));
            }
            TimelineMessage::MarkRange(from, to) => {
                let scale = timeline.visible_window.scale(end, 1.0);
                let range = (scale.at(from), scale.at(to));
                self.play(PlayerMessage::Range(Some(range)));
            }
            TimelineMessage::ShowSpot(number) => self.show_spot(number),
            // The app has handled the first two; the next frame draws the viewport.
            TimelineMessage::Click(..)
            | TimelineMessage::ScrollRows(_)
            | TimelineMessage::ViewportChanged => {}
        }
    }

    /// Selects the next span that began at a line of the shown program, after the selected one; wraps around after the last.
    fn go_to_line(&mut self, line: u32) {
        let Some(run) = &self.run else { return };
        let selected = (self.timeline.cursor.focus)
            .and_then(|(task, span)| run.model.task(task)?.spans.get(span))
            .map_or(0, |span| span.seq);
        let lines = self.shown_lines().logged(line);
        let next = run.with_view(|view| {
            next_at_line(view, |path| self.is_shown_file(path), &lines, selected)
        });
        if next.is_some() {
            self.timeline.cursor.select(next);
            self.reveal_selected();
        }
    }

    /// Pans to make the selected span visible, its start if there is no room for all of it.
    fn reveal_selected(&mut self) {
        if let Some((from, to)) = self.selected_range() {
            let end = self.common_end();
            let visible_window = &mut self.timeline.visible_window;
            visible_window.reveal(to.max(from), end);
            visible_window.reveal(from, end);
        }
    }

    /// The start and end of what is selected.
    pub(crate) fn selected_range(&self) -> Option<(Instant, Instant)> {
        let (model, cursor) = (&self.run.as_ref()?.model, &self.timeline.cursor);
        if let Some(outside) = cursor.outside {
            return outside.range(model);
        }
        let (task, span) = cursor.focus?;
        let span = model.task(task)?.spans.get(span)?;
        Some((span.from, span.to.unwrap_or(self.end())))
    }
}

impl TimelineState {
    /// Folds the child tasks of a task, or unfolds them.
    fn fold(&mut self, task: TaskId) {
        let is_open = !self.rows.is_folded(task);
        self.rows.fold(task, is_open);
    }
}
