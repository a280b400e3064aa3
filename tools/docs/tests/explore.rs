//! Other orders of scripts: the classic mistakes are found, and nothing is found in their corrected versions.

use crate::tool::{Called, Folder};
use std::path::Path;

/// The scripts in `orders/` with their options. Each has a corrected version.
const CASES: [(&str, &[&str]); 12] = [
    ("cache", &[]),
    ("first_wins", &[]),
    ("gives_up", &[]),
    ("late_success", &[]),
    ("lost_item", &["--cancel", "worker"]),
    ("lost_update", &[]),
    ("pool", &[]),
    ("pulse", &[]),
    ("retry", &[]),
    ("sentinel", &[]),
    ("set_twice", &[]),
    ("two_locks", &[]),
];
/// Within this number of schedules, each mistake is found.
const ENOUGH: &str = "100";
/// The number of schedules of a corrected version. `COROSCOPE_SCHEDULES` sets another.
const CORRECTED: &str = "150";

fn explore(folder: &Folder, name: &str, options: &[&str]) -> Called {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/orders");
    let script = scripts.join(format!("{name}.py"));
    let script = script.to_string_lossy();
    folder.call(&[&["explore", &*script], options].concat())
}

#[test]
fn each_mistake_is_found_and_both_runs_are_recorded() {
    for (name, options) in CASES {
        let folder = Folder::new();
        let options = [options, &["--schedules", ENOUGH]].concat();
        let called = explore(&folder, name, &options);
        assert_eq!(called.status, Some(1), "{name}: {called:?}");
        println!("{}", called.out);
        for which in ["usual", "other"] {
            let recording = folder.read(&format!("{name}.{which}.coro.json"));
            assert!(recording.starts_with("{\"coroscope\":"), "{name}");
            let has_choices = recording.contains(",\"choose\",");
            assert_eq!(has_choices, which == "other", "{name}.{which}");
        }
    }
}

#[test]
fn nothing_is_found_in_a_corrected_version() {
    let schedules = std::env::var("COROSCOPE_SCHEDULES");
    let schedules = schedules.as_deref().unwrap_or(CORRECTED);
    for (name, options) in CASES {
        let folder = Folder::new();
        let options = [options, &["--schedules", schedules]].concat();
        let called = explore(&folder, &format!("{name}_corrected"), &options);
        println!("{}", called.out);
        assert_eq!(called.status, Some(0), "{name}: {called:?}");
        assert!(called.out.contains("one outcome in "), "{}", called.out);
    }
}

#[test]
fn the_schedule_of_an_outcome_makes_it_again() {
    let folder = Folder::new();
    let called = explore(&folder, "lost_update", &["--schedules", ENOUGH]);
    let lost = called
        .out
        .lines()
        .find(|line| line.contains("the counter says 1"));
    let schedule = lost.and_then(|line| line.split_whitespace().nth(1));
    let schedule = schedule.expect("a row with a schedule");
    let called = explore(&folder, "lost_update", &["--schedule", schedule]);
    assert_eq!(called.status, Some(1), "{called:?}");
    assert!(
        called.out.contains("the counter says 1\n"),
        "{}",
        called.out
    );
    let called = explore(&folder, "lost_update", &["--schedule", "0"]);
    assert_eq!(called.status, Some(0), "{called:?}");
    assert!(
        called.out.contains("the counter says 2\n"),
        "{}",
        called.out
    );
}

#[test]
fn errors_have_a_status_of_their_own() {
    let folder = Folder::new();
    folder.write("fails.py", "print(1)\nraise ValueError('always')\n");
    for (arguments, words) in [
        (&["explore", "missing.py"][..], "missing.py"),
        (&["explore", "fails.py"], "fails in every order"),
        (
            &["explore", "fails.py", "--schedule", "1"],
            "is not a schedule",
        ),
        (&["explore", "fails.py", "--late=-1"], "--late takes"),
    ] {
        let called = folder.call(arguments);
        assert_eq!(called.status, Some(2), "{called:?}");
        assert!(called.errors.contains(words), "{called:?}");
    }
}

#[test]
fn a_run_that_never_ends_is_an_outcome() {
    let folder = Folder::new();
    folder.write(
        "spins.py",
        "import asyncio
ended = []
async def end():
    await asyncio.sleep(0.01)
    ended.append(1)
async def main():
    task = asyncio.create_task(end())
    await asyncio.sleep(0.05)
    while not ended:
        pass
    await task
    print('ended')
asyncio.run(main())
",
    );
    let called = folder.call(&["explore", "spins.py", "--limit", "1", "--schedules", "6"]);
    assert_eq!(called.status, Some(1), "{called:?}");
    assert!(
        called.out.contains("it did not end within 1 s"),
        "{}",
        called.out
    );
}

/// A sleep is never early, unless it stands for an answer.
#[test]
fn sleeps_can_stand_for_answers() {
    let folder = Folder::new();
    folder.write(
        "race.py",
        "import asyncio
async def ask(name, seconds):
    await asyncio.sleep(seconds)
    return name
async def main():
    first = asyncio.create_task(ask('near', 0.01))
    await asyncio.sleep(0.02)
    print(first.done())
    await first
asyncio.run(main())
",
    );
    let options = ["explore", "race.py", "--late", "0.005"];
    let called = folder.call(&options);
    assert_eq!(called.status, Some(0), "{called:?}");
    let options = [
        "explore",
        "race.py",
        "--schedules",
        "50",
        "--sleeps-are-answers",
    ];
    let called = folder.call(&options);
    assert_eq!(called.status, Some(1), "{called:?}");
    assert!(called.out.contains("prints \"False\""), "{}", called.out);
}

#[test]
fn a_thread_can_be_overtaken_and_a_request_can_fail() {
    let folder = Folder::new();
    folder.write(
        "thread.py",
        "import asyncio
def work():
    return 'worked'
async def thread():
    print(await asyncio.to_thread(work))
async def main():
    order = []
    task = asyncio.create_task(thread())
    await asyncio.sleep(0.01)
    print('in time', task.done())
    await task
asyncio.run(main())
",
    );
    let called = folder.call(&["explore", "thread.py", "--schedules", "200"]);
    assert_eq!(called.status, Some(1), "{called:?}");
    assert!(called.out.contains("in time False"), "{}", called.out);
    let called = explore(
        &folder,
        "cache_corrected",
        &["--requests-fail", "--schedules", "50"],
    );
    assert_eq!(called.status, Some(1), "{called:?}");
    assert!(
        called.out.contains("the connection was lost"),
        "{}",
        called.out
    );
}
