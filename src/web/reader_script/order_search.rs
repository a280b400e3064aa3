//! The search for other orders of a script's run: its runs are made by several workers at the same time.

use super::Program;
use super::files::ScriptFiles;
use super::order_worker::{OrderWorker, Report};
use crate::lessons::{Sleeps, samples};
use crate::wording::tr;
use coroscope_explore::{Ending, Explorer, Schedule, Search, Strategy, Tried};
use js_sys::{Array, Object, Reflect};
use std::collections::VecDeque;
use wasm_bindgen::JsValue;

/// The number of schedules that a search tries.
const SCHEDULES: usize = 1_000;
/// The number of runs that are ordered together. Their results are taken together, so a search is the same with any number
/// of workers.
const PORTION: usize = 16;
/// The number of portions that are being made: one is ready to be dealt when another is nearly done.
const PORTIONS: usize = 2;
/// The most runs that a worker has.
const MOST_DEALT: usize = 4;
/// After this many milliseconds without a result, a run counts as endless.
const PATIENCE: f64 = 5_000.0;
/// The same for the first result of a worker, which loads the engine before.
const FIRST_PATIENCE: f64 = 60_000.0;

/// The order of a script's run.
#[derive(Clone, Debug)]
pub(crate) struct ScriptOrder {
    /// How choices are made.
    pub(crate) strategy: Strategy,
    /// What sleeps are for.
    pub(crate) sleeps: Sleeps,
}

impl ScriptOrder {
    /// The order as an object for the worker.
    pub(super) fn to_js(&self) -> JsValue {
        let order = order_object(self.sleeps);
        set(&order, "strategy", self.strategy.to_string().into());
        order.into()
    }
}

/// What the runs of a search have in common, for a worker.
pub(super) fn order_object(sleeps: Sleeps) -> Object {
    let order = Object::new();
    let documents: Array = samples::all()
        .flat_map(|(address, text)| [JsValue::from(address), JsValue::from(text)])
        .collect();
    set(&order, "documents", documents.into());
    // For the findings of each run.
    set(&order, "logs", true.into());
    if let Some(times) = sleeps.times() {
        set(&order, "sleeps", times.into());
    }
    order
}

fn set(object: &Object, name: &str, value: JsValue) {
    // It can only fail for an object that is not extensible.
    let _ = Reflect::set(object, &name.into(), &value);
}

/// The number of a run: its portion, and its place in that.
type RunNumber = (usize, usize);

/// A search for other outcomes of a script.
pub(crate) struct ScriptSearch {
    program: Program,
    sleeps: Sleeps,
    search: Search,
    /// The portions whose results are not complete.
    portions: VecDeque<Vec<(Strategy, Option<Tried>)>>,
    /// The number of the first of them.
    first: usize,
    /// Runs that no worker has.
    waiting: VecDeque<RunNumber>,
    workers: Vec<Worker>,
    failure: Option<String>,
}

struct Worker {
    worker: OrderWorker,
    /// The runs that it has, the current one first.
    dealt: VecDeque<RunNumber>,
    /// When its last result came, or the first run was dealt, in milliseconds of the page.
    received: f64,
    /// Whether a result has come.
    has_begun: bool,
}

impl Worker {
    fn start(program: &Program, sleeps: Sleeps, now: f64) -> Worker {
        Worker {
            worker: OrderWorker::start(program, sleeps),
            dealt: VecDeque::new(),
            received: now,
            has_begun: false,
        }
    }
}

impl ScriptSearch {
    /// Begins a search.
    pub(crate) fn new(program: Program, sleeps: Sleeps) -> ScriptSearch {
        ScriptSearch {
            program,
            sleeps,
            search: Explorer::new().schedules(SCHEDULES).search(),
            portions: VecDeque::new(),
            first: 0,
            waiting: VecDeque::new(),
            workers: Vec::new(),
            failure: None,
        }
    }

    /// Takes the results that have come, and deals further runs. False if the search is over.
    pub(crate) fn step(&mut self, now: f64) -> bool {
        if self.is_over() {
            return false;
        }
        for n in 0..self.workers.len() {
            for report in self.workers[n].worker.take_reports() {
                self.take(n, report, now);
            }
            self.check(n, now);
        }
        self.record();
        self.order();
        self.deal(now);
        if self.is_over() {
            self.workers.clear();
        }
        !self.is_over()
    }

    fn take(&mut self, n: usize, report: Report, now: f64) {
        let worker = &mut self.workers[n];
        worker.received = now;
        match report {
            Report::Tried(tried) => {
                worker.has_begun = true;
                if let Some(number) = worker.dealt.pop_front() {
                    self.put(number, tried);
                }
            }
            Report::Broken(why) if worker.has_begun => self.replace(n, why, now),
            Report::Broken(why) => self.failure = Some(why),
        }
    }

