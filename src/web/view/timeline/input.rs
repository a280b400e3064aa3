//! Turns pointer, wheel and keyboard events on the timeline into messages. Keys act only while it has the focus.

use super::pointers::{Pointers, fraction_at, offset_in};
use crate::player::{Direction, PlayerMessage};
use crate::web::listener::Listener;
use crate::web::message::{Move, Sender, TimelineMessage, TimelinePart};

use crate::web::visible_window::PanZoom;
use core::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, PointerEvent, WheelEvent};

/// The plot area of the lanes: its left edge in the timeline, and its width.
pub(super) type PlotArea = Rc<Cell<(f64, f64)>>;

/// The factor for zooming in by one key press or one notch of the wheel.
const ZOOM_IN: f64 = 0.8;
/// The fraction of the width that a key pans.
const PAN_STEP: f64 = 0.15;
/// Pixels per notch of the wheel.
const NOTCH: f64 = 120.0;

/// Listens to the pointer on a part of the timeline other than the lanes.
pub(super) fn pointer_listeners(
    on: &Element,
    part: TimelinePart,
    sender: &Sender<TimelineMessage>,
) -> Vec<Listener> {
    let listen = |name| {
        let (target, sender) = (on.clone(), sender.clone());
        Listener::new(on.clone(), name, move |event| {
            if let Some(event) = event.dyn_ref::<PointerEvent>() {
                let left = event.type_() == "pointerleave" && event.pointer_type() != "touch";
                let at = (!left).then(|| offset_in(&target, event));
                sender.send(TimelineMessage::PointAtPart(part, at));
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
    plot: &PlotArea,
    sender: &Sender<TimelineMessage>,
) -> Vec<Listener> {
    let to_shift = sender.clone();
    let mut all = vec![
        wheel(root, plot, sender),
        keys(root, sender),
        Listener::new(rows.clone(), "scroll", move |_| {
            to_shift.send(TimelineMessage::ViewportChanged)
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
    plot: &PlotArea,
    sender: &Sender<TimelineMessage>,
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
            let messages = pointers.borrow_mut().follow(&target, plot.get(), event);
            for message in messages {
                sender.send(message);
            }
        })
    };
    names.into_iter().map(listen).collect()
}

/// With Ctrl, which browsers also report for a pinch on a touchpad, the wheel zooms. Horizontally or with Shift it pans.
/// Otherwise it scrolls as usual.
fn wheel(root: &HtmlElement, plot: &PlotArea, sender: &Sender<TimelineMessage>) -> Listener {
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
        let (at, _) = offset_in(&target, wheel);
        let look = if wheel.ctrl_key() || wheel.meta_key() {
            // A touchpad's pinch has smaller steps than a wheel.
            let notches = (y / NOTCH).clamp(-3.0, 3.0);
            let by = if y.abs() < 40.0 {
                notches * 4.0
            } else {
                notches
            };
            PanZoom::Zoom {
                at: fraction_at(plot.get(), at),
                factor: ZOOM_IN.powf(-by),
            }
        } else if wheel.shift_key() && x == 0.0 {
            PanZoom::Pan(y / plot.get().1.max(1.0))
        } else if x.abs() > y.abs() {
            PanZoom::Pan(x / plot.get().1.max(1.0))
        } else {
            return;
        };
        event.prevent_default();
        sender.send(TimelineMessage::PanZoom(look));
    })
}

fn keys(root: &HtmlElement, sender: &Sender<TimelineMessage>) -> Listener {
    let sender = sender.clone();
    Listener::new(root.clone(), "keydown", move |event| {
        let message = event.dyn_ref::<KeyboardEvent>().and_then(key);
        if let Some(message) = message {
            // The element does not pass keys it handled on to the host page.
            event.prevent_default();
            sender.send(message);
        }
    })
}

/// The message for a key. Letters are identified by their position on the keyboard, not by the layout.
fn key(event: &KeyboardEvent) -> Option<TimelineMessage> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    let zoom = |factor| TimelineMessage::PanZoom(PanZoom::Zoom { at: 0.5, factor });
    let pan = |by| TimelineMessage::PanZoom(PanZoom::Pan(by));
    Some(match &*event.key() {
        "ArrowLeft" => TimelineMessage::Move(Move::Left),
        "ArrowRight" => TimelineMessage::Move(Move::Right),
        "ArrowUp" => TimelineMessage::Move(Move::Up),
        "ArrowDown" => TimelineMessage::Move(Move::Down),
        "Home" => TimelineMessage::Move(Move::First),
        "End" => TimelineMessage::Move(Move::Last),
        "Escape" => TimelineMessage::Move(Move::Clear),
        "Enter" => TimelineMessage::PlayFromSelection,
        " " => TimelineMessage::Play(PlayerMessage::Toggle),
        "," => TimelineMessage::Play(PlayerMessage::Event(Direction::Back)),
        "." => TimelineMessage::Play(PlayerMessage::Event(Direction::Forward)),
        "<" => TimelineMessage::Play(PlayerMessage::Poll(Direction::Back)),
        ">" => TimelineMessage::Play(PlayerMessage::Poll(Direction::Forward)),
        "+" | "=" => zoom(ZOOM_IN),
        "-" => zoom(1.0 / ZOOM_IN),
        "0" => TimelineMessage::PanZoom(PanZoom::Fit),
        _ => match &*event.code() {
            "KeyW" => zoom(ZOOM_IN),
            "KeyS" => zoom(1.0 / ZOOM_IN),
            "KeyA" => pan(-PAN_STEP),
            "KeyD" => pan(PAN_STEP),
            "KeyF" => TimelineMessage::FoldSelected,
            "KeyE" => TimelineMessage::ToggleAllFlows,
            _ => return None,
        },
    })
}
