//! `src/lessons/python/same_lines.txt`: which lines of a lesson's Python do the same as which lines of its Rust program.
//! Both are run with the same settings, and the waits of each task are paired in their order. `UPDATE_GOLDEN=1` writes the
//! file anew.

use crate::lessons::cases::{self, Case};
use coroscope::lessons;
use coroscope::trace::{EventKind, Log, Model, PlaceId, TaskId, WaitReason};
use coroscope_engine_tests::programs::{self, path_of, run_on_threads};
use coroscope_engine_tests::{FILE, Job};
use std::collections::BTreeMap;
use std::fs;

const PAIRS: &str = "../../src/lessons/python/same_lines.txt";
/// Runs with more tasks, and more steps of a task, take long and have no other lines.
const MANY: usize = 500;

/// How often each line of Rust did the same as which line of Python.
type Votes = BTreeMap<u32, BTreeMap<u32, usize>>;

#[test]
fn the_pairs_of_lines_in_the_file_are_those_that_do_the_same() {
    let cases: Vec<Case> = cases::all();
    let voted = run_on_threads(cases, |case| (case.lesson.id, votes(&case)));
    let mut by_lesson: BTreeMap<&str, Votes> = BTreeMap::new();
    for (id, votes) in voted {
        let all = by_lesson.entry(id).or_default();
        for (rust, lines) in votes {
            for (python, count) in lines {
                *all.entry(rust).or_default().entry(python).or_default() += count;
            }
        }
    }
    let lines = lessons::ALL.iter().map(|lesson| {
        let pairs = by_lesson.get(lesson.id).map(pairs).unwrap_or_default();
        let pairs = pairs
            .iter()
            .map(|(rust, python)| format!(" {rust}:{python}"));
        format!("{}{}\n", lesson.id, pairs.collect::<String>())
    });
    let found: String = lines.collect();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(path_of(PAIRS), &found).expect("the file can be written");
    }
    let expected = fs::read_to_string(path_of(PAIRS)).expect("the file");
    assert!(
        found == expected,
        "{PAIRS} differs (UPDATE_GOLDEN=1 writes it anew); found:\n{found}\nexpected:\n{expected}"
    );
}

/// The pairs that nearly all votes agree on.
fn pairs(votes: &Votes) -> Vec<(u32, u32)> {
    let pair = |(rust, lines): (&u32, &BTreeMap<u32, usize>)| {
        let (python, most) = lines.iter().max_by_key(|(_, count)| **count)?;
        let all: usize = lines.values().sum();
        (most * 5 >= all * 4).then_some((*rust, *python))
    };
    votes.iter().filter_map(pair).collect()
}

fn votes(case: &Case) -> Votes {
    let mut votes = Votes::new();
    let rust = case.run();
    rust.with_log(|log| {
        let here = steps(log, case.lesson.program.file);
        if here.len() > MANY {
            return;
        }
        let python = case.python();
        let ran = match programs::uses_host(&python) {
            true => programs::run(&python),
            false => Job::new(&python).run(),
        };
        let there = steps(ran.log(), FILE);
        for (task, here) in &here {
            let Some(there) = there.get(task) else {
                continue;
            };
            for (rust, python) in aligned(first(here), first(there)) {
                if let (Some(rust), Some(python)) = (rust, python) {
                    *votes.entry(rust).or_default().entry(python).or_default() += 1;
                }
            }
        }
    });
    votes
}

/// What a task does at a line of the program.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Spawns,
    /// Yields, or waits for something outside: in Python, programs yield where the lesson fetches.
    Yields,
    Sleeps,
    AwaitsTasks,
    Uses(u8),
    Other,
}

/// The steps of each task in order, by the name of the task, with their lines if those are in the program's file.
fn steps(log: &Log, file: &str) -> BTreeMap<String, Vec<(Step, Option<u32>)>> {
    let model = Model::of(log);
    let name = |task: TaskId| match task.index() {
        0 => "main".to_owned(),
        _ => model.task_name(log, task).into_owned(),
    };
    let line = |place: PlaceId| {
        let place = log.place(place)?;
        place
            .file
            .replace('\\', "/")
            .ends_with(file)
            .then_some(place.line)
    };
    let mut steps: BTreeMap<String, Vec<(Step, Option<u32>)>> = BTreeMap::new();
    // The task that has waited in its present turn.
    let mut waited = None;
    for event in log.iter() {
        let (task, step, place) = match event.kind {
            EventKind::PollBegun { .. } => {
                waited = None;
                continue;
            }
            EventKind::TaskSpawned {
                parent: Some(task),
                place,
                ..
            } => (task, Step::Spawns, place),
            EventKind::Waits { task, on, place } => {
                // What the program waits for may itself wait, in another file.
                let steps = steps.entry(name(task)).or_default();
                let is_again = waited.replace(task) == Some(task);
                if let Some(before) = steps.last_mut().filter(|it| is_again && it.1.is_none()) {
                    *before = (step(on), line(place));
                    continue;
                }
                (task, step(on), place)
            }
            _ => continue,
        };
        steps
            .entry(name(task))
            .or_default()
            .push((step, line(place)));
    }
    steps
}

fn step(on: WaitReason) -> Step {
    match on {
        WaitReason::Turn | WaitReason::Io(_) => Step::Yields,
        WaitReason::Timer(_) => Step::Sleeps,
        WaitReason::Task(_) | WaitReason::Tasks(_) => Step::AwaitsTasks,
        WaitReason::Resource(_, op) => Step::Uses(op as u8),
        WaitReason::Future => Step::Other,
    }
}

/// The first of many steps.
fn first(steps: &[(Step, Option<u32>)]) -> &[(Step, Option<u32>)] {
    &steps[..steps.len().min(MANY)]
}

/// The longest common sequence of steps, as pairs of lines.
fn aligned(
    here: &[(Step, Option<u32>)],
    there: &[(Step, Option<u32>)],
) -> Vec<(Option<u32>, Option<u32>)> {
    // Of the rest from each pair of positions.
    let mut lengths = vec![vec![0u32; there.len() + 1]; here.len() + 1];
    for a in (0..here.len()).rev() {
        for b in (0..there.len()).rev() {
            lengths[a][b] = match here[a].0 == there[b].0 {
                true => lengths[a + 1][b + 1] + 1,
                false => lengths[a + 1][b].max(lengths[a][b + 1]),
            };
        }
    }
    let (mut a, mut b, mut pairs) = (0, 0, Vec::new());
    while a < here.len() && b < there.len() {
        if here[a].0 == there[b].0 {
            pairs.push((here[a].1, there[b].1));
            (a, b) = (a + 1, b + 1);
        } else if lengths[a + 1][b] >= lengths[a][b + 1] {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}
