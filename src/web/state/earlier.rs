//! An earlier run, which is compared with the last one.

use super::settings::Snapshot;
use super::{Cursor, State};
use crate::timeline::Rows;
use crate::web::message::TimelineMessage;
use crate::web::run::Run;
use crate::web::subject::Subject;

/// An earlier run and its timeline, which has no player and no folding.
pub(crate) struct Earlier {
    /// The run.
    pub(crate) run: Run,
    /// The order of its lanes.
    pub(crate) rows: Rows,
    /// The pointer and the selection.
    pub(crate) cursor: Cursor,
    /// What was run.
    pub(super) subject: Subject,
    /// Its settings.
    pub(super) ran_with: Snapshot,
    /// Whether the reader asked to keep it, also when another lesson is chosen.
    pub(super) is_kept: bool,
}

impl Earlier {
    pub(super) fn new(run: Run, rows: Rows, subject: Subject, ran_with: Snapshot) -> Earlier {
        Earlier {
            run,
            rows,
            cursor: Cursor::default(),
            subject,
            ran_with,
            is_kept: false,
        }
    }
}

impl State {
    /// Handles a message from the timeline of the earlier run.
    pub(super) fn earlier_message(&mut self, message: TimelineMessage) {
        let end = self.common_end();
        let Some(earlier) = &mut self.earlier else {
            return;
        };
        let Earlier {
            run, rows, cursor, ..
        } = earlier;
        match message {
            TimelineMessage::Pointer(at) => cursor.point(at),
            TimelineMessage::PointAtPart(part, at) => cursor.point_at_part(part, at),
            TimelineMessage::Move(to) => cursor.go(to, &run.model, rows),
            TimelineMessage::Select(focus) => cursor.select(focus),
            TimelineMessage::PanZoom(change) => self.timeline.visible_window.apply(change, end),
            TimelineMessage::Fold(_)
            | TimelineMessage::FoldSelected
            | TimelineMessage::ToggleAllFlows
            | TimelineMessage::Play(_)
            | TimelineMessage::PlayFromSelection
            | TimelineMessage::Scrub(_)
            | TimelineMessage::MarkRange(..)
            | TimelineMessage::Click(..)
            | TimelineMessage::ScrollRows(_)
            | TimelineMessage::ShowSpot(_)
            | TimelineMessage::ViewportChanged => {}
        }
    }
}
