//! What asyncio leaves open about a run, for tools that try other schedules of the same program.

use super::Handle;
use super::call::CallbackCell;
use super::core::Core;
use super::inbox::Address;
use super::task_ref::TaskRef;
use coroscope_trace::EventKind;
use coroscope_trace::time::Instant;
use std::rc::Rc;

/// What a pending timer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimerKind {
    /// A sleep, or a callback for a given time. It may be late, never early.
    Sleep,
    /// Simulates an answer from outside: a sleep within [`io`](crate::io()), or, if a schedule says so, any sleep
    /// ([`Choices::sleeps_as_answers`]). It may come sooner and later.
    Answer,
    /// The deadline of a timeout. It may be late, never early.
    Timeout,
}

/// A timer that has not fired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PendingTimer {
    /// When it is due.
    pub deadline: Instant,
    /// What it is for.
    pub kind: TimerKind,
    /// The latest time at which it may fire; `None` if it may be late by any time.
    pub latest: Option<Instant>,
    /// Its number in the run. It keeps that while it is postponed.
    pub number: u64,
}

/// When the timers fire that were due before the one that fires next, or with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Others {
    /// At the same moment, before it.
    #[default]
    Before,
    /// At the same moment, after it.
    After,
    /// Later, when nothing else can run any more.
    Later,
}

/// Which of the pending timers fires next. The default is the one that is due first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct NextTimer {
    /// Its position among the pending timers, in the order in which they are due.
    pub position: usize,
    /// What happens to those that were due before it, or with it.
    pub others: Others,
}

/// A moment at which a task may be cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CancelMoment {
    /// It has just begun to wait.
    Waits,
    /// What it waited for has happened, and it has not continued yet.
    Woken,
}

/// Decides what asyncio leaves open about a run on the virtual clock. What asyncio promises, such as the order of the ready
/// queue and the fairness of locks, never varies.
///
/// The default methods leave everything as it is on the clock.
pub trait Choices {
    /// Called when no task is ready. `pending` are the timers in the order in which they are due, at least two. A position
    /// that does not exist counts as the first.
    fn next_timer(&self, now: Instant, pending: &[PendingTimer]) -> NextTimer {
        let _ = (now, pending);
        NextTimer::default()
    }

    /// Whether to cancel a task at this moment. The request takes effect before the next pass.
    fn cancels(&self, task: &TaskRef, moment: CancelMoment) -> bool {
        let _ = (task, moment);
        false
    }

    /// Whether a request to the outside fails; `what` describes it, as in the log. For simulations of the outside.
    fn fails(&self, what: &str) -> bool {
        let _ = what;
        false
    }

    /// If each sleep stands for an answer from outside: how many times as long it may take at most. It may also end at once.
    /// Called when a sleep begins. `None` if sleeps are sleeps.
    fn sleeps_as_answers(&self) -> Option<u32> {
        None
    }

    /// Whether a step of a thread takes a moment, so that it can be overtaken. Called for each step that simulated threads
    /// could make at once.
    fn delays_thread(&self) -> bool {
        false
    }

    /// The last choice, for the log, if it was not what the clock would do: the number of the choice, and that of the
    /// alternative. Each is returned once.
    fn take_deviation(&self) -> Option<(u32, u32)> {
        None
    }

    /// Cancels a task, because [`cancels`](Choices::cancels) has said so. Programs whose tasks handle cancellation themselves
    /// do more.
    fn cancel(&self, task: &TaskRef) {
        task.cancel();
    }

    /// Called for each line that the program prints, also while nothing is recorded.
    fn printed(&self, line: &str) {
        let _ = line;
    }
}

impl Handle {
    /// Sets who decides what asyncio leaves open. Meant for the virtual clock, before the main task is started.
    ///
    /// # Examples
    /// ```
    /// use coroscope::runtime::{Choices, NextTimer, Others, PendingTimer};
    /// use coroscope::{Runtime, gather, print, sleep, time::{Instant, ms}, trace::Model};
    /// use std::rc::Rc;
    ///
    /// /// The last timer fires first, and all others are late.
    /// struct LastFirst;
    /// impl Choices for LastFirst {
    ///     fn next_timer(&self, _: Instant, pending: &[PendingTimer]) -> NextTimer {
    ///         NextTimer { position: pending.len() - 1, others: Others::Later }
    ///     }
    /// }
    /// let rt = Runtime::virtual_clock();
    /// rt.set_choices(Rc::new(LastFirst));
    /// rt.block_on(async {
    ///     gather([10, 20].map(|n| async move {
    ///         sleep(ms(n)).await;
    ///         print(n.to_string());
    ///         Ok(())
    ///     }))
    ///     .await
    /// })
    /// .unwrap();
    /// let printed = rt.with_log(|log| {
    ///     let lines = Model::of(log).printed;
    ///     lines.iter().map(|line| log.text(line.text).to_owned()).collect::<Vec<_>>()
    /// });
    /// assert_eq!(printed, ["20", "10"]);
    /// ```
    pub fn set_choices(&self, choices: Rc<dyn Choices>) {
        self.0.scheduler.choices.replace(Some(choices));
    }

    /// Whether a schedule lets this request fail. Simulations of the outside ask this when a request begins. False in
    /// ordinary runs.
    pub fn request_fails(&self, what: &str) -> bool {
        let choices = self.0.scheduler.choices();
        let fails = choices.is_some_and(|choices| choices.fails(what));
        self.0.record_deviation();
        fails
    }

    /// Whether a schedule lets the next step of a simulated thread take a moment. False in ordinary runs.
    pub fn thread_is_delayed(&self) -> bool {
        let choices = self.0.scheduler.choices();
        let is_delayed = choices.is_some_and(|choices| choices.delays_thread());
        self.0.record_deviation();
        is_delayed
    }
}

impl Core {
    /// Lets a schedule cancel a task.
    #[inline]
    pub(super) fn offer_cancel(&self, address: Address, moment: CancelMoment) {
        let Some(choices) = self.scheduler.choices() else {
            return;
        };
        let Some(task) = self.tasks.task(address).map(TaskRef) else {
            return;
        };
        if choices.cancels(&task, moment) {
            self.record_deviation();
            self.scheduler.push_before_pass(CallbackCell::new(move || {
                choices.cancel(&task);
            }));
        }
    }

    /// Adds the last choice to the log, if it was not what the clock would do.
    pub(super) fn record_deviation(&self) {
        if self.is_recording()
            && let Some(choices) = self.scheduler.choices()
            && let Some((choice, alternative)) = choices.take_deviation()
        {
            self.record(EventKind::Chosen {
                choice,
                alternative,
            });
        }
    }

    /// Passes a printed line to whoever decides what asyncio leaves open.
    pub(crate) fn notify_printed(&self, line: &str) {
        if let Some(choices) = self.scheduler.choices() {
            choices.printed(line);
        }
    }
}
