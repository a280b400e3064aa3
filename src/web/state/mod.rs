//! The state of one element, and how messages change it.

mod attributes;
mod cursor;
mod effect;
mod emit;
mod findings;
mod live;
mod reading;
mod saving;
mod scene;
mod script;
mod tab;

pub(crate) use attributes::Attributes;
pub(crate) use cursor::{Cursor, Move, TimelinePart};
pub(crate) use effect::{Effect, Outgoing};
use emit::Emitted;
use findings::Search;
pub(crate) use live::LIVE;
pub(crate) use reading::MomentRef;
pub(crate) use scene::Scene;
use script::Script;
pub(crate) use tab::Tab;

use super::events::ElementEvent;
use super::message::{HostMessage, Message, RunMessage};
use super::net::Resolve;
use super::run::{Clock, Run};
use super::subject::Subject;
use super::visible_window::VisibleWindow;
use crate::lessons::Values;
use crate::lessons::highlight::Language;
use crate::lint::Finding;
use crate::player::Player;
use crate::timeline::{Filter, Overview, Rows};
use crate::trace::model::PrintedLine;
use std::collections::BTreeMap;

/// The state of an element. The view is drawn from it.
pub(crate) struct State {
    /// What the element is about.
    pub(crate) subject: Subject,
    /// The values of its settings.
    pub(crate) values: Values,
    /// The clock of the next run.
    pub(crate) clock: Clock,
    /// Why the values of settings were rejected, by their ids.
    pub(crate) notices: BTreeMap<&'static str, String>,
    /// Counts the changes of settings.
    pub(crate) settings_version: u32,
    /// Problems with attributes, by their names.
    problems: BTreeMap<&'static str, String>,
    /// The address of a recording to show, and whether it must still be fetched.
    src: Option<String>,
    fetch_due: bool,
    /// The settings and the clock of the last run; `None` before the first.
    started_with: Option<(Values, Clock)>,
    /// The current or last run.
    pub(crate) run: Option<Run>,
    /// An earlier run, kept for comparison.
    pub(crate) earlier: Option<(Run, Rows)>,
    /// The pointer and the selection on the timeline.
    pub(crate) cursor: Cursor,
    /// The same on the timeline of the earlier run.
    pub(crate) earlier_cursor: Cursor,
    /// The visible time range.
    pub(crate) visible_window: VisibleWindow,
    /// The player, with the reader's moment.
    pub(crate) player: Player,
    /// The language of the program that is shown.
    pub(crate) language: Language,
    /// The reader's own script.
    pub(crate) script: Script,
    /// The tab next to the program.
    pub(crate) tab: Tab,
    /// The findings so far.
    pub(crate) findings: Vec<Finding>,
    /// Counts requests to show the first finding.
    pub(crate) first_finding_requests: u32,
    search: Search,
    /// A summary of the whole run, for the minimap.
    pub(crate) overview: Overview,
    /// The order of the lanes.
    pub(crate) rows: Rows,
    /// Which tasks have a lane.
    pub(crate) filter: Filter,
    /// Whether the flow arrows of all tasks are drawn.
    pub(crate) all_flows: bool,
    /// The outcome of the last saving, copying or opening.
    pub(crate) feedback: Option<Result<String, String>>,
    /// The finding that the feedback is about.
    pub(crate) feedback_finding: Option<usize>,
    /// The moment that the address or a call requested.
    requested: Option<MomentRef>,
    /// The setting that the reader has just changed. The host may set the attribute to the same value.
    reflected: Option<(&'static str, String)>,
    emitted: Emitted,
    /// Whether the live panel is collapsed.
    pub(crate) collapsed: bool,
    autoplay: bool,
    run_due: bool,
    /// Whether the next run pauses after its first pass.
    start_paused: bool,
    run_count: u32,
    /// The time of the last frame, in milliseconds.
    last_frame: Option<f64>,
    /// Resolves the addresses that lessons fetch.
    resolve: Resolve,
}

impl State {
    /// The state of a new element, whose lessons resolve the addresses that they fetch with `resolve`.
    pub(crate) fn new(resolve: Resolve) -> State {
        let subject = Subject::default();
        State {
            subject,
            values: subject.defaults(),
            clock: Clock::default(),
            notices: BTreeMap::new(),
            settings_version: 1,
            problems: BTreeMap::new(),
            src: None,
            fetch_due: false,
            started_with: None,
            run: None,
            earlier: None,
            cursor: Cursor::default(),
            earlier_cursor: Cursor::default(),
            visible_window: VisibleWindow::default(),
            player: Player::default(),
            language: Language::default(),
            script: Script::default(),
            tab: Tab::default(),
            findings: Vec::new(),
            first_finding_requests: 0,
            search: Search::default(),
            overview: Overview::default(),
            rows: Rows::default(),
            filter: Filter::default(),
            all_flows: false,
            feedback: None,
            feedback_finding: None,
            requested: None,
            reflected: None,
            emitted: Emitted::default(),
            collapsed: false,
            autoplay: false,
            run_due: false,
            start_paused: false,
            run_count: 0,
            last_frame: None,
            resolve,
        }
    }

