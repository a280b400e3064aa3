//! One run: of a lesson, a script or the page's own futures, or a recording; and the model that is read from its log
//! incrementally.

mod growing_run;
mod page_run;
mod recorded_run;
mod source;
mod stepping;

pub(crate) use super::clock::Clock;
use super::dom::{milliseconds, wants_less_motion};
use super::driver::browser;
use super::events::EndCause;
use super::in_order::InOrder;
use super::net::{BrowserNet, Resolve};
use super::reader_script::Program;
use super::reader_script::order_search::ScriptOrder;
use super::reader_script::script_run::ScriptRun;
use super::reader_script::worker::WorkerMessage;
use super::subject::Subject;
use super::world;
use crate::lessons::{Lesson, Sleeps, Values};
use crate::runtime::{FirstTurn, Options, Runtime};
use crate::time::Instant;
use crate::timeline::{Pace, RunEnd, run_end};
use crate::trace::{Counterparts, Log, Model, RunView};
use crate::world::World;
use core::cell::Cell;
use coroscope_explore::Schedule;
pub(crate) use growing_run::{Feed, GrowingRun};
pub(crate) use recorded_run::Recorded;
use source::{Source, with_log};
use std::rc::Rc;

/// Milliseconds per frame for reading the log, and for running the virtual clock.
const BUDGET: f64 = 5.0;
/// The same for a run that has ended: a reader waits for the whole of it, and nothing moves meanwhile.
const BUDGET_AT_THE_END: f64 = 40.0;
/// Repaint interval under `prefers-reduced-motion` in milliseconds; a longer one for live pages, which never end.
const REDUCED_MOTION_INTERVAL: f64 = 350.0;
const LIVE_REDUCED_MOTION_INTERVAL: f64 = 1000.0;
/// Number of events that are read between two readings of the clock.
const CHUNK: usize = 1024;

/// A run, in progress or ended.
pub(crate) struct Run {
    /// Numbers the runs of an element.
    pub(crate) number: u32,
    /// The title of what was run.
    pub(crate) title: String,
    /// Everything that was read from the log so far.
    pub(crate) model: Model,
    /// Whether the reader stopped it.
    pub(crate) stopped: bool,
    /// Whether the reader paused the virtual clock.
    pub(crate) paused: bool,
    /// The program whose lines the reader sees, if it is not the one that runs; `None` before that is known.
    pub(crate) counterparts: Option<Option<Counterparts>>,
    source: Source,
    ended: bool,
    read: bool,
    /// The run's time at the last repaint while it is in progress, and the page's clock then, in milliseconds.
    last_drawn: (Instant, f64),
    /// Whether a deadlock was found on the virtual clock.
    is_deadlocked: Cell<bool>,
    /// How far it was played on the virtual clock; `None` if it runs as fast as it can be computed.
    pace: Option<Pace>,
}

impl Run {
    /// Starts a lesson, which resolves the addresses that it fetches with `resolve`.
    pub(crate) fn start(
        lesson: &'static Lesson,
        values: &Values,
        clock: Clock,
        number: u32,
        resolve: Resolve,
    ) -> Run {
        let net = BrowserNet::of_lessons(resolve);
        let source = match clock {
            Clock::Real => {
                // A run starts in an animation frame; main gets its first turn after the page has painted.
                let driver = FirstTurn::of(browser()).in_macrotask();
                let runtime = Runtime::new(Rc::new(driver), Options::default());
                start_main(&runtime, lesson, values, world::world(net));
                Source::Real(runtime)
            }
            Clock::Virtual => {
                let (runtime, in_order) = (Runtime::virtual_clock(), InOrder::default());
                start_main(
                    &runtime,
                    lesson,
                    values,
                    world::world_in_order(net, &in_order),
                );
                Source::Virtual(runtime, in_order)
            }
        };
        Run::of(source, number, lesson.title)
    }

