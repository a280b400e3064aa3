//! Pointer gestures on the timeline: hovering, clicking, dragging, pinching and scrubbing.

use crate::web::message::TimelineMessage;
use crate::web::visible_window::PanZoom;
use web_sys::{Element, MouseEvent, PointerEvent};

/// A pointer that moved fewer pixels than this did not drag.
const DRAG_THRESHOLD: f64 = 4.0;

/// The position of an event in an element, in the element's own pixels from its upper left corner. Those differ from the
/// window's in a presentation, and in pages that scale their content, such as slides.
pub(super) fn offset_in(on: &Element, event: &MouseEvent) -> (f64, f64) {
    let frame = on.get_bounding_client_rect();
    let scale = frame.width() / f64::from(on.client_width().max(1));
    // The own width is rounded to whole pixels.
    let scale = if (scale - 1.0).abs() < 0.02 {
        1.0
    } else {
        scale
    };
    (
        (f64::from(event.client_x()) - frame.left()) / scale,
        (f64::from(event.client_y()) - frame.top()) / scale - f64::from(on.client_top()),
    )
}

/// The fraction of the visible window at `x`. `plot` is where the window begins, and its width.
pub(super) fn fraction_at(plot: (f64, f64), x: f64) -> f64 {
    let (left, width) = plot;
    ((x - left) / width.max(1.0)).clamp(0.0, 1.0)
}

/// The pointers that are down.
pub(super) struct Pointers {
    scrubs: bool,
    down: Vec<Down>,
    dragged: bool,
}

struct Down {
    id: i32,
    /// Its last position.
    at: (f64, f64),
    /// Its first position.
    from: (f64, f64),
}

impl Pointers {
    /// For the lanes: hover, click, drag and pinch.
    pub(super) fn on_lanes() -> Pointers {
        Pointers {
            scrubs: false,
            down: Vec::new(),
            dragged: false,
        }
    }

    /// For the axis: scrub; with Shift, mark a range to loop.
    pub(super) fn on_axis() -> Pointers {
        Pointers {
            scrubs: true,
            ..Pointers::on_lanes()
        }
    }

    /// The messages for an event on `on`, with the plot area at `plot`.
    pub(super) fn follow(
        &mut self,
        on: &Element,
        plot: (f64, f64),
        event: &PointerEvent,
    ) -> Vec<TimelineMessage> {
        let at = offset_in(on, event);
        let id = event.pointer_id();
        match &*event.type_() {
            "pointerdown" if event.button() == 0 => {
                // Capturing fails for a pointer that was released already.
                let _ = on.set_pointer_capture(id);
                self.down.push(Down { id, at, from: at });
                self.dragged = self.down.len() > 1;
                if self.scrubs {
                    return vec![TimelineMessage::Scrub(fraction_at(plot, at.0))];
                }
                vec![TimelineMessage::Pointer(Some(at))]
            }
            "pointermove" => self.moved(id, at, plot, event.shift_key()),
            "pointerup" => {
                let was_down = self.lift(id);
                if was_down && !self.dragged && !self.scrubs {
                    return vec![TimelineMessage::Click(at.0, at.1)];
                }
                Vec::new()
            }
            "pointercancel" => {
                self.lift(id);
                Vec::new()
            }
            // A lifted finger leaves, too; what it touched stays readable.
            "pointerleave" if !self.scrubs && event.pointer_type() != "touch" => {
                vec![TimelineMessage::Pointer(None)]
            }
            _ => Vec::new(),
        }
    }

    fn lift(&mut self, id: i32) -> bool {
        let before = self.down.len();
        self.down.retain(|down| down.id != id);
        self.down.len() < before
    }

    fn moved(
        &mut self,
        id: i32,
        at: (f64, f64),
        plot: (f64, f64),
        shift: bool,
    ) -> Vec<TimelineMessage> {
        let Some(n) = self.down.iter().position(|down| down.id == id) else {
            return if self.scrubs {
                Vec::new()
            } else {
                vec![TimelineMessage::Pointer(Some(at))]
            };
        };
        let before = core::mem::replace(&mut self.down[n].at, at);
        let from = self.down[n].from;
        if self.scrubs {
            return vec![if shift {
                let (a, b) = (fraction_at(plot, from.0), fraction_at(plot, at.0));
                TimelineMessage::MarkRange(a.min(b), a.max(b))
            } else {
                TimelineMessage::Scrub(fraction_at(plot, at.0))
            }];
        }
        if let Some(other) = self.down.iter().find(|down| down.id != id) {
            let apart = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).hypot(a.1 - b.1).max(1.0);
            let middle = (at.0 + other.at.0) / 2.0;
            let factor = apart(before, other.at) / apart(at, other.at);
            let by = -(at.0 - before.0) / 2.0 / plot.1.max(1.0);
            return vec![
                TimelineMessage::PanZoom(PanZoom::Zoom {
                    at: fraction_at(plot, middle),
                    factor,
                }),
                TimelineMessage::PanZoom(PanZoom::Pan(by)),
            ];
        }
        self.dragged |= (at.0 - from.0).hypot(at.1 - from.1) > DRAG_THRESHOLD;
        if !self.dragged {
            return vec![TimelineMessage::Pointer(Some(at))];
        }
        vec![
            TimelineMessage::Pointer(None),
            TimelineMessage::PanZoom(PanZoom::Pan((before.0 - at.0) / plot.1.max(1.0))),
            TimelineMessage::ScrollRows(before.1 - at.1),
        ]
    }
}
