//! What one element knows, and how a message changes it.

mod attributes;
mod findings;
mod live;
mod reading;
mod saving;
mod script;
mod telling;

pub(crate) use attributes::Attributes;
use findings::Search;
pub(crate) use reading::Wanted;
use script::Script;
use telling::Heard;

use super::app::Message;
use super::exchange::Outgoing;
use super::run::{Clock, Run};
use super::script::Errand;
use super::sight::Sight;
use super::told::Told;
use super::view::Tab;
use super::view::sheet::Cursor;
use crate::lessons::highlight::Language;
use crate::lessons::{self, Lesson, Values};
use crate::lint::Finding;
use crate::player::Player;
use crate::timeline::{Filter, Overview, Rows};
use crate::trace::model::PrintedLine;
use core::pin::Pin;
use std::collections::BTreeMap;
use web_sys::File;

/// What is to be done beside drawing.
pub(crate) enum Effect {
    /// Await the end of the run with this number.
    Await(u32, Pin<Box<dyn Future<Output = ()>>>),
    /// Tell the page around.
    Tell(Told),
    /// Make an attribute say what a knob says.
    Reflect(&'static str, String),
    /// Read the recording at this address; none gives up the one before.
    Fetch(Option<String>),
    /// Hand something to the reader or the browser.
    Send(Outgoing),
    /// Read a recording.
    Open(File),
    /// Do something for a script.
    Script(Errand),
    /// Run a script, as the run with this number.
    RunScript(u32, String, Clock),
}

/// Everything that an element shows is drawn from this.
pub(crate) struct State {
    /// The lesson.
    pub(crate) lesson: &'static Lesson,
    /// What its knobs stand at.
    pub(crate) values: Values,
    /// The clock that the next run is on.
    pub(crate) clock: Clock,
    /// Of the knobs that were not taken as they were given: why.
    pub(crate) notices: BTreeMap<&'static str, String>,
    /// Grows with each change of the knobs.
    pub(crate) edits: u32,
    /// What is wrong with the element's attributes, by their names.
    problems: BTreeMap<&'static str, String>,
    /// The address of a recording to show, and whether it is still to be asked for.
    src: Option<String>,
    fetch_due: bool,
    /// What the last run was begun with; none before there was one.
    begun_with: Option<(Values, Clock)>,
    /// The last run, also when it is over.
    pub(crate) run: Option<Run>,
    /// A run that is kept to be compared with.
    pub(crate) kept: Option<(Run, Rows)>,
    /// What of the timeline is pointed at and selected.
    pub(crate) cursor: Cursor,
    /// The same on the timeline of the kept run.
    pub(crate) kept_cursor: Cursor,
    /// Which stretch of the run is in sight.
    pub(crate) sight: Sight,
    /// Where in the run the reader is.
    pub(crate) player: Player,
    /// The language that the program is shown in.
    pub(crate) language: Language,
    /// The reader's own script.
    pub(crate) script: Script,
    /// What stands beside the program.
    pub(crate) tab: Tab,
    /// What is remarkable about the run so far.
    pub(crate) findings: Vec<Finding>,
    /// How often the reader asked to be led to the first.
    pub(crate) first_asked: u32,
    search: Search,
    /// The whole run at a glance.
    pub(crate) overview: Overview,
    /// The order of the lanes.
    pub(crate) rows: Rows,
    /// Which tasks have a lane.
    pub(crate) filter: Filter,
    /// Whether the arrows of all tasks are drawn.
    pub(crate) all_edges: bool,
    /// How the last saving, copying or opening went.
    pub(crate) said: Option<Result<String, String>>,
    /// The finding that this is about.
    pub(crate) said_of: Option<usize>,
    /// The moment that the address asks for.
    wanted: Option<Wanted>,
    /// The knob that the reader has just set. A host that makes the attribute say the same says
    /// nothing new.
    told: Option<(&'static str, String)>,
    heard: Heard,
    /// Whether the picture of the page's own program is folded away.
    pub(crate) folded: bool,
    autoplay: bool,
    due: bool,
    /// Whether the run that is due begins with one pass, and is held then.
    begin_held: bool,
    runs: u32,
    /// When the last frame was drawn, in milliseconds.
    drawn: Option<f64>,
}

impl Default for State {
    fn default() -> State {
        let lesson = &lessons::ALL[0];
        State {
            lesson,
            values: Values::defaults(lesson),
            clock: Clock::default(),
            notices: BTreeMap::new(),
            edits: 1,
            problems: BTreeMap::new(),
            src: None,
            fetch_due: false,
            begun_with: None,
            run: None,
            kept: None,
            cursor: Cursor::default(),
            kept_cursor: Cursor::default(),
            sight: Sight::default(),
            player: Player::default(),
            language: Language::default(),
            script: Script::default(),
            tab: Tab::default(),
            findings: Vec::new(),
            first_asked: 0,
            search: Search::default(),
            overview: Overview::default(),
            rows: Rows::default(),
            filter: Filter::default(),
            all_edges: false,
            said: None,
            said_of: None,
            wanted: None,
            told: None,
            heard: Heard::default(),
            folded: false,
            autoplay: false,
            due: false,
            begin_held: false,
            runs: 0,
            drawn: None,
        }
    }
}

impl State {
    /// Does what a message says; returns what is to be done outside.
    pub(crate) fn update(&mut self, message: Message, attributes: Attributes) -> Vec<Effect> {
        if let Message::Save(_) | Message::CopyCode | Message::Measure | Message::Open(_) = message
        {
            self.said_of = None;
        }
        match message {
            Message::Attribute(name, value) => self.attribute(&name, value, attributes),
            Message::Knob(id, given) => {
                self.set(id, &given);
                self.told = Some((id, self.given(id)));
                return vec![
                    Effect::Reflect(id, self.given(id)),
                    Effect::Tell(Told::Changed(self.link())),
                ];
            }
            Message::Run => self.due = !self.is_live(),
            Message::FoldAway => self.folded = !self.folded,
            Message::Stop => {
                self.due = false;
                if let Some(run) = self.run.as_mut().filter(|run| run.is_going_on()) {
                    run.stop();
                }
            }
            Message::Over(number) => {
                if let Some(run) = self.run.as_mut().filter(|run| run.number == number) {
                    run.end();
                }
            }
            Message::Tab(tab) => self.tab = tab,
            Message::Keep => self.keep(),
            Message::Forget => self.kept = None,
            Message::Save(format) => return self.save(format),
            Message::CopyLink => return self.copy_link(),
            Message::CopyFinding(number) => return self.copy_finding(number),
            Message::Language(language) => self.language = language,
            Message::CopyCode => return self.copy_code(),
            Message::Measure => return self.measure(),
            Message::Said(words) => self.said = Some(words),
            Message::Open(file) => return vec![Effect::Open(file)],
            Message::Opened(name, recording) => {
                if let Some(recording) = recording.take() {
                    self.opened(&name, recording);
                    // So that the page around shows the same lesson.
                    return vec![Effect::Tell(Told::Changed(self.link()))];
                }
            }
            Message::Fetched(fetched) => return self.fetched(fetched),
            Message::Seek(at) => self.seek(&at),
            Message::BreakDown => match &self.run {
                Some(run) if run.is_going_on() => run.break_down(),
                _ => panic!("asked to break down"),
            },
            Message::Script(message) => return self.script_message(message),
            Message::Shifted => {}
            reading => self.read(reading),
        }
        Vec::new()
    }

