//! The pointer and the keys on the timeline, as messages. Keys act only while the timeline has the focus.

use super::cursor::Move;
use crate::web::app::{Message, Sender};
use crate::web::listener::Listener;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, KeyboardEvent, PointerEvent};

/// Listens on the timeline and on its scrolled rows.
pub(super) fn listeners(root: &HtmlElement, rows: &HtmlElement, sender: &Sender) -> Vec<Listener> {
    let to = || sender.clone();
    let (moved, touched, left, scrolled, keyed, blurred) = (to(), to(), to(), to(), to(), to());
    let here = |rows: &HtmlElement, event: &PointerEvent| {
        let frame = rows.get_bounding_client_rect();
        let x = f64::from(event.client_x()) - frame.left();
        let y = f64::from(event.client_y()) - frame.top() - f64::from(rows.client_top());
        Message::Pointer(Some((x, y)))
    };
    let point = |rows: HtmlElement, sender: Sender| {
        move |event: Event| {
            if let Some(event) = event.dyn_ref() {
                sender.send(here(&rows, event));
            }
        }
    };
    vec![
        Listener::new(rows.clone(), "pointermove", point(rows.clone(), moved)),
        Listener::new(rows.clone(), "pointerdown", point(rows.clone(), touched)),
        Listener::new(rows.clone(), "pointerleave", move |event| {
            // A finger leaves when it is lifted: what it pointed at is still to be read.
            let by_touch = (event.dyn_ref::<PointerEvent>())
                .is_some_and(|event| event.pointer_type() == "touch");
            if !by_touch {
                left.send(Message::Pointer(None));
            }
        }),
        Listener::new(rows.clone(), "scroll", move |_| {
            scrolled.send(Message::Shifted)
        }),
        Listener::new(root.clone(), "blur", move |_| {
            blurred.send(Message::Move(Move::Away))
        }),
        Listener::new(root.clone(), "keydown", move |event| {
            let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
            let to = match key.as_deref() {
                Some("ArrowLeft") => Move::Left,
                Some("ArrowRight") => Move::Right,
                Some("ArrowUp") => Move::Up,
                Some("ArrowDown") => Move::Down,
                Some("Home") => Move::First,
                Some("End") => Move::Last,
                Some("Escape") => Move::Away,
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            keyed.send(Message::Move(to));
        }),
    ]
}
