//! Differential tests: each scenario is written for Coroscope and for asyncio, and both must print the same lines.
//!
//! The two versions have the same name, in files such as `locks.rs` and `locks.py`. The Python versions run on the
//! virtual clock of `virtual_loop.py`, in `python3`, and also in the CPython of npm's `pyodide` if that is installed.
//! Scenarios for which `python3` is too old run only there. Intended differences are in `differences.rs`, with the
//! lines of both sides.
#![allow(dead_code, unused_macros, reason = "not every helper is used yet")]
#![allow(unreachable_pub, reason = "the modules are private to this test")]

#[macro_use]
mod vocabulary;

mod compare;
mod python;

mod barriers;
mod cancellation;
mod differences;
mod groups;
mod locks;
mod queues;
mod scheduling;
mod semaphores;
mod several;
mod tasks;
mod timeouts;

/// The scenarios of each topic.
const TOPICS: &[(&str, &[&str])] = &[
    ("scheduling", scheduling::NAMES),
    ("tasks", tasks::NAMES),
    ("cancellation", cancellation::NAMES),
    ("several", several::NAMES),
    ("timeouts", timeouts::NAMES),
    ("groups", groups::NAMES),
    ("locks", locks::NAMES),
    ("semaphores", semaphores::NAMES),
    ("barriers", barriers::NAMES),
    ("queues", queues::NAMES),
    ("differences", differences::NAMES),
];

#[test]
fn every_python_scenario_has_a_rust_version() {
    for python in python::all() {
        for name in python.scores.keys().chain(python.needs.keys()) {
            let (topic, scenario) = name.split_once("::").unwrap_or_default();
            let names = TOPICS.iter().find(|(name, _)| *name == topic);
            assert!(
                names.is_some_and(|(_, names)| names.contains(&scenario)),
                "{name} exists only in {topic}.py"
            );
        }
    }
}