    /// Starts a lesson in this order, on the virtual clock and in a world in memory.
    pub(crate) fn in_order(
        lesson: &'static Lesson,
        values: &Values,
        (schedule, sleeps): (&Schedule, Sleeps),
        number: u32,
    ) -> Run {
        let runtime = lesson.start_in_order(values, schedule, sleeps);
        let source = Source::Virtual(runtime, InOrder::default());
        Run::of(source, number, lesson.title)
    }

    fn of(source: Source, number: u32, title: &str) -> Run {
        Run {
            number,
            title: title.to_owned(),
            model: Model::default(),
            stopped: false,
            paused: false,
            counterparts: None,
            source,
            ended: false,
            read: false,
            last_drawn: (Instant::ZERO, f64::NEG_INFINITY),
            is_deadlocked: Cell::default(),
            pace: Some(Pace::default()),
        }
    }

    /// Runs a script in a worker, whose messages go to `on_message`. It waits for other scripts of the page unless it is
    /// asked for.
    pub(crate) fn script(
        (program, order): (&Program, Option<&ScriptOrder>),
        clock: Clock,
        is_asked: bool,
        number: u32,
        on_message: impl FnMut(WorkerMessage) + 'static,
    ) -> Run {
        let script = ScriptRun::start(program, order, clock, is_asked, on_message);
        Run::of(
            Source::Script(Box::new(script)),
            number,
            Subject::SCRIPT_TITLE,
        )
    }

    /// Handles a message from the script's worker. Returns whether events that were read before were removed.
    pub(crate) fn receive(&mut self, message: WorkerMessage) -> bool {
        let Source::Script(script) = &mut self.source else {
            return false;
        };
        let is_warned = script.is_warned();
        if is_warned {
            self.model.pop_warning(script.log());
        }
        self.ended = script.receive(message);
        self.read &= !self.ended;
        is_warned
    }

    /// Adds a warning to the log when a script's turn runs for long. Returns whether the log changed.
    pub(crate) fn check_endless_turn(&mut self, now: f64) -> bool {
        let Source::Script(script) = &mut self.source else {
            return false;
        };
        let is_due = self.read && script.check_turn(&self.model, now);
        if is_due {
            script.warn(&mut self.model, now);
            self.read = false;
        }
        is_due
    }

    /// The run of a script; `None` for other kinds of runs.
    pub(crate) fn script_run(&self) -> Option<&ScriptRun> {
        match &self.source {
            Source::Script(script) => Some(script),
            _ => None,
        }
    }

    /// Whether it shows the page's own futures.
    pub(crate) fn is_live(&self) -> bool {
        matches!(self.source, Source::Page(..))
    }

    fn runtime(&self) -> Option<&Runtime> {
        match &self.source {
            Source::Real(runtime) | Source::Virtual(runtime, _) => Some(runtime),
            Source::File(_) | Source::Page(..) | Source::Script(_) => None,
        }
    }

