//! The real clock as tests have it: its time is made up, and functions for threads run in engines of their own.
#![allow(dead_code, unreachable_pub, reason = "every test uses a part")]

use core::cell::{Cell, RefCell};
use core::pin::pin;
use core::task::{Context, Poll, Waker};
use coroscope::runtime::{Driver, Enter, Entry};
use coroscope::time::{Duration, Instant};
use coroscope_script::outside::{
    Answer, Answered, Call, Mode, OpenFile, Outside, Refusal, Request, Response,
};
use coroscope_script::{Engine, Failed, Options};
use std::collections::VecDeque;
use std::rc::Rc;

/// A clock of which each look takes a moment.
pub struct Ticking {
    now: Cell<Instant>,
    look: Duration,
    enter: RefCell<Option<Enter>>,
    asked: Cell<Option<Entry>>,
    deadline: Cell<Option<Instant>>,
}

impl Ticking {
    /// A clock of which each look takes this long.
    pub fn new(look: Duration) -> Rc<Ticking> {
        Rc::new(Ticking {
            now: Cell::default(),
            look,
            enter: RefCell::default(),
            asked: Cell::default(),
            deadline: Cell::default(),
        })
    }

    /// Does what was asked for, or lets time pass up to the deadline. False where there is neither.
    fn step(&self) -> bool {
        let entry = match (self.asked.take(), self.deadline.take()) {
            (Some(asked), deadline) => {
                self.deadline.set(deadline);
                asked
            }
            (None, Some(deadline)) => {
                self.now.set(self.now.get().max(deadline));
                Entry::Timer
            }
            (None, None) => return false,
        };
        let enter = self.enter.borrow().clone();
        enter.is_some_and(|enter| enter(entry))
    }
}

impl Driver for Ticking {
    fn attach(&self, enter: Enter) {
        self.enter.replace(Some(enter));
    }

    fn now(&self) -> Instant {
        self.now.set(self.now.get() + self.look);
        self.now.get()
    }

    fn microtask(&self) {
        self.asked.set(Some(Entry::Microtask));
    }

    fn macrotask(&self) {
        self.asked.set(Some(Entry::Macrotask));
    }

    fn wake_at(&self, deadline: Option<Instant>) {
        self.deadline.set(deadline);
    }

    fn waker(&self) -> Waker {
        Waker::noop().clone()
    }
}

/// When an answer comes, what it is, and who is waiting for it.
type DueAnswer = (Instant, Result<Vec<u8>, Refusal>, Answered);

/// An outside that answers calls, each in an engine with a clock of its own, unless it refuses.
pub struct Beside {
    clock: Rc<Ticking>,
    /// What was asked for, with the time of the clock.
    asked: RefCell<VecDeque<(Instant, Call, Answered)>>,
    /// What the answers are, and when the clock is to give them.
    answers: RefCell<VecDeque<DueAnswer>>,
    refuses: bool,
}

impl Beside {
    pub fn new(clock: &Rc<Ticking>, refuses: bool) -> Rc<Beside> {
        Rc::new(Beside {
            clock: clock.clone(),
            asked: RefCell::default(),
            answers: RefCell::default(),
            refuses,
        })
    }

    /// Finds the answers to all calls, and when each is there: beside the loop, its engine takes the time that it needs.
    fn work(&self) {
        for (asked, call, done) in self.asked.take() {
            let clock = Ticking::new(self.clock.look);
            let answer = match self.refuses {
                true => Err(Refusal::other("no worker started")),
                false => Ok(Beside::new(&clock, true)
                    .engine()
                    .answer(&call)
                    .expect("an answer")),
            };
            let due = asked + (clock.now.get() - Instant::ZERO);
            self.answers.borrow_mut().push_back((due, answer, done));
        }
    }

    /// Gives the next answer, unless the loop's timer is due before it. Whether it did.
    fn answer(&self) -> bool {
        let deadline = self.clock.deadline.get();
        let is_next = |due: Instant| deadline.is_none_or(|deadline| due <= deadline);
        let next = (self.answers.borrow_mut()).pop_front_if(|(due, ..)| is_next(*due));
        let Some((due, answer, done)) = next else {
            return false;
        };
        self.clock.now.set(self.clock.now.get().max(due));
        done(answer);
        true
    }

    /// Does what comes next. False where nothing does.
    fn step(&self) -> bool {
        self.work();
        let asked = self.clock.asked.take();
        self.clock.asked.set(asked);
        (asked.is_none() && self.answer()) || self.clock.step()
    }

    /// An engine whose outside this is.
    pub fn engine(self: &Rc<Beside>) -> Engine {
        Engine::on_real_clock(self.clock.clone(), Options::default(), self.clone())
    }

    /// Runs a script in its engine to the end.
    pub fn run_to_its_end(self: &Rc<Beside>, engine: &Engine, script: &str) -> Result<(), Failed> {
        let mut running = pin!(engine.run_async(script));
        loop {
            let mut context = Context::from_waker(Waker::noop());
            if let Poll::Ready(ended) = running.as_mut().poll(&mut context) {
                return ended;
            }
            assert!(self.step(), "nothing is left to do");
        }
    }
}

impl Outside for Beside {
    fn ask(&self, _: Request) -> Answer<Response> {
        Box::pin(async { Err(Refusal::other("no network")) })
    }

    fn open(&self, _: &str, _: Mode) -> Answer<Box<dyn OpenFile>> {
        Box::pin(async { Err(Refusal::other("no files")) })
    }

    fn call(&self, call: Call, done: Answered) -> bool {
        self.asked
            .borrow_mut()
            .push_back((self.clock.now.get(), call, done));
        true
    }
}
