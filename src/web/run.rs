//! One run of a lesson on the browser's queues or on the virtual clock, or one that was recorded before;
//! and the model that is read from its log bit by bit.

mod stepping;

pub(crate) use super::clock::Clock;
use super::dom::{milliseconds, wants_less_motion};
use super::driver::browser;
use super::orderly::Orderly;
use super::script::SCRIPT;
use super::script::running::Running;
use super::script::worker::Heard;
use super::told::Ending;
use super::world;
use crate::lessons::{Lesson, Values, World};
use crate::runtime::{FirstTurn, Handle, Options, Runtime};
use crate::time::Instant;
use crate::timeline::{Ended, ended};
use crate::trace::{Log, Model};
use core::cell::Cell;
use std::rc::Rc;

/// Milliseconds of each frame that reading the log may take, and that the virtual clock may run.
const BUDGET: f64 = 5.0;
/// Milliseconds for which a picture of what goes on stays for readers who want less motion; and one of a page's own
/// program, which never ends.
const STILL: f64 = 350.0;
const STILL_OF_PAGE: f64 = 1000.0;
/// Events that are read between two looks at the clock.
const PORTION: usize = 1024;

/// A run, going on or over.
pub(crate) struct Run {
    /// Which of its element's runs it is.
    pub(crate) number: u32,
    /// What was run.
    pub(crate) title: String,
    /// Everything that is read so far.
    pub(crate) model: Model,
    /// Whether the reader stopped it.
    pub(crate) stopped: bool,
    /// Whether the reader holds the virtual clock.
    pub(crate) held: bool,
    source: Source,
    over: bool,
    read: bool,
    /// How far it is drawn while it goes on, and when that was, in milliseconds.
    drawn: (Instant, f64),
    /// Whether the virtual clock found that nothing can ever continue.
    is_deadlocked: Cell<bool>,
}

enum Source {
    Real(Runtime),
    Virtual(Runtime, Orderly),
    File(Log),
    /// A page's own runtime.
    Page(Handle),
    /// A script in a worker.
    Script(Box<Running>),
}

impl Run {
    /// Starts a lesson.
    pub(crate) fn start(
        lesson: &'static Lesson,
        values: &Values,
        clock: Clock,
        number: u32,
    ) -> Run {
        let source = match clock {
            Clock::Real => {
                // A run begins in an animation frame, which the page paints before main has its first turn.
                let driver = FirstTurn::of(browser()).in_macrotask();
                let runtime = Runtime::new(Rc::new(driver), Options::default());
                begin(&runtime, lesson, values, world::world());
                Source::Real(runtime)
            }
            Clock::Virtual => {
                let (runtime, orderly) = (Runtime::virtual_clock(), Orderly::default());
                begin(&runtime, lesson, values, world::in_order(&orderly));
                Source::Virtual(runtime, orderly)
            }
        };
        Run::of(source, number, lesson.title)
    }

    fn of(source: Source, number: u32, title: &str) -> Run {
        Run {
            number,
            title: title.to_owned(),
            model: Model::default(),
            stopped: false,
            held: false,
            source,
            over: false,
            read: false,
            drawn: (Instant::ZERO, f64::NEG_INFINITY),
            is_deadlocked: Cell::default(),
        }
    }

    /// A run that was recorded before.
    pub(crate) fn recorded(log: Log, title: String, number: u32) -> Run {
        Run {
            over: true,
            ..Run::of(Source::File(log), number, &title)
        }
    }

    /// Runs a script in a worker, which tells `hear` of it.
    pub(crate) fn script(
        source: &str,
        clock: Clock,
        number: u32,
        hear: impl FnMut(Heard) + 'static,
    ) -> Run {
        let script = Running::begin(source, clock, hear);
        Run::of(Source::Script(Box::new(script)), number, SCRIPT.title)
    }

    /// Takes in what a script's worker tells. Whether events that were read before are gone.
    pub(crate) fn hear(&mut self, heard: Heard) -> bool {
        let Source::Script(script) = &mut self.source else {
            return false;
        };
        let is_warned = script.is_warned();
        if is_warned {
            self.model.pop_warning(script.log());
        }
        self.over = script.hear(heard);
        self.read &= !self.over;
        is_warned
    }

    /// Sees whether a script's turn goes on for long, and says so in its log. Whether that is new.
    pub(crate) fn watch(&mut self, now: f64) -> bool {
        let Source::Script(script) = &mut self.source else {
            return false;
        };
        let is_due = self.read && script.watch(&self.model, now);
        if is_due {
            script.warn(&mut self.model, now);
            self.read = false;
        }
        is_due
    }

    /// The script that runs, or ran; none for anything else.
    pub(crate) fn running(&self) -> Option<&Running> {
        match &self.source {
            Source::Script(script) => Some(script),
            _ => None,
        }
    }

    /// What a page's own program does. It never is over.
    pub(crate) fn of_page(page: Handle) -> Run {
        Run::of(Source::Page(page), 0, "This page")
    }

    /// Whether it was recorded before.
    pub(crate) fn is_recording(&self) -> bool {
        matches!(self.source, Source::File(_))
    }