    /// Resolves when no tasks are left. `None` for runs whose end arrives as a message, and for those without an end.
    pub(crate) fn wait_ended(&self) -> Option<impl Future<Output = ()> + 'static> {
        self.runtime().map(|runtime| runtime.wait_all_done())
    }

    /// Marks the run as ended.
    pub(crate) fn end(&mut self) {
        if let Source::Script(script) = &mut self.source {
            script.end();
        }
        self.ended = true;
    }

    /// Stops the run, by cancelling all tasks or by terminating the worker.
    pub(crate) fn stop(&mut self) {
        (self.stopped, self.paused) = (true, false);
        self.catch_up_clock();
        if let Some(runtime) = self.runtime() {
            runtime.stop("stopped by the reader");
        }
        if let Source::Script(script) = &mut self.source {
            script.warn(&mut self.model, milliseconds());
            self.read = false;
            self.end();
        }
    }

    /// Reads the new part of the log, within the frame's budget. Under `prefers-reduced-motion`, only at intervals.
    pub(crate) fn catch_up(&mut self) {
        let now = milliseconds();
        let interval = if self.is_live() || self.is_followed() {
            LIVE_REDUCED_MOTION_INTERVAL
        } else {
            REDUCED_MOTION_INTERVAL
        };
        let is_drawn = self.read && !self.ended && !self.paused;
        let is_recent = is_drawn && now - self.last_drawn.1 < interval;
        if is_recent && wants_less_motion() {
            return;
        }
        self.last_drawn = (self.time(), now);
        let until = match self.ended {
            true => now + BUDGET_AT_THE_END,
            false => now + BUDGET,
        };
        self.read = loop {
            let most = self.playable(CHUNK);
            let Run { model, source, .. } = self;
            let all = with_log(source, |log| model.update_some(log, most)) || most < CHUNK;
            let all = all && !source.copy_some();
            if all || milliseconds() > until {
                break all;
            }
        };
        self.ended |= self.page_failure().is_some() || self.source.has_ended();
    }

    /// Whether the run is in progress.
    pub(crate) fn is_running(&self) -> bool {
        !self.ended
    }

    /// Whether more events can be read, now or later.
    pub(crate) fn is_growing(&self) -> bool {
        !self.ended || !self.read
    }

    /// Whether its log is complete, or will not grow unless the reader stops it: in a deadlock on the virtual clock.
    pub(crate) fn is_settled(&self) -> bool {
        self.read && (self.ended || self.is_deadlocked.get())
    }

    /// The current time of the run, where it can be read independently of the log.
    fn time(&mut self) -> Instant {
        match &mut self.source {
            Source::Real(runtime) => runtime.time(),
            Source::Page(page) => page.update_time(),
            Source::Script(script) => script.now(),
            Source::Virtual(..) => self.pace.map_or(Instant::ZERO, Pace::at),
            Source::File(recorded) => (recorded.growing()).map_or(Instant::ZERO, GrowingRun::time),
        }
    }

    /// The time up to which the run is known: the current time while it runs and the whole log was read.
    pub(crate) fn now(&self) -> Instant {
        let known = self.model.now();
        match &self.source {
            Source::Script(script) if self.ended => script.now().max(known),
            _ if !self.ended && self.read => self.last_drawn.0.max(known),
            _ => known,
        }
    }

    /// Why the run ended.
    pub(crate) fn end_cause(&self) -> EndCause<'_> {
        match self.script_run().and_then(ScriptRun::failure) {
            _ if self.stopped => EndCause::Stopped,
            Some(failure) => EndCause::Failed(&failure.message),
            None if self.is_recording() => match run_end(&self.model) {
                RunEnd::Stopped => EndCause::Stopped,
                RunEnd::Deadlock(_) => EndCause::Failed("Ended in a deadlock"),
                RunEnd::Done | RunEnd::Failed(_) | RunEnd::Cancelled => EndCause::Program,
            },
            None => EndCause::Program,
        }
    }

    /// The clock that it ran on; `None` for recordings and for the page's own futures.
    pub(crate) fn clock(&self) -> Option<Clock> {
        match &self.source {
            Source::Real(_) => Some(Clock::Real),
            Source::Virtual(..) => Some(Clock::Virtual),
            Source::Script(script) => Some(script.clock()),
            Source::File(_) | Source::Page(..) => None,
        }
    }

    /// Gives access to the log.
    pub(crate) fn with_log<R>(&self, read: impl FnOnce(&Log) -> R) -> R {
        with_log(&self.source, read)
    }

    /// Gives access to the log together with the model.
    pub(crate) fn with_view<R>(&self, read: impl FnOnce(RunView<'_>) -> R) -> R {
        let counterparts = self.counterparts.as_ref().and_then(Option::as_ref);
        self.with_log(|log| read(RunView::new(log, &self.model).in_lines_of(counterparts)))
    }
}

fn start_main(runtime: &Runtime, lesson: &'static Lesson, values: &Values, world: World) {
    let main = runtime.start((lesson.program.start)(values, world));
    // Its end is read from the log, so the handle is not awaited.
    let _ = main.named("main");
}
