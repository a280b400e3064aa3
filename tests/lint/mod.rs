//! Findings: each rule is tested with cases that it finds, and with cases on which it is silent.
mod calls;
mod cancelled_others;
mod cancels;
mod cycles;
mod damaged;
mod deadlock_holders;
mod deadlocks;
mod endless;
mod ends;
mod ends_reported;
mod going_on;
mod items_lost;
mod loop_held;
mod never_released;
mod polls;
mod random_logs;
mod recorded;
mod shared;
mod spinning;
mod stalls;
mod timeouts;
mod troubled;
mod waits;

use crate::common::tape::Tape;
use coroscope::lint::{Finding, FindingKind, Options, findings};
use coroscope::runtime::VirtualClock;
use coroscope::trace::{Model, RunView, TaskId};
use coroscope::{Result, Runtime};
use std::rc::Rc;

/// Runs a main coroutine until no task is left, or none can continue. It gets the clock, to simulate work that takes
/// time.
fn run<F>(main: impl FnOnce(Rc<VirtualClock>) -> F) -> Runtime
where
    F: Future<Output = Result<()>> + 'static,
{
    let rt = Runtime::virtual_clock();
    let clock = rt.clock().unwrap().clone();
    drop(rt.start(main(clock.clone())).named("main"));
    while clock.step() {}
    rt
}

fn all(rt: &Runtime) -> Vec<Finding> {
    rt.with_log(|log| findings(RunView::new(log, &Model::of(log)), &Options::default()))
}

/// The only finding of a run.
#[track_caller]
fn only(rt: &Runtime, kind: FindingKind) -> Finding {
    the_one(all(rt), kind)
}

#[track_caller]
fn silent(rt: &Runtime) {
    assert_eq!(all(rt), []);
}

fn all_of(tape: &Tape) -> Vec<Finding> {
    findings(RunView::new(&tape.log, &tape.model()), &Options::default())
}

/// The only finding of a tape.
#[track_caller]
fn only_of(tape: &Tape, kind: FindingKind) -> Finding {
    the_one(all_of(tape), kind)
}

#[track_caller]
fn silent_of(tape: &Tape) {
    assert_eq!(all_of(tape), []);
}

#[track_caller]
fn the_one(found: Vec<Finding>, kind: FindingKind) -> Finding {
    match &found[..] {
        [one] if one.kind == kind => one.clone(),
        _ => panic!("not the one finding of that kind: {found:#?}"),
    }
}

fn names(rt: &Runtime, tasks: &[TaskId]) -> Vec<String> {
    rt.with_log(|log| {
        let model = Model::of(log);
        let name = |task: &TaskId| model.task_name(log, *task).into_owned();
        tasks.iter().map(name).collect()
    })
}

/// The lines of this folder's files that a finding is about.
fn lines(rt: &Runtime, finding: &Finding) -> Vec<u32> {
    rt.with_log(|log| {
        let places = finding.places.iter().filter_map(|place| log.place(*place));
        places.map(|place| place.line).collect()
    })
}
