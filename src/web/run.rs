//! One run of a lesson on the browser's queues, and the model that is read from its log bit by bit.

use super::dom::milliseconds;
use super::net::BrowserNet;
use crate::lessons::{Lesson, Values, World};
use crate::runtime::{Options, Runtime};
use crate::time::Instant;
use crate::trace::track::Outcome;
use crate::trace::{Log, Model};
use std::rc::Rc;

/// Milliseconds of each frame that reading the log may take.
const BUDGET: f64 = 5.0;
/// Events that are read between two looks at the clock.
const PORTION: usize = 1024;

/// A run, going on or over.
pub(crate) struct Run {
    /// Which of its element's runs it is.
    pub(crate) number: u32,
    /// Everything that is read so far.
    pub(crate) model: Model,
    /// Whether the reader stopped it.
    pub(crate) stopped: bool,
    runtime: Runtime,
    over: bool,
    read: bool,
}

impl Run {
    /// Starts a lesson.
    pub(crate) fn start(lesson: &'static Lesson, values: &Values, number: u32) -> Run {
        let runtime = Runtime::browser(Options::default());
        let world = World {
            net: Rc::<BrowserNet>::default(),
        };
        let main = runtime.start((lesson.start)(values, world));
        // Its end is read from the log; nobody awaits it.
        let _ = main.named("main");
        Run {
            number,
            model: Model::default(),
            stopped: false,
            runtime,
            over: false,
            read: false,
        }
    }

    /// Resolves when no task is left.
    pub(crate) fn ends(&self) -> impl Future<Output = ()> + 'static {
        self.runtime.over()
    }

    /// No task is left.
    pub(crate) fn end(&mut self) {
        self.over = true;
    }

    /// Cancels all tasks.
    pub(crate) fn stop(&mut self) {
        self.stopped = true;
        self.runtime.stop("stopped by the reader");
    }

    /// Reads what the log has got since the last frame, for as long as a frame allows.
    pub(crate) fn catch_up(&mut self) {
        let until = milliseconds() + BUDGET;
        let model = &mut self.model;
        self.read = self.runtime.with_log(|log| {
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
        if self.over || !self.read {
            self.model.now()
        } else {
            self.runtime.time().max(self.model.now())
        }
    }

    /// How the main task ended.
    pub(crate) fn outcome(&self) -> Option<(Instant, Outcome)> {
        self.model.tasks().first()?.end
    }

    /// Reads the log.
    pub(crate) fn with_log<R>(&self, read: impl FnOnce(&Log) -> R) -> R {
        self.runtime.with_log(read)
    }
}
