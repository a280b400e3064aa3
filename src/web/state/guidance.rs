//! The guide of the lesson: the reader's guess, what the run answers, and what the reader does with the answer.

use super::{Effect, State};
use crate::lessons::Values;
use crate::lessons::guide::{Answer, Facts, Guess, Guide, Spot};
use crate::lint::{Finding, FindingKind};
use crate::player::PlayerMessage;
use crate::timeline::{RunEnd, run_end};
use crate::trace::TaskId;
use crate::web::message::GuideMessage;
use crate::web::run::Run;

/// The reader's guess, and what the last run answers.
#[derive(Debug, Default)]
pub(crate) struct Guidance {
    /// The guess for the next run.
    next: Option<(usize, Guess)>,
    /// The guess before the last run, with its index.
    guess: Option<(usize, Guess)>,
    /// What the last run answers.
    pub(crate) answer: Option<Answer>,
    /// Whether it solves the exercise.
    pub(crate) is_solved: bool,
    /// The number of events that the answer was found in.
    read: Option<u64>,
    /// The moment of the answer that is shown.
    pub(crate) spot: Option<usize>,
    /// Counts requests to show a moment.
    pub(crate) spot_requests: u32,
}

impl Guidance {
    /// The reader's guess before the run.
    pub(crate) fn guess(&self) -> Option<&Guess> {
        self.guess.as_ref().map(|(_, guess)| guess)
    }

    /// Whether the run confirmed the guess. `None` without a guess or an answer to it.
    pub(crate) fn is_right(&self) -> Option<bool> {
        let (guess, _) = self.guess.as_ref()?;
        Some(*guess == self.answer.as_ref()?.right?)
    }

    /// Forgets everything about the last run.
    pub(super) fn forget_run(&mut self) {
        *self = Guidance {
            next: self.next.take(),
            spot_requests: self.spot_requests,
            ..Guidance::default()
        };
    }

    /// A run begins.
    pub(super) fn begin_run(&mut self) {
        self.guess = self.next.take();
    }
}

impl State {
    /// The guide of the lesson.
    pub(crate) fn guide(&self) -> Option<&'static Guide> {
        let lesson = self.settings.subject.lesson();
        lesson?.guide().filter(|_| !self.is_live())
    }

    /// The possible answers to the lesson's question with the current settings.
    pub(crate) fn guesses(&self) -> Vec<Guess> {
        let lesson = self.settings.subject.lesson();
        lesson.map_or(Vec::new(), |lesson| lesson.guesses(&self.settings.values))
    }

    pub(super) fn guide_message(&mut self, message: GuideMessage) -> Vec<Effect> {
        match message {
            GuideMessage::Guess(number) => {
                let guess = self.guesses().into_iter().nth(number);
                self.guidance.next = guess.map(|guess| (number, guess));
                self.next_run.is_due = !self.is_live();
            }
            GuideMessage::ShowSpot(number) => self.show_spot(number),
            GuideMessage::Try(number) => return self.try_settings(number),
        }
        Vec::new()
    }

    /// The moments of the run to look at.
    pub(crate) fn spots(&self) -> &[Spot] {
        if let Some(difference) = self.order_difference() {
            return &difference[1..];
        }
        let answer = self.guidance.answer.as_ref().filter(|_| !self.is_changed());
        answer.map_or(&[], |answer| &answer.spots)
    }

    /// Goes to a moment of the answer, and selects what its task does then.
    pub(super) fn show_spot(&mut self, number: usize) {
        let Some(spot) = self.spots().get(number) else {
            return;
        };
        let (seq, task) = (spot.seq, spot.task);
        self.play(PlayerMessage::After(seq));
        let span = task.and_then(|task| self.span_at_event(task, seq));
        self.timeline.cursor.select(span);
        self.guidance.spot = Some(number);
        self.guidance.spot_requests += 1;
    }

    /// The span of a task after an event.
    fn span_at_event(&self, task: TaskId, seq: u64) -> Option<(TaskId, usize)> {
        let track = self.run.as_ref()?.model.task(task)?;
        let begun = track.spans.partition_point(|span| span.seq <= seq);
        Some((task, begun.checked_sub(1)?))
    }

    /// Changes the settings to those of a try, the others to their defaults, and runs.
    fn try_settings(&mut self, number: usize) -> Vec<Effect> {
        let (Some(guide), Some(lesson)) = (self.guide(), self.settings.subject.lesson()) else {
            return Vec::new();
        };
        let Some(tried) = guide.tries.get(number) else {
            return Vec::new();
        };
        let defaults = Values::defaults(lesson.settings);
        let mut effects = Vec::new();
        for setting in lesson.settings {
            let own = tried.settings.iter().find(|(id, _)| *id == setting.id);
            let value = own.map_or(defaults.get(setting.id), |(_, value)| *value);
            if self.settings.get(setting.id) != value {
                self.settings.set(setting.id, value);
                effects.push(Effect::Reflect(setting.id, value.to_owned()));
            }
        }
        self.next_run.is_due = true;
        effects.extend(self.leave_order());
        effects.push(self.settings_event(self.link_to(None)));
        effects
    }

    /// Finds what the run answers, once it has ended or is stuck.
    pub(super) fn find_answer(&mut self) {
        let (Some(run), Some(started_with)) = (&self.run, &self.next_run.started_with) else {
            return;
        };
        let read = Some(run.model.next_seq());
        let is_over = !run.is_growing() || self.is_stuck();
        if !is_over || self.guidance.read == read || self.guide().is_none() {
            return;
        }
        let Some(lesson) = self.settings.subject.lesson() else {
            return;
        };
        let end = self.how_it_ended(run);
        let (answer, is_solved) = run.with_view(|view| {
            let facts = Facts::new(view, &started_with.values, end);
            (lesson.answer(&facts), lesson.is_solved(&facts))
        });
        let guidance = &mut self.guidance;
        (guidance.answer, guidance.is_solved, guidance.read) = (answer, is_solved, read);
    }

    /// How a run ended, or that it is stuck.
    fn how_it_ended(&self, run: &Run) -> RunEnd {
        let is_deadlock = |finding: &Finding| finding.kind == FindingKind::DEADLOCK;
        let is_stuck = self.search.findings().iter().any(is_deadlock);
        if is_stuck && (run.is_running() || run.stopped) {
            return RunEnd::Deadlock(run.now());
        }
        match run_end(&run.model) {
            _ if run.stopped => RunEnd::Stopped,
            // The page saw it end by itself, whatever tasks were left.
            RunEnd::Stopped if !run.is_recording() => RunEnd::Done,
            end => end,
        }
    }
}
