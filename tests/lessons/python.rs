//! The Python beside each lesson runs as it is shown, with the values of the settings, and prints what the lesson prints.

mod cases;

use crate::lessons::common::{printed, run};
use cases::{Case, say_the_same, with_sorted_cancels};
use coroscope::lessons::{self, Lesson, SettingKind, Values};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of the engine's tests, which have modules for `python3`.
fn engine_tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("engine/tests")
}

/// Runs a lesson's program. Of what Python does not have itself there is a stand-in.
fn python3(program: &str) -> Command {
    let mut python = Command::new("python3");
    python
        .args(["-B", "-c", program])
        .env("PYTHONPATH", engine_tests().join("stand_ins"));
    python
}

/// What the program next to a lesson prints.
#[track_caller]
pub(crate) fn printed_in_python(id: &str) -> Vec<String> {
    let python = python3(lessons::find(id).unwrap().program.python).output();
    let printed = String::from_utf8(python.unwrap().stdout).unwrap();
    printed.lines().map(str::to_owned).collect()
}

#[test]
fn every_program_runs_under_python3_without_a_word_of_complaint() {
    let running: Vec<_> = (lessons::ALL.iter())
        .map(|lesson| {
            let python = python3(lesson.program.python)
                .stdout(std::process::Stdio::piped())
                .stderr(std::process::Stdio::piped())
                .spawn();
            (lesson.id, python.expect("python3 is there"))
        })
        .collect();
    for (id, python) in running {
        let done = python.wait_with_output().unwrap();
        let complaints = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{id}: {complaints}");
        assert_eq!(complaints, "", "{id}");
        assert!(!done.stdout.is_empty(), "{id} printed nothing");
    }
}

#[test]
fn where_no_clock_is_printed_python_prints_the_same_lines() {
    for id in ["loop", "background"] {
        let (here, there) = (printed(&run(id, &[])), printed_in_python(id));
        assert_eq!(here, there, "{id}");
    }
}

/// A line without its comment.
fn code(line: &str) -> &str {
    line.split("  # ").next().unwrap_or_default()
}

#[test]
fn the_values_in_the_files_are_the_defaults() {
    for lesson in lessons::ALL {
        let filled = lesson.python(&Values::defaults(lesson.settings));
        let codes = |text: &str| {
            text.lines()
                .map(|it| code(it).to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            codes(lesson.program.python),
            codes(&filled),
            "{}",
            lesson.id
        );
    }
}

/// The ids of the settings that comments of a program name, in their order.
fn named_settings(lesson: &Lesson) -> Vec<&'static str> {
    let comments = lesson.program.python.lines().filter_map(|line| {
        let (_, comment) = line.split_once("  # ")?;
        let (word, id) = comment.split_once(": ")?;
        ["setting", "documents"]
            .contains(&word)
            .then(|| id.split(' ').next().unwrap_or(id))
    });
    comments.collect()
}

#[test]
fn every_setting_is_in_the_program_and_no_comment_about_one_is_shown() {
    for lesson in lessons::ALL {
        let mut named = named_settings(lesson);
        named.sort_unstable();
        let mut settings: Vec<&str> = (lesson.settings.iter())
            // The list of documents has the reader's own URLs as well.
            .filter(|setting| !matches!(setting.kind, SettingKind::Lines { .. }))
            .map(|setting| setting.id)
            .collect();
        settings.sort_unstable();
        assert_eq!(named, settings, "{}", lesson.id);
        let shown = lesson.python(&Values::defaults(lesson.settings));
        for comment in ["# setting", "# documents"] {
            assert!(!shown.contains(comment), "{}", lesson.id);
        }
    }
}

/// The line of a lesson's program that begins with this text, with one setting changed.
#[track_caller]
fn line(id: &str, (setting, value): (&str, &str), begin: &str) -> String {
    let lesson = lessons::find(id).unwrap();
    let mut values = Values::defaults(lesson.settings);
    values.set(lesson.settings, setting, value).unwrap();
    let python = lesson.python(&values);
    let line = python.lines().find(|line| line.starts_with(begin));
    line.unwrap_or_else(|| panic!("no {begin} in {id}"))
        .to_owned()
}

