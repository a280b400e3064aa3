//! Findings: each rule is shown what it is for, and what it keeps silent about.
#![cfg(not(target_family = "wasm"))]

mod calls;
mod damaged;
mod deadlocks;
mod ends;
mod ends_told;
mod polls;
mod shared;
mod standstills;
#[path = "../timeline_tape/mod.rs"]
mod timeline_tape;
mod waits;

use coroscope::lint::{Finding, Kind, Options, findings};
use coroscope::runtime::VirtualClock;
use coroscope::trace::{Model, TaskId};
use coroscope::{Result, Runtime};
use std::rc::Rc;

/// Runs a main coroutine until no task is left, or none can ever go on. It has the clock, to let time
/// pass as work would.
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
    rt.with_log(|log| findings(&Model::of(log), log, &Options::default()))
}

/// The one finding of a run.
#[track_caller]
fn only(rt: &Runtime, kind: Kind) -> Finding {
    let mut found = all(rt);
    let one = found
        .pop()
        .filter(|one| found.is_empty() && one.kind == kind);
    match one {
        Some(one) => one,
        None => panic!("not the one finding of that kind: {:#?}", all(rt)),
    }
}

#[track_caller]
fn silent(rt: &Runtime) {
    assert_eq!(all(rt), []);
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
