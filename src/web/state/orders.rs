//! Other orders of a run: the search for other outcomes, and the comparison of one with the usual run.

use super::attributes::{SCHEDULE, SLEEPS};
use super::comparison::Second;
use super::run_search::RunSearch;
use super::settings::ANSWERS;
use super::{Effect, State};
use crate::lessons::guide::Spot;
use crate::lessons::{OrderSearch, Sleeps};
use crate::time::Instant;
use crate::timeline::{OrderDifference, describe_event, order_difference};
use crate::trace::EventKind;
use crate::web::events::{ElementEvent, OrdersTotals};
use crate::web::message::OrdersMessage;
use crate::web::reader_script::Program;
use crate::web::reader_script::order_search::ScriptSearch;
use crate::web::run::Run;
use crate::web::subject::Subject;
use crate::wording::tr;
use coroscope_explore::Schedule;

/// The most choices of a run that are marked.
const MOST_CHOICES: usize = 100;

/// The search for other orders of the run.
#[derive(Default)]
pub(crate) struct Orders {
    search: Option<RunSearch>,
    /// The difference between two runs: their numbers, and where they part, unless both are the same.
    difference: Option<([u32; 2], Option<Parting>)>,
}

/// Where a run and one in another order part.
pub(crate) struct Parting {
    /// The moment in each at which they went different ways.
    spots: [Spot; 2],
    /// The choices of each that differ from the usual order.
    pub(super) choices: [Vec<Choice>; 2],
}

/// A moment at which a run goes on in another order than the clock would.
pub(crate) struct Choice {
    pub(crate) at: Instant,
    /// What is different.
    pub(crate) title: String,
}

impl Orders {
    /// Whether a search is in progress.
    pub(crate) fn is_searching(&self) -> bool {
        self.search.as_ref().is_some_and(|search| !search.is_over())
    }
}

impl State {
    /// Whether the element is about something whose orders can be tried.
    pub(crate) fn can_have_orders(&self) -> bool {
        !self.settings.subject.is_recording() && !self.is_live()
    }