#[test]
fn values_are_written_as_in_python() {
    let cases = [
        (("sync", ("wait", "0")), "TIME = 0"),
        (("sync", ("wait", "5")), "TIME = 0.005"),
        (("pause", ("pause", "1500")), "PAUSE = 1.5"),
        (("pause", ("pause", "2000")), "PAUSE = 2"),
        (("background", ("tasks", "1000")), "TASKS = 1_000"),
        (("many", ("clients", "20000")), "CLIENTS = 20_000"),
        (("depth", ("levels", "5")), "LEVELS = 5_000"),
        (("worth", ("numbers", "30")), "END = 1_500"),
        (
            ("queue", ("ends", "one")),
            "ENDS = \"one\"  # or \"each\", or \"last\"",
        ),
        (
            ("background", ("variant", "cancel")),
            "VARIANT = \"cancel\"  # or \"await\", or \"forget\"",
        ),
        (("gather", ("tasks", "0")), "URLS = []"),
        (
            ("gather", ("tasks", "2")),
            "URLS = [f\"docs/{name}.txt\" for name in \"event-loop coroutine\".split()]",
        ),
        (
            ("gather", ("urls", "https://a.example/\"x\\\n b.txt")),
            "URLS = [\"https://a.example/\\\"x\\\\\", \"b.txt\"]",
        ),
    ];
    for ((id, setting), expected) in cases {
        let (constant, _) = expected.split_once(" = ").unwrap();
        assert_eq!(line(id, setting, &format!("{constant} = ")), expected);
    }
}

#[test]
fn more_documents_than_samples_are_the_samples_again() {
    let urls = line("gather", ("tasks", "30"), "URLS = ");
    let program = format!("{urls}\nprint(*URLS, sep='\\n')");
    let printed = String::from_utf8(python3(&program).output().unwrap().stdout).unwrap();
    let expected: Vec<String> = (0..30).map(lessons::samples::url).collect();
    assert_eq!(printed.lines().collect::<Vec<_>>(), expected);
}

/// What each program prints under `python3` on a virtual clock.
fn printed_by_python3(programs: &[String]) -> Vec<Vec<String>> {
    let folder = std::env::temp_dir().join(format!("coroscope-python-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let paths: Vec<PathBuf> = (0..programs.len())
        .map(|n| folder.join(format!("case-{n}.py")))
        .collect();
    for (path, program) in paths.iter().zip(programs) {
        fs::write(path, program).unwrap();
    }
    let mut python = Command::new("python3");
    let script = engine_tests().join("virtual_python.py");
    let ran = python.arg("-B").arg(script).args(&paths).output().unwrap();
    fs::remove_dir_all(&folder).unwrap();
    let errors = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "python3 failed:\n{errors}");
    let mut printed: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let mut at = 0;
    for line in String::from_utf8(ran.stdout).unwrap().lines() {
        match line.strip_prefix("== case-") {
            Some(n) => at = n.parse().unwrap(),
            None => printed.entry(at).or_default().push(line.to_owned()),
        }
    }
    let of = |n| printed.remove(&n).unwrap_or_default();
    (0..programs.len()).map(of).collect()
}

#[test]
fn with_any_settings_python_prints_what_the_lesson_prints_in_the_same_order() {
    let all = cases::all().into_iter();
    let cases: Vec<Case> = all.filter(|case| case.exception().is_none()).collect();
    let programs: Vec<String> = cases.iter().map(Case::python).collect();
    let mut differing = Vec::new();
    for (case, mut there) in cases.iter().zip(printed_by_python3(&programs)) {
        let here = with_sorted_cancels(&case.run().with_log(cases::printed));
        // A failure of main, which the log of the lesson has as well.
        there.retain(|line| !line.starts_with("! "));
        let there = with_sorted_cancels(&there);
        if !say_the_same(case.lesson, &here, &there) {
            let (here, there) = (here.join("\n"), there.join("\n"));
            differing.push(format!("== {case}\n-- here\n{here}\n-- Python\n{there}"));
        }
    }
    let (count, of) = (differing.len(), cases.len());
    assert!(
        count == 0,
        "{count} of {of} differ:\n{}",
        differing.join("\n")
    );
}
