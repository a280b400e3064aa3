//! The state of one element, and how messages change it.
//!
//! The state consists of parts, by what changes them. Each kind of message has a handler next to the part that it mainly
//! changes.

mod arriving;
mod attributes;
mod comparison;
mod copied;
mod cursor;
mod display;
mod earlier;
mod effect;
mod embedding;
mod emit;
mod guidance;
mod heading;
mod live;
mod moment_ref;
mod named_script;
mod narration;
mod next_run;
mod orders;
mod playback;
mod problems;
mod recorded;
mod run_search;
mod saving;
mod scene;
mod script;
mod script_files;
mod search;
mod settings;
mod shown_file;
mod shown_lines;
mod timeline_state;

pub(crate) use attributes::Attributes;
pub(crate) use copied::Copied;
pub(crate) use cursor::{Cursor, Outside};
pub(crate) use effect::{Effect, Outgoing};
pub(crate) use live::LIVE;
pub(crate) use orders::Choice;
pub(crate) use recorded::sample_at;
pub(crate) use run_search::RunSearch;
pub(crate) use saving::AskedFrom;
pub(crate) use scene::Scene;
pub(crate) use script_files::Undo;

use super::message::{HostMessage, Message};
use super::net::Resolve;
use super::run::Run;
use crate::lessons::exhibit::Points;
use crate::lessons::recordings::SampleRecording;
use crate::player::SPEEDS;
use crate::time::Duration;
use crate::trace::model::PrintedLine;
use comparison::Comparison;
use display::Display;
use earlier::Earlier;
use embedding::Embedding;
use emit::Emitted;
use guidance::Guidance;
use narration::Narration;
use next_run::NextRun;
use orders::Orders;
use playback::Playback;
use problems::Problems;
use saving::Saving;
use script::Script;
use search::Search;
use settings::Settings;
use shown_file::ShownFile;
use timeline_state::TimelineState;

/// The state of an element. The view is drawn from it.
pub(crate) struct State {
    /// The subject and the settings of the next run.
    pub(crate) settings: Settings,
    /// What is wrong with the attributes, or with the page's program.
    pub(crate) problems: Problems,
    /// The recording that the attributes name.
    src: Src,
    /// When the next run starts.
    next_run: NextRun,
    /// The current or last run.
    pub(crate) run: Option<Run>,
    /// What the reader does with its timeline.
    pub(crate) timeline: TimelineState,
    /// The reader's moment in it.
    pub(crate) playback: Playback,
    /// Whether it is narrated step by step.
    pub(crate) narration: Narration,
    /// The findings about it.
    pub(crate) search: Search,
    /// The reader's guess, and what the run answers.
    pub(crate) guidance: Guidance,
    /// The events about it that the host page got.
    emitted: Emitted,
    /// The earlier run with which the last one is compared.
    pub(crate) earlier: Option<Earlier>,
    /// Runs that can be compared.
    comparison: Comparison,
    /// The search for other orders of the lesson's run.
    pub(crate) orders: Orders,
    /// The reader's own script.
    pub(crate) script: Script,
    /// Which file of a recorded program is shown.
    pub(crate) shown_file: ShownFile,
    /// What the reader has chosen to see.
    pub(crate) display: Display,
    /// The outcome of saving, copying and opening.
    pub(crate) saving: Saving,
    /// The dialog with the code for other pages.
    pub(crate) embedding: Embedding,
}

/// The recording at the attribute `src`.
#[derive(Debug, Default)]
struct Src {
    address: Option<String>,
    /// Which of the playground's samples that is.
    sample: Option<&'static SampleRecording>,
    /// Whether it must still be fetched.
    is_due: bool,
    /// Whether it is being fetched.
    is_arriving: bool,
}

impl State {
    /// The state of a new element, whose lessons resolve the addresses that they fetch with `resolve`.
    pub(crate) fn new(resolve: Resolve) -> State {
        State {
            settings: Settings::default(),
            problems: Problems::default(),
            src: Src::default(),
            next_run: NextRun::new(resolve),
            run: None,
            timeline: TimelineState::default(),
            playback: Playback::default(),
            narration: Narration::default(),
            search: Search::default(),
            guidance: Guidance::default(),
            emitted: Emitted::default(),
            earlier: None,
            comparison: Comparison::default(),
            orders: Orders::default(),
            script: Script::default(),
            shown_file: ShownFile::default(),
            display: Display::default(),
            saving: Saving::default(),
            embedding: Embedding::default(),
        }
    }

