//! The player's toolbar: play and step buttons, time, speed, and zoom.

use crate::player::{Direction, PlayerMessage, SPEEDS, TRUE_SPEED, speed_name};
use crate::time::Instant;
use crate::timeline::describe_event;
use crate::web::cell::{Attr, Flag, Text};
use crate::web::dom::{Build, append, html, html_as, svg};
use crate::web::listener::Listener;
use crate::web::message::{Message, NarrationMessage, RunMessage, Sender, TimelineMessage};
use crate::web::run::Run;
use crate::web::state::State;
use crate::web::view::roving::{Orientation, roving};
use crate::web::visible_window::PanZoom;
use crate::wording::tr;
use wasm_bindgen::JsCast;
use web_sys::{HtmlButtonElement, HtmlElement, HtmlSelectElement};

const PLAY: &str = "M3 2v10l9-5z";
const PAUSE: &str = "M3 2h3v10H3zM8 2h3v10H8z";
const TO_START: &str = "M3 2h2v10H3zM12 2v10L5 7z";
const POLL_BACK: &str = "M7 2v10L1 7zM13 2v10L7 7z";
const EVENT_BACK: &str = "M10 2v10L3 7z";
const EVENT_ON: &str = "M4 2v10l7-5z";
const POLL_ON: &str = "M1 2v10l6-5zM7 2v10l6-5z";
const TO_END: &str = "M2 2v10l7-5zM9 2h2v10H9z";

pub(super) struct PlayerBar {
    root: HtmlElement,
    toggle: Attr,
    toggle_label: Attr,
    buttons: Vec<Flag>,
    time: Text,
    event: Text,
    speed: HtmlSelectElement,
    no_range: Flag,
    no_fit: Flag,
    not_virtual: Flag,
    narrate: HtmlButtonElement,
    is_narrated: Attr,
    no_narration: Flag,
    was_narrated: bool,
    _listeners: Vec<Listener>,
}