    /// Handles a message; returns the effects to perform.
    pub(crate) fn update(&mut self, message: Message, attributes: Attributes) -> Vec<Effect> {
        match message {
            Message::Host(message) => self.host_message(message, attributes),
            Message::Run(message) => return self.run_message(message),
            Message::View(message) => self.view_message(message),
            Message::Finding(message) => return self.finding_message(message),
            Message::Timeline(message) => self.timeline_message(message),
            Message::Earlier(message) => self.earlier_message(message),
            Message::Player(message) => self.play(message),
            Message::File(message) => return self.file_message(message),
            Message::Script(message) => return self.script_message(message),
        }
        Vec::new()
    }

    fn host_message(&mut self, message: HostMessage, attributes: Attributes) {
        match message {
            HostMessage::Attribute(name, value) => self.attribute(&name, value, attributes),
            HostMessage::Seek(at) => self.seek(&at),
        }
    }

    fn run_message(&mut self, message: RunMessage) -> Vec<Effect> {
        match message {
            RunMessage::Setting(id, given) => {
                self.set(id, &given);
                self.reflected = Some((id, self.setting(id)));
                return vec![
                    Effect::Reflect(id, self.setting(id)),
                    Effect::Emit(ElementEvent::Settings(self.link())),
                ];
            }
            RunMessage::Start => self.run_due = !self.is_live(),
            RunMessage::Step => self.step(),
            RunMessage::Stop => {
                self.run_due = false;
                if let Some(run) = self.run.as_mut().filter(|run| run.is_running()) {
                    run.stop();
                }
            }
            RunMessage::Ended(number) => {
                if let Some(run) = self.run.as_mut().filter(|run| run.number == number) {
                    run.end();
                }
            }
            RunMessage::Keep => self.keep_run(),
            RunMessage::DiscardEarlier => self.earlier = None,
        }
        Vec::new()
    }

    /// Keeps the last run for comparison, and runs again.
    fn keep_run(&mut self) {
        if self.run.as_ref().is_some_and(|run| !run.is_growing()) {
            let rows = core::mem::take(&mut self.rows);
            self.earlier = self.run.take().map(|run| (run, rows));
            self.run_due = true;
        }
    }

    /// Advances by one frame: starts a run that is due, runs the virtual clock, reads the log.
    pub(crate) fn advance(&mut self, now: f64) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.reflected = None;
        if core::mem::take(&mut self.fetch_due) {
            effects.push(Effect::Fetch(self.src.clone()));
        }
        effects.extend(self.script_due());
        if !self.script.is_unpacking && core::mem::take(&mut self.run_due) {
            // The old run and its tasks are dropped before the new one starts.
            self.run = None;
            self.feedback = None;
            self.reset_exploration();
            self.run_count += 1;
            self.started_with = Some((self.values.clone(), self.clock));
            let is_paused = core::mem::take(&mut self.start_paused);
            effects.push(Effect::Emit(ElementEvent::RunStart(self.subject.id())));
            match self.subject {
                Subject::Script => {
                    let source = self.source().to_owned();
                    effects.push(Effect::RunScript(self.run_count, source, self.clock));
                }
                Subject::Lesson(lesson) => {
                    let (clock, number) = (self.clock, self.run_count);
                    let mut run = Run::start(lesson, &self.values, clock, number, self.resolve);
                    if is_paused {
                        run.step();
                    }
                    let end = run.wait_ended();
                    effects.extend(end.map(|end| Effect::Await(number, Box::pin(end))));
                    self.run = Some(run);
                }
            }
        }
        let since = self.since();
        if let Some(run) = &mut self.run {
            run.advance();
            run.catch_up();
            if run.check_endless_turn(now) {
                run.catch_up();
                self.search.read = None;
            }
            let rows = &mut self.rows;
            self.filter.moment = self.player.moment();
            self.filter.since = since;
            let filter = &self.filter;
            let overview = &mut self.overview;
            run.with_view(|view| {
                rows.search(view, filter);
                overview.update(view);
            });
        }
        self.search_findings(now);
        self.emit_events(&mut effects);
        let passed = self
            .last_frame
            .replace(now)
            .map_or(0.0, |before| now - before);
        self.play_on(passed);
        if !self.is_moving() {
            self.last_frame = None;
        }
        effects
    }

    /// Whether the next frame may differ without a message.
    pub(crate) fn is_moving(&self) -> bool {
        let grows = |run: &Run| run.is_growing() && !run.paused;
        let is_visible = !self.collapsed;
        is_visible
            && (self.run_due || self.player.is_playing() || self.run.as_ref().is_some_and(grows))
    }

    /// The lesson's program in the chosen language; empty for the script.
    pub(crate) fn code(&self) -> &'static str {
        let Subject::Lesson(lesson) = self.subject else {
            return "";
        };
        match self.language {
            Language::Rust => lesson.program.source,
            Language::Python => lesson.program.python,
        }
    }

    /// The lines printed up to the reader's moment.
    pub(crate) fn printed(&self) -> &[PrintedLine] {
        let printed = self.run.as_ref().map_or(&[][..], |run| &run.model.printed);
        match self.player.moment() {
            Some(moment) => &printed[..printed.partition_point(|line| line.seq <= moment.seq)],
            None => printed,
        }
    }
}
