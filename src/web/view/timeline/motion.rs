//! Whether a timeline is moving: its visible part changes in one frame after the other.

use crate::time::Instant;
use crate::web::dom::milliseconds;
use crate::web::message::{Sender, TimelineMessage};
use crate::web::timeout::Timeout;

/// The longest time between two changes of a movement, in milliseconds. On a slow machine, the first ones,
/// which are drawn as SVG, take long.
const PAUSE: f64 = 250.0;
/// How long after its last change the timeline counts as stopped, in milliseconds.
const STOPPED: i32 = 100;

/// What a timeline shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Seen {
    /// The visible time.
    pub(super) time: (Instant, Instant),
    /// How far the rows are scrolled, in pixels.
    pub(super) top: f64,
    /// Its size.
    pub(super) size: (f64, f64),
    /// Whether the run goes on.
    pub(super) is_growing: bool,
}

/// The last change of a timeline.
pub(super) struct Motion {
    seen: Option<Seen>,
    /// When the last change was drawn, if it has not been drawn unchanged since then.
    changed: Option<f64>,
    /// Has the timeline drawn again when it has stopped.
    stopped: Timeout,
}

impl Motion {
    /// No movement so far. The timeline is drawn again by a message to `sender`.
    pub(super) fn new(sender: &Sender<TimelineMessage>) -> Motion {
        let sender = sender.clone();
        Motion {
            seen: None,
            changed: None,
            stopped: Timeout::new(STOPPED, move || {
                sender.send(TimelineMessage::ViewportChanged)
            }),
        }
    }

    /// Whether what is drawn now continues a movement. Ends are drawn as a still picture: the end of a run, the end of a
    /// drag.
    pub(super) fn continues(&mut self, seen: Seen) -> bool {
        let before = self.seen.replace(seen);
        let is_changed = before != Some(seen);
        let is_same_run = before
            .is_some_and(|before| before.is_growing == seen.is_growing && before.size == seen.size);
        let now = milliseconds();
        let last = self.changed.take();
        if is_changed && is_same_run {
            self.changed = Some(now);
        }
        let continues = self.changed.is_some() && last.is_some_and(|last| now - last < PAUSE);
        if continues {
            self.stopped.restart();
        }
        continues
    }

    /// Nothing is shown.
    pub(super) fn reset(&mut self) {
        (self.seen, self.changed) = (None, None);
    }
}