    /// Ends a run that takes too long.
    fn check(&mut self, n: usize, now: f64) {
        let worker = &self.workers[n];
        let patience = match worker.has_begun {
            true => PATIENCE,
            false => FIRST_PATIENCE,
        };
        if worker.dealt.is_empty() || now - worker.received < patience {
            return;
        }
        let seconds = PATIENCE / 1000.0;
        match worker.has_begun {
            true => self.replace(n, tr!("it did not end within {seconds} s", seconds), now),
            false => {
                self.failure = Some(tr!("The engine did not start in this time.").to_owned());
            }
        }
    }

    /// Starts another worker in place of one that broke in its current run.
    fn replace(&mut self, n: usize, why: String, now: f64) {
        let worker = Worker::start(&self.program, self.sleeps, now);
        let mut broken = core::mem::replace(&mut self.workers[n], worker);
        let Some(number) = broken.dealt.pop_front() else {
            return;
        };
        let (why, schedule) = match self.strategy(number) {
            Some(Strategy::Follow(schedule)) => (why, schedule.clone()),
            // Its choices are lost with the worker.
            _ => (
                tr!("{why}, in a random order that is not known", why),
                Schedule::default(),
            ),
        };
        self.put(number, Tried::broken(Ending::Panicked(why), schedule));
        for number in broken.dealt.into_iter().rev() {
            self.waiting.push_front(number);
        }
    }

    fn strategy(&self, (portion, place): RunNumber) -> Option<&Strategy> {
        let portion = self.portions.get(portion.checked_sub(self.first)?)?;
        Some(&portion.get(place)?.0)
    }

    fn put(&mut self, (portion, place): RunNumber, tried: Tried) {
        let portion = portion.checked_sub(self.first);
        let portion = portion.and_then(|portion| self.portions.get_mut(portion));
        if let Some((_, result)) = portion.and_then(|portion| portion.get_mut(place)) {
            *result = Some(tried);
        }
    }

    /// Passes complete portions to the search.
    fn record(&mut self) {
        let is_complete = |portion: &Vec<(Strategy, Option<Tried>)>| {
            portion.iter().all(|(_, result)| result.is_some())
        };
        while self.portions.front().is_some_and(is_complete) {
            let portion = self.portions.pop_front().unwrap_or_default();
            self.first += 1;
            for tried in portion.into_iter().filter_map(|(_, result)| result) {
                self.search.record(tried);
            }
        }
    }

    /// Orders further portions.
    fn order(&mut self) {
        while self.portions.len() < PORTIONS {
            let mut next = || self.search.next_run();
            let portion: Vec<_> = (0..PORTION)
                .map_while(|_| next().map(|strategy| (strategy, None)))
                .collect();
            if portion.is_empty() {
                return;
            }
            let number = self.first + self.portions.len();
            self.waiting
                .extend((0..portion.len()).map(|place| (number, place)));
            self.portions.push_back(portion);
        }
    }

    /// Gives waiting runs to workers.
    fn deal(&mut self, now: f64) {
        let most = OrderWorker::most();
        // The first run is the usual one, on which all others depend.
        let wanted = if self.first == 0 { 1 } else { most };
        while self.workers.len() < wanted && !self.waiting.is_empty() {
            let worker = Worker::start(&self.program, self.sleeps, now);
            self.workers.push(worker);
        }
        for n in 0..self.workers.len() {
            let free = MOST_DEALT - self.workers[n].dealt.len().min(MOST_DEALT);
            let numbers: Vec<RunNumber> =
                self.waiting.drain(..free.min(self.waiting.len())).collect();
            if numbers.is_empty() {
                continue;
            }
            let strategies = numbers.iter().filter_map(|number| self.strategy(*number));
            self.workers[n].worker.run(strategies);
            let worker = &mut self.workers[n];
            if worker.dealt.is_empty() {
                worker.received = now;
            }
            worker.dealt.extend(numbers);
        }
    }

    /// Tries no more schedules.
    pub(crate) fn stop(&mut self) {
        self.search.stop();
    }

    /// What was found so far.
    pub(crate) fn search(&self) -> &Search {
        &self.search
    }

    /// Why it can't be made, if so.
    pub(crate) fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    /// Whether it is over.
    pub(crate) fn is_over(&self) -> bool {
        self.failure.is_some() || self.search.is_over()
    }

    /// Whether it is about this script with these sleeps.
    pub(crate) fn is_about(&self, files: &ScriptFiles, input: &str, sleeps: Sleeps) -> bool {
        self.program.files == *files && self.program.input == input && self.sleeps == sleeps
    }
}
