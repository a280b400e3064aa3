//! One run of a lesson on the browser's queues or on the virtual clock, or one that was recorded before;
//! and the model that is read from its log bit by bit.

use super::dom::{milliseconds, wants_less_motion};
use super::driver::browser;
use super::orderly::{Delivery, Orderly};
use super::script::SCRIPT;
use super::script::running::Running;
use super::script::worker::Heard;
use super::world;
use crate::lessons::{Lesson, Values, World};
use crate::runtime::{FirstTurn, Handle, Options, Runtime};
use crate::time::{Duration, Instant};
use crate::trace::track::Outcome;
use crate::trace::{Log, Model};
use std::rc::Rc;

/// Milliseconds of each frame that reading the log may take, and that the virtual clock may run.
const BUDGET: f64 = 5.0;
/// How long a picture of a page's own program stays for readers who want less motion.
const STILL: Duration = Duration::from_secs(1);
/// Events that are read between two looks at the clock.
const PORTION: usize = 1024;

/// What a run's time is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Clock {
    /// The browser's.
    #[default]
    Real,
    /// A number that jumps from deadline to deadline.
    Virtual,
}

impl Clock {
    /// Its name in attributes, addresses and files.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Clock::Real => "real",
            Clock::Virtual => "virtual",
        }
    }

    /// The clock of this name.
    pub(crate) fn named(name: &str) -> Option<Clock> {
        [Clock::Real, Clock::Virtual]
            .into_iter()
            .find(|clock| clock.name() == name)
    }
}

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
}

enum Source {
    Real(Runtime),
    Virtual(Runtime, Orderly),
    File(Log),
    /// A page's own runtime, and how far it is drawn.
    Page(Handle, Instant),
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

    /// Takes in what a script's worker tells.
    pub(crate) fn hear(&mut self, heard: Heard) {
        if let Source::Script(script) = &mut self.source {
            self.over = script.hear(heard);
            self.read = false;
        }
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
        Run::of(Source::Page(page, Instant::ZERO), 0, "This page")
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
        self.runtime().map(|runtime| runtime.over())
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
        if let Source::Script(_) = self.source {
            self.end();
        }
    }

    /// Panics in a task of the run.
    pub(crate) fn break_down(&self) {
        let handle = match &self.source {
            Source::Real(runtime) | Source::Virtual(runtime, _) => runtime.handle(),
            Source::Page(page, _) => page.clone(),
            Source::File(_) | Source::Script(_) => return,
        };
        let _ = handle.spawn::<()>(async { panic!("asked to break down in a task") });
    }

    /// Whether it is on the virtual clock and goes on.
    pub(crate) fn can_be_held(&self) -> bool {
        !self.over && matches!(self.source, Source::Virtual(..))
    }

    /// Runs one pass of the loop on the virtual clock, and holds the clock after it.
    pub(crate) fn step(&mut self) {
        if self.can_be_held() {
            self.held = true;
            self.pass();
        }
    }

    /// Lets the virtual clock run for as long as a frame allows.
    pub(crate) fn advance(&mut self) {
        if !self.can_be_held() || self.held {
            return;
        }
        let until = milliseconds() + BUDGET;
        while self.pass() && milliseconds() < until {}
    }

    /// One pass on the virtual clock. An answer from outside comes before time jumps, because it takes
    /// none of that time. False where there is nothing to do but wait.
    fn pass(&self) -> bool {
        let Source::Virtual(runtime, orderly) = &self.source else {
            return false;
        };
        let Some(clock) = runtime.clock() else {
            return false;
        };
        if clock.turn() {
            return true;
        }
        match orderly.deliver() {
            Delivery::Done => clock.turn(),
            Delivery::NotYet => false,
            Delivery::NoRequest => clock.jump(),
        }
    }

    /// Reads what the log has got since the last frame, for as long as a frame allows. Of what never ends, readers who
    /// want less motion get a picture each second.
    pub(crate) fn catch_up(&mut self) {
        if let Source::Page(page, drawn) = &mut self.source {
            let now = page.time();
            if wants_less_motion() && self.read && now - *drawn < STILL {
                return;
            }
            *drawn = now;
        }
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

    /// The moment up to which the run is known: the clock's while it goes on and all is read.
    pub(crate) fn now(&self) -> Instant {
        match &self.source {
            Source::Real(runtime) if !self.over && self.read => {
                runtime.time().max(self.model.now())
            }
            Source::Page(_, drawn) => (*drawn).max(self.model.now()),
            Source::Script(script) => script.now().max(self.model.now()),
            _ => self.model.now(),
        }
    }

    /// How the main task ended.
    pub(crate) fn outcome(&self) -> Option<(Instant, Outcome)> {
        self.model.tasks().first()?.end
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
        Source::Page(page, _) => page.with_log(read),
        Source::Script(script) => read(script.log()),
        Source::File(log) => read(log),
    }
}
