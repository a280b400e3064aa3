//! The pointer, the wheel and the keys on the timeline, as messages. Keys act only while it has the focus.

use super::cursor::{Move, Part};
use super::pointers::Pointers;
use crate::player::{Direction, PlayerMessage};
use crate::web::app::{Message, Sender};
use crate::web::listener::Listener;
use crate::web::sight::Look;
use core::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent, WheelEvent};

/// Where the lanes' time is drawn: its left edge in the timeline, and its width.
pub(super) type Plot = Rc<Cell<(f64, f64)>>;

/// How many times as much time a key or a notch of the wheel shows.
const CLOSER: f64 = 0.8;
/// What part of the width a key moves.
const STRIDE: f64 = 0.15;
/// Pixels of the wheel that are a notch.
const NOTCH: f64 = 120.0;

/// Where in an element an event is, in pixels from its upper left corner.
pub(super) fn place(on: &Element, event: &MouseEvent) -> (f64, f64) {
    let frame = on.get_bounding_client_rect();
    (
        f64::from(event.client_x()) - frame.left(),
        f64::from(event.client_y()) - frame.top() - f64::from(on.client_top()),
    )
}

/// Which part of the time in sight is at `x`.
pub(super) fn part((left, width): (f64, f64), x: f64) -> f64 {
    ((x - left) / width.max(1.0)).clamp(0.0, 1.0)
}

/// Listens to the pointer on a part of the timeline beside the lanes.
pub(super) fn pointing(on: &Element, part: Part, sender: &Sender) -> Vec<Listener> {
    let listen = |name| {
        let (target, sender) = (on.clone(), sender.clone());
        Listener::new(on.clone(), name, move |event| {
            if let Some(event) = event.dyn_ref::<PointerEvent>() {
                let left = event.type_() == "pointerleave" && event.pointer_type() != "touch";
                let at = (!left).then(|| place(&target, event));
                sender.send(Message::PointBeside(part, at));
            }
        })
    };
    ["pointermove", "pointerdown", "pointerleave"]
        .map(listen)
        .into()
}

/// Listens on the timeline, its axis and its scrolled rows.
pub(super) fn listeners(
    root: &HtmlElement,
    axis: &Element,
    rows: &HtmlElement,
    plot: &Plot,
    sender: &Sender,
) -> Vec<Listener> {
    let to_shift = sender.clone();
    let mut all = vec![
        wheel(root, plot, sender),
        keys(root, sender),
        Listener::new(rows.clone(), "scroll", move |_| {
            to_shift.send(Message::Shifted)
        }),
    ];
    let gestures = Rc::new(RefCell::new(Pointers::on_lanes()));
    all.extend(follow(rows, gestures, plot, sender));
    let scrubbing = Rc::new(RefCell::new(Pointers::on_axis()));
    all.extend(follow(axis, scrubbing, plot, sender));
    all
}

/// Follows the pointers on an element.
fn follow(
    on: &Element,
    pointers: Rc<RefCell<Pointers>>,
    plot: &Plot,
    sender: &Sender,
) -> Vec<Listener> {
    let names = [
        "pointerdown",
        "pointermove",
        "pointerup",
        "pointercancel",
        "pointerleave",
    ];
    let listen = |name| {
        let (target, pointers) = (on.clone(), pointers.clone());
        let (plot, sender) = (plot.clone(), sender.clone());
        Listener::new(on.clone(), name, move |event| {
            let Some(event) = event.dyn_ref::<PointerEvent>() else {
                return;
            };
            let told = pointers.borrow_mut().follow(&target, plot.get(), event);
            for message in told {
                sender.send(message);
            }
        })
    };
    names.into_iter().map(listen).collect()
}

/// With Ctrl, as a pinch on a touchpad has it, the wheel zooms; sideways or with Shift it pans. Else
/// it scrolls rows and page, as everywhere.
fn wheel(root: &HtmlElement, plot: &Plot, sender: &Sender) -> Listener {
    let (target, plot, sender) = (root.clone(), plot.clone(), sender.clone());
    Listener::new(root.clone(), "wheel", move |event| {
        let Some(wheel) = event.dyn_ref::<WheelEvent>() else {
            return;
        };
        let pixels = match wheel.delta_mode() {
            WheelEvent::DOM_DELTA_PIXEL => 1.0,
            _ => NOTCH / 3.0,
        };
        let (x, y) = (wheel.delta_x() * pixels, wheel.delta_y() * pixels);
        let (at, _) = place(&target, wheel);
        let look = if wheel.ctrl_key() || wheel.meta_key() {
            // A touchpad's pinch has smaller steps than a wheel.
            let notches = (y / NOTCH).clamp(-3.0, 3.0);
            let by = if y.abs() < 40.0 {
                notches * 4.0
            } else {
                notches
            };
            Look::Zoom {
                at: part(plot.get(), at),
                factor: CLOSER.powf(-by),
            }
        } else if wheel.shift_key() && x == 0.0 {
            Look::Pan(y / plot.get().1.max(1.0))
        } else if x.abs() > y.abs() {
            Look::Pan(x / plot.get().1.max(1.0))
        } else {
            return;
        };
        event.prevent_default();
        sender.send(Message::Look(look));
    })
}

fn keys(root: &HtmlElement, sender: &Sender) -> Listener {
    let sender = sender.clone();
    Listener::new(root.clone(), "keydown", move |event| {
        let message = event.dyn_ref::<KeyboardEvent>().and_then(key);
        if let Some(message) = message {
            // The element keeps keys that were used from the page around.
            event.prevent_default();
            sender.send(message);
        }
    })
}

/// What a key asks for. Letters are told by their place on the keyboard, whatever is printed there.
fn key(event: &KeyboardEvent) -> Option<Message> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    let zoom = |factor| Message::Look(Look::Zoom { at: 0.5, factor });
    let pan = |by| Message::Look(Look::Pan(by));
    Some(match &*event.key() {
        "ArrowLeft" => Message::Move(Move::Left),
        "ArrowRight" => Message::Move(Move::Right),
        "ArrowUp" => Message::Move(Move::Up),
        "ArrowDown" => Message::Move(Move::Down),
        "Home" => Message::Move(Move::First),
        "End" => Message::Move(Move::Last),
        "Escape" => Message::Move(Move::Away),
        "Enter" => Message::PlayFromHere,
        " " => Message::Play(PlayerMessage::Toggle),
        "," => Message::Play(PlayerMessage::Event(Direction::Back)),
        "." => Message::Play(PlayerMessage::Event(Direction::Forward)),
        "<" => Message::Play(PlayerMessage::Poll(Direction::Back)),
        ">" => Message::Play(PlayerMessage::Poll(Direction::Forward)),
        "+" | "=" => zoom(CLOSER),
        "-" => zoom(1.0 / CLOSER),
        "0" => Message::Look(Look::Fit),
        _ => match &*event.code() {
            "KeyW" => zoom(CLOSER),
            "KeyS" => zoom(1.0 / CLOSER),
            "KeyA" => pan(-STRIDE),
            "KeyD" => pan(STRIDE),
            "KeyF" => Message::FoldSelected,
            "KeyE" => Message::AllEdges,
            _ => return None,
        },
    })
}