    /// Why other orders can't be tried with the current settings.
    pub(crate) fn has_no_other_orders(&self) -> Option<&'static str> {
        let lesson = self.settings.subject.lesson()?;
        lesson.has_no_other_orders(&self.settings.values)
    }

    /// The search with the current settings.
    pub(crate) fn order_search(&self) -> Option<&RunSearch> {
        let search = self
            .orders
            .search
            .as_ref()
            .filter(|_| self.can_have_orders());
        search.filter(|search| self.is_about_now(search))
    }

    /// Whether a search is about the current settings, or the current script.
    fn is_about_now(&self, search: &RunSearch) -> bool {
        let sleeps = self.settings.sleeps();
        match (search, self.settings.subject) {
            (RunSearch::Lesson(search), Subject::Lesson(lesson)) => {
                search.is_about(lesson, &self.settings.values, sleeps)
            }
            (RunSearch::Script(search), Subject::Script) => {
                search.is_about(self.script_files(), self.input(), sleeps)
            }
            _ => false,
        }
    }

    /// A new search with the current settings.
    fn new_search(&self) -> Option<RunSearch> {
        let sleeps = self.settings.sleeps();
        match self.settings.subject {
            Subject::Lesson(lesson) if self.has_no_other_orders().is_none() => {
                let search = OrderSearch::new(lesson, &self.settings.values, sleeps);
                Some(RunSearch::Lesson(search))
            }
            Subject::Script => {
                let program = Program {
                    files: self.script_files().clone(),
                    input: self.input().to_owned(),
                };
                let search = ScriptSearch::new(program, sleeps);
                Some(RunSearch::Script(Box::new(search)))
            }
            Subject::Lesson(_) | Subject::Recording => None,
        }
    }

    pub(super) fn orders_message(&mut self, message: OrdersMessage) -> Vec<Effect> {
        match message {
            OrdersMessage::Search => {
                self.orders.search = self.new_search();
            }
            OrdersMessage::Sleeps(sleeps) => {
                self.comparison.interrupt();
                let had_order = self.settings.schedule().is_some();
                self.settings.set_sleeps(sleeps);
                self.next_run.is_due |= had_order && self.can_run();
                let effects = vec![
                    Effect::Reflect(SCHEDULE, String::new()),
                    Effect::Reflect(SLEEPS, self.settings.get(SLEEPS)),
                ];
                return self.with_link(effects);
            }
            OrdersMessage::Stop => {
                if let Some(search) = &mut self.orders.search {
                    search.stop();
                }
            }
            OrdersMessage::Show(number) => return self.show_order(number),
            OrdersMessage::Leave => {
                self.earlier = None;
                self.comparison.interrupt();
                let effects = Vec::from_iter(self.leave_order());
                self.next_run.is_due = self.can_run();
                return self.with_link(effects);
            }
        }
        Vec::new()
    }

    /// Runs it in the usual order, and then with this outcome, to compare both.
    fn show_order(&mut self, number: usize) -> Vec<Effect> {
        let found = self.order_search().map(|search| search.found().outcomes());
        let found = found.and_then(|outcomes| outcomes.get(number));
        let Some(schedule) = found.map(|found| found.schedule.clone()) else {
            return Vec::new();
        };
        self.earlier = None;
        self.next_run.is_due = true;
        if schedule.deviations().is_empty() {
            self.comparison.interrupt();
            return self.set_order(schedule);
        }
        // The first run is not worth a link.
        self.settings.set_schedule(Some(Schedule::default()));
        self.comparison.second = Some(Second::Order(schedule));
        Vec::new()
    }

    /// Sets the order of the next run.
    pub(super) fn set_order(&mut self, schedule: Schedule) -> Vec<Effect> {
        let text = schedule.to_string();
        self.settings.set_schedule(Some(schedule));
        self.with_link(vec![Effect::Reflect(SCHEDULE, text)])
    }

    /// The next run is in the usual order again.
    pub(super) fn leave_order(&mut self) -> Option<Effect> {
        self.settings.schedule()?;
        self.settings.set_schedule(None);
        Some(Effect::Reflect(SCHEDULE, String::new()))
    }

    fn with_link(&self, mut effects: Vec<Effect>) -> Vec<Effect> {
        effects.push(self.settings_event(self.link_to(None)));
        effects
    }

    /// Whether the last run is in another order than the usual one.
    pub(crate) fn is_in_other_order(&self) -> bool {
        let schedule = self.settings.schedule();
        schedule.is_some_and(|schedule| !schedule.deviations().is_empty())
    }

    /// The order of the last run, if it was set.
    pub(crate) fn shown_order(&self) -> Option<&Schedule> {
        self.run.as_ref()?;
        self.settings.schedule()
    }

    /// Continues the search within the frame's budget.
    pub(super) fn search_orders(&mut self, effects: &mut Vec<Effect>) {
        let search = self.orders.search.as_ref();
        let is_outdated = |search: &RunSearch| {
            matches!(search, RunSearch::Script(_)) && !self.is_about_now(search)
        };
        if search.is_some_and(is_outdated) {
            // Its workers would go on.
            self.orders.search = None;
        }
        let Some(search) = self.orders.search.as_mut().filter(|it| !it.is_over()) else {
            return;
        };
        if search.advance() {
            return;
        }
        let found = search.found();
        let totals = OrdersTotals {
            lesson: self.settings.subject.id(),
            tried: found.tried(),
            outcomes: found.outcomes().len(),
            is_complete: found.is_complete(),
            is_solved: self.is_solved(),
        };
        effects.push(Effect::Emit(ElementEvent::Orders(totals)));
    }

    /// Whether the last run solves the exercise; if that has to hold in every order, whether the search confirms it.
    pub(crate) fn is_solved(&self) -> bool {
        let must_hold = self.guide().is_some_and(|it| it.exercise.in_every_order);
        self.guidance.is_solved && (!must_hold || self.holds_in_every_order())
    }

    /// Whether a whole search has found only one outcome with these settings.
    fn holds_in_every_order(&self) -> bool {
        self.order_search().is_some_and(RunSearch::holds)
    }

    /// The order of the last run, for its recording.
    pub(super) fn order_of_run(&self) -> Vec<(String, String)> {
        let started_with = self.next_run.started_with.as_ref();
        let Some((started_with, schedule)) =
            started_with.and_then(|it| Some((it, it.schedule.as_ref()?)))
        else {
            return Vec::new();
        };
        let sleeps = (started_with.sleeps == Sleeps::Answer).then_some(ANSWERS);
        let sleeps = sleeps.map(|answers| (SLEEPS.to_owned(), answers.to_owned()));
        let schedule = (SCHEDULE.to_owned(), schedule.to_string());
        [schedule].into_iter().chain(sleeps).collect()
    }

    /// Finds where two runs in different orders went different ways, once both are drawn.
    pub(super) fn compare_orders(&mut self) {
        let both = self.earlier.as_ref().zip(self.run.as_ref());
        let both = both.filter(|(earlier, run)| earlier.run.is_settled() && run.is_settled());
        let started_with = self.next_run.started_with.as_ref();
        let both = both.zip(started_with).filter(|((earlier, _), after)| {
            let before = &earlier.ran_with;
            let is_same = earlier.subject.id() == self.settings.subject.id();
            is_same
                && before.values == after.values
                && before.schedule != after.schedule
                && before.sleeps == after.sleeps
        });
        let Some(((earlier, run), _)) = both else {
            self.orders.difference = None;
            return;
        };
        let numbers = [earlier.run.number, run.number];
        let is_known = |it: &([u32; 2], _)| it.0 == numbers;
        if !self.orders.difference.as_ref().is_some_and(is_known) {
            self.orders.difference = Some((numbers, parting(&earlier.run, run)));
        }
    }

    /// Where the earlier run and the last one went different ways, if they are in different orders.
    pub(crate) fn order_difference(&self) -> Option<&[Spot; 2]> {
        self.parting().map(|parting| &parting.spots)
    }

    /// The same, with the choices of both runs.
    pub(super) fn parting(&self) -> Option<&Parting> {
        let (_, parting) = self.orders.difference.as_ref()?;
        parting.as_ref().filter(|_| !self.is_changed())
    }
}

