//! The state of an engine, shared with the objects of its script.

use crate::attribution::Attribution;
use crate::files::{FoundInFiles, ScriptFiles};
use crate::hang::Hang;
use crate::host::{Host, NoHost};
use crate::memory;
use crate::native::task::task::PyTask;
use crate::options::Options;
use crate::output::Output;
use crate::packages::Wheels;
use crate::real_clock::RealClock;
use crate::responses::Responses;
use crate::threads::Threads;
use core::cell::{Cell, RefCell};
use core::task::Waker;
use coroscope_runtime::Runtime;
use coroscope_runtime::runtime::{self, Handle, VirtualClock};
use coroscope_trace::time::{Duration, Instant};
use coroscope_trace::{Place, TaskId};
use rustpython_vm::builtins::{PyBaseExceptionRef, PyWeak};
use rustpython_vm::{PyObjectRef, PyRef};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::rc::Rc;

/// Why progress is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Something may have happened, and the script continues at once.
    Step,
    /// Nothing will happen for a while: the loop waits, or is blocked.
    Pause,
}

/// A callback for progress.
pub(crate) type ProgressCallback = Rc<dyn Fn(Progress)>;

/// The clock of a run.
#[derive(Clone)]
pub(crate) enum Clock {
    Virtual(Rc<VirtualClock>),
    Real(Rc<RealClock>),
}

/// A task that has not ended. While it waits for a future, only that future holds a strong reference, as in asyncio.
pub(crate) struct PendingTask {
    pub(crate) strong: Option<PyRef<PyTask>>,
    pub(crate) weak: PyRef<PyWeak>,
}

impl PendingTask {
    pub(crate) fn task(&self) -> Option<PyRef<PyTask>> {
        let strong = self.strong.clone();
        strong.or_else(|| self.weak.upgrade()?.downcast().ok())
    }
}

/// The state of an engine, shared with the objects of its script.
pub(crate) struct EngineState {
    pub(crate) handle: Handle,
    pub(crate) clock: Clock,
    pub(crate) options: Options,
    pub(crate) host: Rc<dyn Host>,
    pub(crate) responses: Responses,
    pub(crate) output: RefCell<Output>,
    pub(crate) running: RefCell<Option<(PyRef<PyTask>, Waker)>>,
    pub(crate) running_loop: RefCell<Option<PyObjectRef>>,
    pub(crate) pending: RefCell<BTreeMap<TaskId, PendingTask>>,
    /// The wakers of tasks that had a turn while their loop was stopped, with that loop.
    pub(crate) waiting_for_loop: RefCell<Vec<(PyObjectRef, Waker)>>,
    pub(crate) attribution: Attribution,
    pub(crate) tasks_created: Cell<usize>,
    /// The number of coroutine calls that are numbered in the log.
    pub(crate) numbered_calls: Cell<u32>,
    pub(crate) copy_context: RefCell<Option<PyObjectRef>>,
    pub(crate) end: RefCell<Option<PyBaseExceptionRef>>,
    pub(crate) threads: Threads,
    /// Whether the last turn that top-level code awaited had something to do; false if the script hangs.
    pub(crate) progressed: Cell<bool>,
    /// Whether a loop is in debug mode.
    pub(crate) watches_steps: Cell<bool>,
    /// The offset of the script's clock from the loop's, for calls from another engine.
    pub(crate) clock_offset: Cell<Duration>,
    /// The last instant at which the script read the virtual clock, and how many times.
    pub(crate) clock_reads: Cell<(Instant, u32)>,
    /// The last virtual instant at which the loop had a turn, and how many turns.
    pub(crate) turns: Cell<(Instant, u32)>,
    pub(crate) files: ScriptFiles,
    pub(crate) wheels: RefCell<Wheels>,
    /// The lines of standard input that were not read yet.
    pub(crate) input: RefCell<VecDeque<String>>,
    /// The lines at which a suspended generator has cleanup to do.
    pub(crate) guarded_yields: FoundInFiles<BTreeSet<u32>>,
    /// The lines with an await in a loop, and whether each iteration depends on the one before.
    pub(crate) dependent_awaits: FoundInFiles<BTreeMap<u32, bool>>,
    /// How many coroutines were never awaited, by the place of their call.
    pub(crate) never_awaited: RefCell<HashMap<Option<Place>, u32>>,
    /// Set if the run has ended because it hangs.
    pub(crate) hang: RefCell<Option<Hang>>,
    /// Set while the engine is being dropped.
    pub(crate) is_closing: Cell<bool>,
    progress: RefCell<Option<ProgressCallback>>,
}

impl EngineState {
    pub(crate) fn new(
        runtime: &Runtime,
        clock: Clock,
        options: Options,
        host: Rc<dyn Host>,
    ) -> EngineState {
        EngineState {
            handle: runtime.handle(),
            clock,
            options,
            host,
            responses: Responses::default(),
            output: RefCell::new(Output::new(options.output_limit)),
            running: RefCell::default(),
            running_loop: RefCell::default(),
            pending: RefCell::default(),
            waiting_for_loop: RefCell::default(),
            attribution: Attribution::default(),
            tasks_created: Cell::new(0),
            numbered_calls: Cell::new(0),
            copy_context: RefCell::default(),
            end: RefCell::default(),
            threads: Threads::default(),
            progressed: Cell::new(false),
            watches_steps: Cell::new(false),
            clock_offset: Cell::default(),
            clock_reads: Cell::default(),
            turns: Cell::default(),
            files: ScriptFiles::default(),
            wheels: RefCell::default(),
            input: RefCell::default(),
            guarded_yields: FoundInFiles::default(),
            dependent_awaits: FoundInFiles::default(),
            never_awaited: RefCell::default(),
            hang: RefCell::default(),
            is_closing: Cell::new(false),
            progress: RefCell::default(),
        }
    }

    /// The state of an engine that does not exist any more: it does nothing.
    pub(crate) fn closed() -> EngineState {
        let clock = Rc::new(VirtualClock::default());
        let runtime = Runtime::new(clock.clone(), runtime::Options::default());
        let (clock, host) = (Clock::Virtual(clock), Rc::new(NoHost));
        let state = EngineState::new(&runtime, clock, Options::default(), host);
        state.is_closing.set(true);
        state
    }

    pub(crate) fn set_progress_callback(&self, callback: ProgressCallback) {
        self.progress.replace(Some(callback));
    }

    /// Reports progress.
    pub(crate) fn progress(&self, why: Progress) {
        memory::keep_ahead();
        let callback = self.progress.borrow().clone();
        if let Some(callback) = callback {
            callback(why);
        }
    }

    /// Drops all objects of the script, while their interpreter still exists.
    pub(crate) fn drop_objects(&self) {
        drop(self.pending.take());
        drop(self.waiting_for_loop.take());
        drop(self.running_loop.take());
        drop(self.copy_context.take());
        drop(self.end.take());
        self.threads.clear();
    }
}
