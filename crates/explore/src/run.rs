//! One run of a program under one schedule.

use crate::limits::Limits;
use crate::outcome::{Ending, Outcome};
use crate::player::Player;
use crate::quiet;
use crate::{Strategy, Tried};
use core::cell::RefCell;
use core::fmt::Debug;
use coroscope_runtime::runtime::{DEFAULT_POLLS_PER_MICROTASK, Options, VirtualClock};
use coroscope_runtime::{Result, Runtime};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

/// A run that has ended.
pub(crate) struct Run {
    pub(crate) tried: Tried,
    pub(crate) runtime: Runtime,
}

/// Runs a program once. With a limit in bytes for its log, it is recorded.
pub(crate) fn run<T, F>(
    program: &impl Fn() -> F,
    strategy: Strategy,
    limits: &Rc<Limits>,
    log_limit: Option<usize>,
) -> Run
where
    F: Future<Output = Result<T>> + 'static,
    T: Debug + 'static,
{
    let (runtime, player) = prepare(strategy, limits, log_limit);
    let ending = Rc::new(RefCell::new(None));
    let set_ending = ending.clone();
    let play = || {
        let main = program();
        let main = async move {
            let result = main.await;
            set_ending.replace(Some(match &result {
                Ok(value) => Ending::Returned(format!("{value:?}")),
                Err(why) => Ending::Failed(why.to_string()),
            }));
            result.map(drop)
        };
        drop(runtime.start(main).named("main"));
        match runtime.clock() {
            Some(clock) => has_ended(clock, limits.steps),
            None => false,
        }
    };
    let played = quiet::during(|| catch_unwind(AssertUnwindSafe(play)));
    let ending = match (played, ending.take()) {
        (Err(panic), _) => Ending::Panicked(message(&*panic)),
        (Ok(false), _) => Ending::Failed(format!("it did not end within {} steps", limits.steps)),
        (Ok(true), Some(ending)) if runtime.pending() == 0 => ending,
        (Ok(true), None) if runtime.pending() == 0 => Ending::Failed("main was cancelled".into()),
        (Ok(true), _) => {
            runtime.record_deadlock();
            let waiting = runtime.all_tasks();
            let names: Vec<_> = waiting.iter().map(|task| task.name().to_string()).collect();
            Ending::Failed(format!("deadlock: {} can never continue", names.join(", ")))
        }
    };
    let outcome = Outcome {
        result: ending,
        printed: limits.lines.that_count(player.take_printed()),
        findings: match &limits.findings {
            Some(findings) => runtime.with_log(|log| findings.0(log)),
            None => Vec::new(),
        },
    };
    let tried = player.tried(outcome);
    Run { tried, runtime }
}

/// A runtime whose choices are made in this way.
pub(crate) fn prepare(
    strategy: Strategy,
    limits: &Rc<Limits>,
    log_limit: Option<usize>,
) -> (Runtime, Rc<Player>) {
    let runtime = Runtime::virtual_clock_with(Options {
        log_limit,
        polls_per_microtask: DEFAULT_POLLS_PER_MICROTASK,
        ..Options::default()
    });
    let player = Rc::new(Player::new(strategy, limits.clone()));
    runtime.set_choices(player.clone());
    (runtime, player)
}

/// Steps a clock to the end of its run. False if that takes more than this number of steps.
fn has_ended(clock: &VirtualClock, steps: usize) -> bool {
    (0..steps).any(|_| !clock.step())
}

/// The message of a panic.
fn message(panic: &dyn core::any::Any) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a value that is no text".into())
}
