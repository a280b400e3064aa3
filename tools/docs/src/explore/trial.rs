//! One run of a script under one schedule, in this process.

use super::plan::Plan;
use crate::host::DocumentHost;
use crate::script;
use coroscope::explore::{Ending, Strategy, Tried};
use coroscope::export::{Clock, Meta, write_recording};
use coroscope::lint::{Finding, outcome_findings};
use coroscope::trace::log::DEFAULT_LIMIT;
use coroscope::trace::{Model, RunView};
use coroscope_engine::{Engine, Options, PreparedInterpreter, ScriptError};
use std::cell::Cell;
use std::rc::Rc;

/// The most reports of progress of a run: one for each turn of the loop, each step of a task and each write. A run with more
/// counts as endless.
const MOST_REPORTS: u32 = 300_000;

/// A run that has ended.
pub(crate) struct Ran {
    pub(crate) tried: Tried,
    /// Its recording, if it was recorded.
    pub(crate) recording: Option<String>,
}

/// Runs the script of a plan. `on_endless` is called with the result if the run does not end, and does not return.
pub(super) fn run(
    plan: &Plan,
    prepared: PreparedInterpreter,
    strategy: &Strategy,
    is_recorded: bool,
    on_endless: impl Fn(Ran) + 'static,
) -> Ran {
    let trial = plan.explorer().trial(strategy.clone());
    let needs_log = is_recorded || plan.settings.findings;
    let engine = Engine::in_order(
        Options::default(),
        Rc::<DocumentHost>::default(),
        trial.choices(),
        needs_log.then_some(DEFAULT_LIMIT),
    );
    let engine = engine.with_interpreter(prepared);
    let (reports, of_endless) = (Cell::new(0), trial.clone());
    engine.on_progress(move |_| {
        reports.set(reports.get() + 1);
        if reports.get() > MOST_REPORTS {
            let why = format!("it did not end within {MOST_REPORTS} steps");
            on_endless(Ran {
                tried: of_endless.end(Ending::Failed(why), Vec::new()),
                recording: None,
            });
        }
    });
    let ended = script::block_on(engine.run_async(&plan.script));
    let result = match &ended {
        Ok(()) => Ending::Returned(String::new()),
        Err(ScriptError { message, .. }) => Ending::Failed(message.clone()),
    };
    let runtime = engine.runtime();
    let findings = match plan.settings.findings {
        true => runtime.with_log(|log| {
            outcome_findings(RunView::new(log, &Model::of(log)), Finding::in_short)
        }),
        false => Vec::new(),
    };
    let tried = trial.end(result, findings);
    if let Err(failed) = &ended {
        runtime.enter(|| failed.traceback.lines().for_each(coroscope::print));
    }
    let meta = || Meta {
        lesson: "script".into(),
        settings: vec![
            ("code".into(), plan.script.clone()),
            ("schedule".into(), tried.schedule.to_string()),
        ],
        clock: Clock::Virtual,
        ..Meta::default()
    };
    let recording = is_recorded.then(|| runtime.with_log(|log| write_recording(log, &meta())));
    Ran { tried, recording }
}