impl PlayerBar {
    pub(super) fn new(sender: &Sender) -> PlayerBar {
        let mut listeners = Vec::new();
        let mut buttons = Vec::new();
        let mut button = |label: &str, shape: &str, message: Message| {
            let icon = svg("path").attr("d", shape);
            let drawing = svg("svg")
                .attr("viewBox", "0 0 14 14")
                .attr("aria-hidden", "true");
            let button: HtmlButtonElement = html_as("button");
            let button = button
                .class("icon")
                .attr("type", "button")
                .attr("aria-label", label)
                .attr("title", label)
                .child(drawing.child(&icon));
            let sender = sender.clone();
            let on_click = move |_| sender.send(message.clone());
            listeners.push(Listener::new(button.clone(), "click", on_click));
            buttons.push(Flag::new(button.clone(), "disabled"));
            (button, icon)
        };
        let play = Message::Player;
        let (start, _) = button(tr!("To the start"), TO_START, play(PlayerMessage::Start));
        let (poll_back, _) = button(
            tr!("Previous turn (<)"),
            POLL_BACK,
            play(PlayerMessage::Poll(Direction::Back)),
        );
        let (back, _) = button(
            tr!("Previous event (,)"),
            EVENT_BACK,
            play(PlayerMessage::Event(Direction::Back)),
        );
        let (toggle, icon) = button(tr!("Play (space)"), PLAY, play(PlayerMessage::Toggle));
        let (on, _) = button(
            tr!("Next event (.)"),
            EVENT_ON,
            play(PlayerMessage::Event(Direction::Forward)),
        );
        let (poll_on, _) = button(
            tr!("Next turn (>)"),
            POLL_ON,
            play(PlayerMessage::Poll(Direction::Forward)),
        );
        let (end, _) = button(tr!("To the end"), TO_END, play(PlayerMessage::End));

        let mut text_button = |label: &str, title: &str, message: Message| {
            let button: HtmlButtonElement = html_as("button");
            let button = (button.class("quiet").attr("type", "button"))
                .attr("title", title)
                .text(label);
            let sender = sender.clone();
            let on_click = move |_| sender.send(message.clone());
            listeners.push(Listener::new(button.clone(), "click", on_click));
            button
        };
        let narrate = text_button(
            tr!("Step by step"),
            tr!(
                "Describe the run in words, one step at a time, from this moment or from the start"
            ),
            Message::Narration(NarrationMessage::Begin),
        );
        let step = text_button(
            tr!("Step the loop"),
            tr!(
                "Run one pass of the event loop, on the virtual clock; starts a new run if none is in progress"
            ),
            Message::Run(RunMessage::Step),
        );
        let zoom =
            |factor| Message::Timeline(TimelineMessage::PanZoom(PanZoom::Zoom { at: 0.5, factor }));
        let zoom_in = text_button("+", tr!("Zoom in (W or +)"), zoom(0.6));
        let zoom_out = text_button("−", tr!("Zoom out (S or −)"), zoom(1.0 / 0.6));
        let fit = text_button(
            tr!("Fit"),
            tr!("The whole run (0)"),
            Message::Timeline(TimelineMessage::PanZoom(PanZoom::Fit)),
        );
        let no_range = text_button(
            tr!("Stop looping"),
            tr!("Play the whole run again"),
            Message::Player(PlayerMessage::Range(None)),
        );

        let speed: HtmlSelectElement = html_as("select");
        let speed = speed
            .attr("aria-label", tr!("Speed"))
            .attr("title", tr!("Speed"));
        for (label, numbers) in [
            (tr!("Slow motion"), 0..TRUE_SPEED),
            (tr!("True speed"), TRUE_SPEED..TRUE_SPEED + 1),
            (tr!("Faster"), TRUE_SPEED + 1..SPEEDS.len()),
        ] {
            let group = html("optgroup").attr("label", label);
            for n in numbers {
                let label = format!("{} ×", speed_name(SPEEDS[n]));
                let option = html("option").attr("value", &n.to_string()).text(&label);
                append(&group, option);
            }
            append(&speed, group);
        }
        let sender = sender.clone();
        listeners.push(Listener::new(speed.clone(), "change", move |event| {
            let chosen = event.target().and_then(|target| target.dyn_into().ok());
            let chosen = chosen.and_then(|select: HtmlSelectElement| select.value().parse().ok());
            if let Some(index) = chosen {
                sender.send(Message::Player(PlayerMessage::Speed(index)));
            }
        }));

        let items: Vec<HtmlElement> = [&start, &poll_back, &back, &toggle, &on, &poll_on, &end]
            .map(|button| button.clone().unchecked_into())
            .into_iter()
            .chain([speed.clone().unchecked_into()])
            .chain(
                [&narrate, &zoom_out, &zoom_in, &fit, &step, &no_range]
                    .map(|button| button.clone().unchecked_into()),
            )
            .collect();
        let (time, event) = (html("span").class("time"), html("span").class("event"));
        let steps = (html("div").class("steps").child(&start).child(&poll_back))
            .child(&back)
            .child(&toggle)
            .child(&on)
            .child(&poll_on)
            .child(&end);
        let looks = (html("div").class("looks").child(&zoom_out).child(&zoom_in))
            .child(&fit)
            .child(&step)
            .child(&no_range);
        let root = html("div")
            .class("player")
            .attr("role", "toolbar")
            .attr("aria-label", tr!("Player"))
            .child(steps)
            .child(&speed)
            .child(&narrate)
            .child(&time)
            .child(looks)
            .child(&event);
        listeners.extend(roving(&root, items, Orientation::Horizontal, |_| {}));
        PlayerBar {
            root,
            toggle: Attr::new(icon, "d"),
            toggle_label: Attr::new(toggle, "aria-label"),
            buttons,
            time: Text::new(time),
            event: Text::new(event),
            speed,
            no_range: Flag::new(no_range, "hidden"),
            no_fit: Flag::new(fit, "disabled"),
            not_virtual: Flag::new(step, "hidden"),
            is_narrated: Attr::new(narrate.clone(), "aria-pressed"),
            no_narration: Flag::new(narrate.clone(), "hidden"),
            narrate,
            was_narrated: false,
            _listeners: listeners,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        let run = state.run.as_ref();
        for button in &mut self.buttons {
            button.show(run.is_none());
        }
        let along = state.playback.player.moment().is_none()
            && run.is_some_and(|run| run.is_growing() && !run.paused);
        let moves = state.playback.player.is_playing() || along;
        self.toggle.show(if moves { PAUSE } else { PLAY });
        self.toggle_label.show(if moves {
            tr!("Pause (space)")
        } else {
            tr!("Play (space)")
        });
        let index = state.playback.player.speed().to_string();
        if self.speed.value() != index {
            self.speed.set_value(&index);
        }
        let end = run.map_or(Instant::ZERO, Run::now);
        let at = state.moment().map_or(end, |moment| moment.at);
        self.time.show(&tr!("{at} of {end}", at, end));
        self.event
            .show(&match (run, state.playback.player.moment()) {
                (Some(run), Some(moment)) => run.with_view(|view| {
                    let (first, last) = (view.log.dropped(), view.log.next_seq());
                    let here = moment.seq - first + 1;
                    let happened = describe_event(view, moment.seq);
                    tr!(
                        "event {here} of {count}: {happened}",
                        here,
                        count = last - first,
                        happened
                    )
                }),
                _ => String::new(),
            });
        self.no_range.show(state.playback.player.range().is_none());
        self.no_fit.show(!state.timeline.visible_window.is_fixed());
        self.not_virtual.show(!state.can_step());
        self.no_narration.show(state.is_live());
        let is_narrated = state.narration.is_on;
        self.is_narrated
            .show(if is_narrated { "true" } else { "false" });
        if core::mem::replace(&mut self.was_narrated, is_narrated) && !is_narrated {
            // It can only fail for an element that is not in the document.
            let _ = self.narrate.focus();
        }
    }
}