    /// Handles a message; returns the effects to perform.
    pub(crate) fn update(&mut self, message: Message, attributes: Attributes) -> Vec<Effect> {
        match message {
            Message::Host(message) => self.host_message(message, attributes),
            Message::Setting(id, given) => return self.set_by_reader(id, &given),
            Message::Run(message) => return self.run_message(message),
            Message::Display(message) => return self.display.update(message),
            Message::Explore(message) => self.explore_message(message),
            Message::Finding(message) => return self.finding_message(message),
            Message::Guide(message) => return self.guide_message(message),
            Message::Timeline(message) => self.timeline_message(message),
            Message::Earlier(message) => self.earlier_message(message),
            Message::Player(message) => self.play(message),
            Message::Narration(message) => self.narration_message(message),
            Message::File(message) => return self.file_message(message),
            Message::Orders(message) => return self.orders_message(message),
            Message::Embed(message) => return self.embed_message(message),
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

    fn set_by_reader(&mut self, id: &'static str, given: &str) -> Vec<Effect> {
        let before = self.settings.snapshot();
        self.settings.set(id, given);
        self.comparison.interrupt();
        if self.settings.snapshot() != before {
            self.run_again_if_virtual();
        }
        let value = self.settings.get(id);
        self.settings.reflected = Some((id, value.clone()));
        let mut effects = vec![Effect::Reflect(id, value)];
        effects.extend(self.leave_order());
        effects.push(self.settings_event(self.link()));
        effects
    }

    /// Resets everything that belongs to the last run.
    fn reset_exploration(&mut self) {
        self.timeline = TimelineState::default();
        self.search = Search::default();
        self.narration.reset();
        self.guidance.forget_run();
        self.playback.player = self.playback.player.at_the_end();
    }

    /// Advances by one frame: starts a run that is due, runs the virtual clock, reads the log.
    pub(crate) fn advance(&mut self, now: f64) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.settings.reflected = None;
        self.display.recall_language();
        if core::mem::take(&mut self.src.is_due) {
            self.src.is_arriving = self.src.address.is_some();
            effects.push(Effect::Fetch(self.src.address.clone()));
        }
        effects.extend(self.script_due());
        self.drop_runs_of_other_lessons();
        self.start_due_run(&mut effects);
        self.set_shown_lines();
        self.follow_selection();
        let passed = self.passed(now);
        self.read_log(now, passed);
        self.read_steps();
        self.search_findings(now);
        self.find_answer();
        self.search_orders(&mut effects);
        self.compare_orders();
        self.emit_events(&mut effects);
        self.start_second(&mut effects);
        self.play_frame(passed);
        effects
    }

    /// Continues the run on the virtual clock, and reads what is new in the log.
    fn read_log(&mut self, now: f64, passed: Duration) {
        let since = self.since();
        let Some(run) = &mut self.run else { return };
        run.advance(passed, SPEEDS[self.playback.player.speed()]);
        let was_followed = run.is_followed();
        run.catch_up();
        let is_over = was_followed && !run.is_followed();
        if run.check_endless_turn(now) {
            run.catch_up();
            self.search.repeat();
        }
        if let Some(failure) = run.page_failure().filter(|_| !run.is_kept()) {
            let failure = failure.to_owned();
            self.report_crash(failure);
        }
        let Some(run) = &mut self.run else { return };
        if let Some(failure) = run.broken_off() {
            self.problems.set(attributes::SRC, failure.to_owned());
        }
        let timeline = &mut self.timeline;
        timeline.filter.moment = self.playback.player.moment();
        timeline.filter.since = since;
        run.with_view(|view| {
            timeline.rows.search(view, &timeline.filter);
            timeline.overview.update(view);
        });
        if is_over {
            self.end_following();
        }
    }

    /// Whether the next frame may differ without a message.
    pub(crate) fn is_moving(&self) -> bool {
        let grows = |run: &Run| run.is_growing() && !run.paused;
        let is_visible = !self.display.collapsed;
        let is_playing = self.playback.player.is_playing();
        let is_searching = self.orders.is_searching();
        is_visible
            && (self.next_run.is_due
                || is_searching
                || is_playing
                || self.run.as_ref().is_some_and(grows))
    }

    /// The points recorded up to the reader's moment.
    pub(crate) fn points(&self) -> Points {
        let moment = self.playback.player.moment();
        let until = moment.map_or(u64::MAX, |moment| moment.seq);
        let lesson = self.settings.subject.id();
        self.run.as_ref().map_or_else(Points::default, |run| {
            run.with_view(|view| Points::of(lesson, view, until))
        })
    }

    /// The lines printed up to the reader's moment.
    pub(crate) fn printed(&self) -> &[PrintedLine] {
        let printed = self.run.as_ref().map_or(&[][..], |run| &run.model.printed);
        match self.playback.player.moment() {
            Some(moment) => &printed[..printed.partition_point(|line| line.seq <= moment.seq)],
            None => printed,
        }
    }
}
