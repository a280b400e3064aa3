//! What an engine shares with the objects of its script.

use crate::calling::Calling;
use crate::engine::Options;
use crate::hang::Hang;
use crate::native::task::task::PyTask;
use crate::output::Output;
use crate::outside::{Nowhere, Outside};
use crate::real_clock::RealClock;
use crate::threads::Threads;
use core::cell::{Cell, OnceCell, RefCell};
use core::task::Waker;
use coroscope::Runtime;
use coroscope::runtime::{self, Handle, VirtualClock};
use coroscope::time::{Duration, Instant};
use coroscope::trace::TaskId;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyWeak};
use rustpython_vm::{PyObjectRef, PyRef};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Why a run's progress is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Something may have happened, and more will at once.
    Step,
    /// Nothing happens for a while: the loop waits, or is blocked.
    Pause,
}

/// What hears of progress.
pub(crate) type Told = Rc<dyn Fn(Progress)>;

/// What the time of a run is.
#[derive(Clone)]
pub(crate) enum Clock {
    Virtual(Rc<VirtualClock>),
    Real(Rc<RealClock>),
}

/// A task that has not ended. One that only waits for a future is that future's to keep, as in asyncio.
pub(crate) struct Kept {
    pub(crate) strong: Option<PyRef<PyTask>>,
    pub(crate) weak: PyRef<PyWeak>,
}

impl Kept {
    pub(crate) fn task(&self) -> Option<PyRef<PyTask>> {
        let strong = self.strong.clone();
        strong.or_else(|| self.weak.upgrade()?.downcast().ok())
    }
}

/// What an engine shares with the objects of its script.
pub(crate) struct Shared {
    pub(crate) handle: Handle,
    pub(crate) clock: Clock,
    pub(crate) options: Options,
    pub(crate) outside: Rc<dyn Outside>,
    /// Answers from outside that are awaited.
    pub(crate) awaited: Rc<Cell<usize>>,
    pub(crate) output: RefCell<Output>,
    pub(crate) running: RefCell<Option<(PyRef<PyTask>, Waker)>>,
    pub(crate) running_loop: RefCell<Option<PyObjectRef>>,
    pub(crate) pending: RefCell<BTreeMap<TaskId, Kept>>,
    pub(crate) calling: Calling,
    pub(crate) tasks_made: Cell<usize>,
    /// Calls of coroutines that have numbers in the log.
    pub(crate) calls_made: Cell<u32>,
    pub(crate) copy_context: RefCell<Option<PyObjectRef>>,
    pub(crate) end: RefCell<Option<PyBaseExceptionRef>>,
    pub(crate) threads: Threads,
    /// Whether the turn that the script's own lines awaited had something to do.
    pub(crate) went_on: Cell<bool>,
    /// How far the script's clock is ahead of the loop's.
    pub(crate) ahead: Cell<Duration>,
    /// How often the script looked at the virtual clock at one time, and which.
    pub(crate) looks: Cell<(Instant, u32)>,
    /// How many turns the loop had at one virtual time, and which.
    pub(crate) turns: Cell<(Instant, u32)>,
    pub(crate) script: RefCell<String>,
    /// The lines at which a generator that is suspended has something to clean up.
    pub(crate) clean_ups: OnceCell<BTreeSet<u32>>,
    /// The lines with an await in a loop, and whether each round needs what the one before gave.
    pub(crate) rounds: OnceCell<BTreeMap<u32, bool>>,
    /// How often coroutines of a line were never awaited.
    pub(crate) unawaited: RefCell<BTreeMap<Option<u32>, u32>>,
    /// The run is over, because it would hang.
    pub(crate) hang: RefCell<Option<Hang>>,
    /// The engine is being dropped.
    pub(crate) is_closing: Cell<bool>,
    progress: RefCell<Option<Told>>,
}

impl Shared {
    pub(crate) fn new(
        runtime: &Runtime,
        clock: Clock,
        options: Options,
        outside: Rc<dyn Outside>,
    ) -> Shared {
        Shared {
            handle: runtime.handle(),
            clock,
            options,
            outside,
            awaited: Rc::default(),
            output: RefCell::new(Output::new(options.output_limit)),
            running: RefCell::default(),
            running_loop: RefCell::default(),
            pending: RefCell::default(),
            calling: Calling::default(),
            tasks_made: Cell::new(0),
            calls_made: Cell::new(0),
            copy_context: RefCell::default(),
            end: RefCell::default(),
            threads: Threads::default(),
            went_on: Cell::new(false),
            ahead: Cell::default(),
            looks: Cell::default(),
            turns: Cell::default(),
            script: RefCell::default(),
            clean_ups: OnceCell::new(),
            rounds: OnceCell::new(),
            unawaited: RefCell::default(),
            hang: RefCell::default(),
            is_closing: Cell::new(false),
            progress: RefCell::default(),
        }
    }

    /// That of an engine that is gone: nothing that it is asked for is ever done.
    pub(crate) fn of_nobody() -> Shared {
        let clock = Rc::new(VirtualClock::default());
        let runtime = Runtime::new(clock.clone(), runtime::Options::default());
        let (clock, outside) = (Clock::Virtual(clock), Rc::new(Nowhere));
        let shared = Shared::new(&runtime, clock, Options::default(), outside);
        shared.is_closing.set(true);
        shared
    }

    /// Whether an answer from outside is awaited.
    pub(crate) fn is_awaited(&self) -> bool {
        self.awaited.get() > 0
    }

    pub(crate) fn set_progress(&self, told: Told) {
        self.progress.replace(Some(told));
    }

    /// Tells that something may have happened.
    pub(crate) fn progress(&self, why: Progress) {
        let told = self.progress.borrow().clone();
        if let Some(told) = told {
            told(why);
        }
    }

    /// Lets go of all objects of the script's, while their interpreter is still there.
    pub(crate) fn forget_objects(&self) {
        drop(self.pending.take());
        drop(self.running_loop.take());
        drop(self.copy_context.take());
        drop(self.end.take());
        self.threads.clear();
    }
}
