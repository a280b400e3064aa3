//! Differential tests: each scenario is written twice, for Coroscope and for asyncio, and both must
//! say the same, line for line.
//!
//! The twins stand side by side under one name: `locks.rs` and `locks.py`. Python's run on the virtual
//! clock of `virtual_loop.py`; those for which `python3` is too old run on the CPython of npm's
//! `pyodide`, and so does all else where that is installed. What differs on purpose is marked so,
//! and what both say is asserted.
#![allow(
    dead_code,
    unused_macros,
    reason = "the vocabulary is for more scenarios than there are yet"
)]
#![allow(unreachable_pub, reason = "its modules are its own")]

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

/// The scenarios of each topic; of those, the ones that differ on purpose.
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
fn every_python_scenario_has_its_rust_twin() {
    for python in python::all() {
        for name in python.scores.keys().chain(python.needs.keys()) {
            let (topic, scenario) = name.split_once("::").unwrap_or_default();
            let names = TOPICS.iter().find(|(name, _)| *name == topic);
            assert!(
                names.is_some_and(|(_, names)| names.contains(&scenario)),
                "{name} stands only in {topic}.py"
            );
        }
    }
}
