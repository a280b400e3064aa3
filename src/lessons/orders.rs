//! Other orders of a lesson's run: the search for them, which makes its runs in memory, and runs in a given order.

use super::doubles;
use super::settings::Values;
use super::{DefaultClock, Lesson};
use crate::Runtime;
use crate::lint::{Finding, outcome_findings};
use crate::trace::{Log, Model, RunView};
use crate::wording::tr;
use coroscope_explore::{ANSWER_TIMES, Exploration, Explorer, Lines, Schedule, Search};

/// The number of schedules that a search tries.
pub const SCHEDULES: usize = 2_000;
/// The number for lessons with thousands of tasks, whose runs take long.
const SCHEDULES_OF_MANY: usize = 40;

/// What the search regards as another outcome of a lesson, apart from a failure.
struct Outcomes {
    lesson: &'static str,
    /// Lines that contain this text; all if it is empty.
    lines: &'static str,
    schedules: usize,
}

/// Lessons whose other lines tell who did something, not what came of it. Of the others all lines count.
const OUTCOMES: &[Outcomes] = &[
    lines("locks", "the counter says"),
    lines("machine", "tickets"),
    lines("queue", "words in all"),
    lines("helper", "words after"),
    lines("timeouts", "reports are wrong"),
    lines("pipeline", "words in all"),
    Outcomes {
        lesson: "many",
        lines: "",
        schedules: SCHEDULES_OF_MANY,
    },
];

const fn lines(lesson: &'static str, lines: &'static str) -> Outcomes {
    Outcomes {
        lesson,
        lines,
        schedules: SCHEDULES,
    }
}

/// A search for other outcomes of a lesson.
#[derive(Debug)]
pub struct OrderSearch {
    lesson: &'static Lesson,
    values: Values,
    sleeps: Sleeps,
    explorer: Explorer,
    search: Search,
}

impl OrderSearch {
    /// Begins a search with these settings, and sleeps of this kind.
    ///
    /// # Examples
    /// ```
    /// use coroscope::lessons::{self, OrderSearch, Sleeps, Values};
    /// let locks = lessons::find("locks").unwrap();
    /// let mut values = Values::defaults(locks.settings);
    /// values.set(locks.settings, "variant", "lock").unwrap();
    /// let mut search = OrderSearch::new(locks, &values, Sleeps::Sleep);
    /// while search.step() {}
    /// assert_eq!(search.found().outcomes().len(), 1);
    /// ```
    pub fn new(lesson: &'static Lesson, values: &Values, sleeps: Sleeps) -> OrderSearch {
        let explorer = explorer(lesson, sleeps);
        OrderSearch {
            lesson,
            values: values.clone(),
            sleeps,
            search: explorer.search(),
            explorer,
        }
    }

    /// Makes one run. False if the search is over.
    pub fn step(&mut self) -> bool {
        let Some(strategy) = self.search.next_run() else {
            return false;
        };
        let program = || (self.lesson.program.start)(&self.values, doubles::world());
        let tried = self.explorer.try_run(program, strategy);
        self.search.record(tried);
        true
    }

    /// Tries no more schedules; the schedules that were found are still shortened.
    pub fn stop(&mut self) {
        self.search.stop();
    }

    /// What was found so far.
    pub fn found(&self) -> &Exploration {
        self.search.found()
    }

    /// The most schedules that it tries.
    pub fn most(&self) -> usize {
        self.search.most()
    }

    /// Whether schedules are still tried, not only shortened.
    pub fn is_trying(&self) -> bool {
        self.search.is_trying()
    }

    /// How far it is.
    pub fn search(&self) -> &Search {
        &self.search
    }

    /// Whether it is over.
    pub fn is_over(&self) -> bool {
        self.search.is_over()
    }

    /// Whether the whole search has found one outcome only.
    pub fn holds(&self) -> bool {
        let found = self.found();
        let is_whole = found.is_complete() || found.tried() >= self.most();
        self.is_over() && is_whole && found.outcomes().len() == 1
    }

    /// Whether it is about these settings of this lesson.
    pub fn is_about(&self, lesson: &Lesson, values: &Values, sleeps: Sleeps) -> bool {
        self.lesson.id == lesson.id && self.values == *values && self.sleeps == sleeps
    }
}

/// What the sleeps of a program are for, which only its reader knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sleeps {
    /// They are sleeps: they may be late, never early.
    #[default]
    Sleep,
    /// They stand for answers from outside: each takes between no time and [`ANSWER_TIMES`] times as long.
    Answer,
}

impl Sleeps {
    /// How many times as long a sleep may take that stands for an answer.
    pub fn times(self) -> Option<u32> {
        match self {
            Sleeps::Sleep => None,
            Sleeps::Answer => Some(ANSWER_TIMES),
        }
    }
}

fn explorer(lesson: &Lesson, sleeps: Sleeps) -> Explorer {
    let own = OUTCOMES.iter().find(|it| it.lesson == lesson.id);
    let mut explorer = Explorer::new().schedules(own.map_or(SCHEDULES, |own| own.schedules));
    if let Some(times) = sleeps.times() {
        explorer = explorer.sleeps_as_answers(times);
    }
    let lines = Lines {
        containing: own.map_or("", |own| own.lines).to_owned(),
        in_order: false,
        with_times: false,
    };
    explorer.lines(lines).findings(findings_in)
}

/// The findings of a run that tell its outcome apart from others, in the reader's language.
fn findings_in(log: &Log) -> Vec<String> {
    outcome_findings(RunView::new(log, &Model::of(log)), Finding::titled)
}

impl Lesson {
    /// Starts it on the virtual clock in this order, in a world in memory. Records.
    ///
    /// # Examples
    /// ```
    /// use coroscope::explore::Schedule;
    /// use coroscope::lessons::{self, Sleeps, Values};
    /// let locks = lessons::find("locks").unwrap();
    /// let values = Values::defaults(locks.settings);
    /// let runtime = locks.start_in_order(&values, &Schedule::default(), Sleeps::Sleep);
    /// runtime.clock().unwrap().step();
    /// ```
    pub fn start_in_order(&self, values: &Values, schedule: &Schedule, sleeps: Sleeps) -> Runtime {
        let runtime = explorer(self, sleeps).runtime(schedule);
        let main = runtime.start((self.program.start)(values, doubles::world()));
        // Its end is read from the log.
        drop(main.named("main"));
        runtime
    }

    /// Why other orders of it can't be tried with these settings, in a sentence; `None` if they can.
    pub fn has_no_other_orders(&self, values: &Values) -> Option<&'static str> {
        if self.clock == DefaultClock::RealToMeasure {
            return Some(tr!(
                "This lesson measures computing, which is the same in every order."
            ));
        }
        let is_own = !values.lines("urls").is_empty();
        is_own.then(|| {
            tr!(
                "Other orders are tried with the sample documents. Remove your own addresses first."
            )
        })
    }
}