    /// Keeps the last run to compare others with it. What runs goes on being the last.
    fn keep(&mut self) {
        if self.run.as_ref().is_some_and(|run| !run.is_growing()) {
            let rows = core::mem::take(&mut self.rows);
            self.kept = self.run.take().map(|run| (run, rows));
            self.due = true;
        }
    }

    /// Does what is due in this frame: starts a run, lets it go on, reads what it has logged.
    pub(crate) fn settle(&mut self, now: f64) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.told = None;
        if core::mem::take(&mut self.fetch_due) {
            effects.push(Effect::Fetch(self.src.clone()));
        }
        effects.extend(self.script_due());
        if !self.script.coming && core::mem::take(&mut self.due) {
            // The old run and its tasks go before the new one begins.
            self.run = None;
            self.said = None;
            self.begin_reading();
            self.runs += 1;
            self.begun_with = Some((self.values.clone(), self.clock));
            let is_held = core::mem::take(&mut self.begin_held);
            effects.push(Effect::Tell(Told::Begun(self.lesson.id)));
            if self.is_script() {
                let source = self.source().to_owned();
                effects.push(Effect::RunScript(self.runs, source, self.clock));
            } else {
                let mut run = Run::start(self.lesson, &self.values, self.clock, self.runs);
                if is_held {
                    run.step();
                }
                let end = run.ends();
                effects.extend(end.map(|end| Effect::Await(self.runs, Box::pin(end))));
                self.run = Some(run);
            }
        }
        let since = self.since();
        if let Some(run) = &mut self.run {
            run.advance();
            run.catch_up();
            if run.watch(now) {
                run.catch_up();
                self.search.read = None;
            }
            let (rows, model) = (&mut self.rows, &run.model);
            self.filter.moment = self.player.moment();
            self.filter.since = since;
            let filter = &self.filter;
            let overview = &mut self.overview;
            run.with_log(|log| {
                rows.search(model, log, filter);
                overview.update(model, log);
            });
        }
        self.look_for_findings(now);
        self.tell(&mut effects);
        let passed = self.drawn.replace(now).map_or(0.0, |before| now - before);
        self.play_on(passed);
        if !self.is_moving() {
            self.drawn = None;
        }
        effects
    }

    /// Whether the picture is still to change by itself.
    pub(crate) fn is_moving(&self) -> bool {
        let grows = |run: &Run| run.is_growing() && !run.held;
        let unfolded = !self.folded;
        unfolded && (self.due || self.player.is_playing() || self.run.as_ref().is_some_and(grows))
    }

    /// The program in the language that the reader chose.
    pub(crate) fn code(&self) -> &'static str {
        match self.language {
            Language::Rust => self.lesson.program.source,
            Language::Python => self.lesson.program.python,
        }
    }

    /// What was printed up to the reader's moment.
    pub(crate) fn printed(&self) -> &[PrintedLine] {
        let printed = self.run.as_ref().map_or(&[][..], |run| &run.model.printed);
        match self.player.moment() {
            Some(moment) => &printed[..printed.partition_point(|line| line.seq <= moment.seq)],
            None => printed,
        }
    }
}