/// Where two runs went different ways.
fn parting(usual: &Run, other: &Run) -> Option<Parting> {
    let found = usual.with_view(|usual| other.with_view(|other| order_difference(usual, other)));
    let OrderDifference { sentence, events } = found?;
    let [first, second] = [usual, other].map(choices);
    // Up to its first own choice, a run is the same as the other.
    let met = |own: &[Choice], others: &[Choice]| match (own, others) {
        ([], [first, ..]) => vec![Choice {
            at: first.at,
            title: tr!("from here on, the order of the other run differs").to_owned(),
        }],
        _ => Vec::new(),
    };
    let (in_first, in_second) = (met(&first, &second), met(&second, &first));
    Some(Parting {
        spots: events.map(|(seq, task)| Spot {
            sentence: sentence.clone(),
            seq,
            task,
        }),
        choices: [
            first.into_iter().chain(in_first).collect(),
            second.into_iter().chain(in_second).collect(),
        ],
    })
}

/// The choices of a run that differ from the usual order.
fn choices(run: &Run) -> Vec<Choice> {
    run.with_view(|view| {
        let events = (0..).zip(view.log.iter());
        let chosen = events.filter(|(_, event)| matches!(event.kind, EventKind::Chosen { .. }));
        let choices = chosen.map(|(seq, event)| Choice {
            at: event.at,
            title: describe_event(view, seq),
        });
        choices.take(MOST_CHOICES).collect()
    })
}