    /// Whether it is what a page's own program does.
    pub(crate) fn is_of_page(&self) -> bool {
        matches!(self.source, Source::Page(..))
    }

    fn runtime(&self) -> Option<&Runtime> {
        match &self.source {
            Source::Real(runtime) | Source::Virtual(runtime, _) => Some(runtime),
            Source::File(_) | Source::Page(..) | Source::Script(_) => None,
        }
    }

    /// Resolves when no task is left; none where that is told by other means.
    pub(crate) fn ends(&self) -> Option<impl Future<Output = ()> + 'static> {
        self.runtime().map(|runtime| runtime.wait_all_done())
    }

    /// No task is left.
    pub(crate) fn end(&mut self) {
        if let Source::Script(script) = &mut self.source {
            script.end();
        }
        self.over = true;
    }

    /// Cancels all tasks.
    pub(crate) fn stop(&mut self) {
        (self.stopped, self.held) = (true, false);
        if let Some(runtime) = self.runtime() {
            runtime.stop("stopped by the reader");
        }
        if let Source::Script(script) = &mut self.source {
            script.warn(&mut self.model, milliseconds());
            self.read = false;
            self.end();
        }
    }

    /// Panics in a task of the run.
    pub(crate) fn break_down(&self) {
        let handle = match &self.source {
            Source::Real(runtime) | Source::Virtual(runtime, _) => runtime.handle(),
            Source::Page(page) => page.clone(),
            Source::File(_) | Source::Script(_) => return,
        };
        let _ = handle.spawn::<()>(async { panic!("asked to break down in a task") });
    }

    /// Reads what the log has got since the last frame, for as long as a frame allows. Readers who want less motion get
    /// a picture a few times a second.
    pub(crate) fn catch_up(&mut self) {
        let now = milliseconds();
        let still = if self.is_of_page() {
            STILL_OF_PAGE
        } else {
            STILL
        };
        let is_drawn = self.read && !self.over && !self.held;
        let is_still = is_drawn && now - self.drawn.1 < still;
        if is_still && wants_less_motion() {
            return;
        }
        self.drawn = (self.time(), now);
        let until = milliseconds() + BUDGET;
        let Run { model, source, .. } = self;
        self.read = with_log(source, |log| {
            loop {
                let all = model.update_some(log, PORTION);
                if all || milliseconds() > until {
                    break all;
                }
            }
        });
    }

    /// Whether tasks are left.
    pub(crate) fn is_going_on(&self) -> bool {
        !self.over
    }

    /// Whether the model is still to grow.
    pub(crate) fn is_growing(&self) -> bool {
        !self.over || !self.read
    }

    /// The time of its clock, where that is told by other means than its log.
    fn time(&self) -> Instant {
        match &self.source {
            Source::Real(runtime) => runtime.time(),
            Source::Page(page) => page.time(),
            Source::Script(script) => script.now(),
            Source::Virtual(..) | Source::File(_) => Instant::ZERO,
        }
    }

    /// The moment up to which the run is known: the clock's while it goes on and all is read.
    pub(crate) fn now(&self) -> Instant {
        let known = self.model.now();
        match &self.source {
            Source::Script(script) if self.over => script.now().max(known),
            _ if !self.over && self.read => self.drawn.0.max(known),
            _ => known,
        }
    }

    /// What ended it, beside the program itself.
    pub(crate) fn ending(&self) -> Ending<'_> {
        match self.running().and_then(Running::failure) {
            _ if self.stopped => Ending::Stopped,
            Some(failure) => Ending::Failed(&failure.message),
            None if self.is_recording() => match ended(&self.model) {
                Ended::Stopped => Ending::Stopped,
                Ended::Deadlock(_) => Ending::Failed("Ended in a deadlock"),
                Ended::Done | Ended::Failed(_) | Ended::Cancelled => Ending::Program,
            },
            None => Ending::Program,
        }
    }

    /// The clock that it ran on; for a file, none that is known here.
    pub(crate) fn clock(&self) -> Option<Clock> {
        match &self.source {
            Source::Real(_) => Some(Clock::Real),
            Source::Virtual(..) => Some(Clock::Virtual),
            Source::Script(script) => Some(script.clock()),
            Source::File(_) | Source::Page(..) => None,
        }
    }

    /// Reads the log.
    pub(crate) fn with_log<R>(&self, read: impl FnOnce(&Log) -> R) -> R {
        with_log(&self.source, read)
    }
}

fn begin(runtime: &Runtime, lesson: &'static Lesson, values: &Values, world: World) {
    let main = runtime.start((lesson.program.start)(values, world));
    // Its end is read from the log; nobody awaits it.
    let _ = main.named("main");
}

fn with_log<R>(source: &Source, read: impl FnOnce(&Log) -> R) -> R {
    match source {
        Source::Real(runtime) | Source::Virtual(runtime, _) => runtime.with_log(read),
        Source::Page(page) => page.with_log(read),
        Source::Script(script) => read(script.log()),
        Source::File(log) => read(log),
    }
}
