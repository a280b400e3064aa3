//! The runs in which a lesson's Python is compared with the lesson: each choice and some numbers of each setting. The
//! engine's tests include this file.

#![allow(dead_code, reason = "each test file uses a part")]

use coroscope::lessons::{self, DefaultClock, Lesson, SettingKind, Values, doubles};
use coroscope::time::Duration;
use coroscope::trace::{EventKind, Log, Model, OutcomeKind};
use coroscope::world::{Answer, Net, Request, Response, World};
use coroscope::{Runtime, sleep};
use std::fmt;
use std::rc::Rc;

/// A lesson with values of its settings.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) lesson: &'static Lesson,
    settings: Vec<(&'static str, String)>,
}

/// A lesson, one of its settings, and the other settings that are set with it.
type WithOthers = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

/// Settings that only matter together with another: that one is set as well.
const TOGETHER: &[WithOthers] = &[
    (
        "gather",
        "errors",
        &[("urls", "docs/lock.txt\ndocs/missing.txt\ndocs/task.txt")],
    ),
    (
        "gather",
        "order",
        &[("urls", "docs/lock.txt\ndocs/missing.txt\ndocs/task.txt")],
    ),
    ("helper", "refusals", &[("variant", "retry")]),
    ("helper", "attempts", &[("variant", "retry")]),
    ("helper", "pause", &[("variant", "pace")]),
    ("locks", "pause", &[("variant", "lock")]),
    ("locks", "gap", &[("variant", "lock")]),
    ("queue", "capacity", &[("ends", "last")]),
    ("queue", "consumers", &[("ends", "last")]),
    ("timeouts", "work", &[("report", "work")]),
    ("background", "own", &[("variant", "cancel")]),
    ("background", "time", &[("variant", "forget")]),
    ("groups", "closing", &[("variant", "closing")]),
    ("groups", "latency", &[("closing", "0")]),
];

/// Settings of all cases of a lesson: less computing and fewer tasks, which take long and show the same.
const LESS: &[(&str, &str, &str)] = &[
    ("loop", "turns", "2"),
    ("blocking", "numbers", "3"),
    ("worth", "numbers", "1"),
    ("depth", "levels", "1"),
    ("many", "clients", "20"),
];

/// All cases: the defaults, and each of some values of each setting alone, or with its settings in [`TOGETHER`].
pub(crate) fn all() -> Vec<Case> {
    lessons::ALL.iter().flat_map(of).collect()
}

fn of(lesson: &'static Lesson) -> Vec<Case> {
    let case = |mut settings: Vec<(&'static str, String)>| {
        for (_, id, value) in LESS.iter().filter(|it| it.0 == lesson.id) {
            if settings.iter().all(|(known, _)| known != id) {
                settings.push((id, (*value).to_owned()));
            }
        }
        Case { lesson, settings }
    };
    let mut cases = vec![case(Vec::new())];
    for setting in lesson.settings {
        for value in values(setting.kind) {
            let alone = vec![(setting.id, value)];
            for (_, _, with) in TOGETHER
                .iter()
                .filter(|it| (it.0, it.1) == (lesson.id, setting.id))
            {
                let with = with.iter().map(|(id, value)| (*id, (*value).to_owned()));
                cases.push(case(alone.iter().cloned().chain(with).collect()));
            }
            cases.push(case(alone));
        }
    }
    cases
}

/// The values of a setting that are tried: every choice; the smallest numbers and one in between.
fn values(kind: SettingKind) -> Vec<String> {
    match kind {
        SettingKind::Number { min, max, unit, .. } => {
            // Python prints whole milliseconds, so no half of an odd number.
            let others = if unit == "ms" { [2, 38] } else { [1, 3] };
            let mut numbers = vec![min];
            numbers.extend(others.map(|number| number.clamp(min, max)));
            numbers.sort_unstable();
            numbers.dedup();
            numbers.iter().map(u32::to_string).collect()
        }
        SettingKind::Choice { options, .. } => options
            .iter()
            .map(|(value, _)| (*value).to_owned())
            .collect(),
        SettingKind::Lines { .. } => vec!["docs/one.txt\ndocs/two.txt".to_owned()],
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.lesson.id)?;
        for (id, value) in &self.settings {
            write!(f, " {id}={}", value.replace('\n', ","))?;
        }
        Ok(())
    }
}

impl Case {
    fn values(&self) -> Values {
        let settings = self.lesson.settings;
        let mut values = Values::defaults(settings);
        for (id, value) in &self.settings {
            values.set(settings, id, value).expect("a valid value");
        }
        values
    }

    /// Why Python can't do the same.
    pub(crate) fn exception(&self) -> Option<&'static str> {
        const CLEANUP: &str = "Python cancels a cleanup that has begun when another timeout ends, or when the group \
            fails; here a cleanup is awaited";
        let values = self.values();
        let number = |id| values.number(id);
        // The inner limit ends during the cleanup that the outer one has caused.
        let inner_ends = (1..number("cleanup").min(number("work"))).contains(&number("limit"));
        // The third task cleans up when the second one has failed and cleaned up.
        let others_clean_up = (1..number("closing")).contains(&number("latency"));
        match self.lesson.id {
            "timeouts" if inner_ends => Some(CLEANUP),
            "groups" if others_clean_up && values.get("variant") != "none" => Some(CLEANUP),
            _ => None,
        }
    }

    /// The value of a setting that is a number.
    pub(crate) fn number(&self, id: &str) -> usize {
        self.values().number(id)
    }

    /// The Python program.
    pub(crate) fn python(&self) -> String {
        self.lesson.python(&self.values())
    }

    /// Runs the lesson on the virtual clock.
    pub(crate) fn run(&self) -> Runtime {
        let rt = Runtime::virtual_clock();
        let main = (self.lesson.program.start)(&self.values(), world());
        drop(rt.start(main).named("main"));
        let clock = rt.clock().expect("a virtual clock").clone();
        while clock.step() {}
        rt
    }
}

/// A world like the one in the Python programs: documents arrive after one turn, and so does the database.
fn world() -> World {
    let mut database = doubles::MemoryDatabase::default();
    database.delay = Duration::ZERO;
    World {
        net: Rc::new(AfterOneTurn),
        database: Rc::new(database),
        worker: Rc::new(doubles::InlineWorker {
            delay: Duration::ZERO,
        }),
        peer: None,
        ..doubles::world()
    }
}

/// A network that says the same as `get` in the Python programs.
struct AfterOneTurn;

impl Net for AfterOneTurn {
    fn fetch(&self, request: Request) -> Answer<Response> {
        Box::pin(async move {
            sleep(Duration::ZERO).await;
            let is_missing = ["missing", "nobody"]
                .iter()
                .any(|it| request.url.contains(it));
            let (status, reason) = if is_missing {
                (404, "Not Found")
            } else {
                (200, "OK")
            };
            let text = format!("What {} says.", request.url);
            Ok(Response {
                status,
                reason: reason.into(),
                url: request.url,
                headers: Vec::new(),
                body: Box::new(move || Box::pin(async move { Ok(text.into_bytes()) })),
            })
        })
    }
}

/// The printed lines of a log.
pub(crate) fn printed(log: &Log) -> Vec<String> {
    let lines = log.iter().filter_map(|event| match event.kind {
        EventKind::Printed { text, .. } => Some(log.text(text).to_owned()),
        _ => None,
    });
    lines.collect()
}

/// The names of all tasks in the order of spawning, and how each ended. Python's callbacks have no names, and its threads
/// have rows of their own: both are left out. So is what `asyncio.run` itself does at the end.
pub(crate) fn ends(log: &Log) -> Vec<(String, Option<OutcomeKind>)> {
    let model = Model::of(log);
    let tasks = model.tasks().iter().filter(|task| task.is_task());
    let tasks = tasks.map(|task| {
        let name = model.task_name(log, task.id).into_owned();
        (name, task.end.map(|(_, outcome)| outcome.kind()))
    });
    tasks
        .filter(|(name, _)| !name.starts_with("asyncio.run: "))
        .collect()
}

/// The lines, with those of tasks that are cancelled one after the other sorted: CPython's `asyncio.run` cancels the tasks
/// that are left in the order of a set, so in any order.
pub(crate) fn with_sorted_cancels(lines: &[String]) -> Vec<String> {
    let mut lines = lines.to_vec();
    let is_cut = |line: &String| line.ends_with(" was cut short");
    lines
        .chunk_by_mut(|a, b| is_cut(a) && is_cut(b))
        .for_each(<[String]>::sort);
    lines
}

/// Whether the lines that a lesson and its Python have printed say the same. Python writes `1040 ms` and `True` where the
/// lesson writes `1.04 s` and `true`, and rounds halves to even digits. What a lesson measures is another number in
/// Python.
pub(crate) fn say_the_same(lesson: &Lesson, rust: &[String], python: &[String]) -> bool {
    let is_same = |(rust, python): (&String, &String)| {
        let (rust, python) = (words(rust), words(python));
        let mut pairs = rust.iter().zip(&python);
        rust.len() == python.len()
            && pairs.all(|(a, b)| a.is_same(b, lesson.clock == DefaultClock::RealToMeasure))
    };
    rust.len() == python.len() && rust.iter().zip(python).all(is_same)
}

#[derive(Debug)]
enum Word {
    Text(String),
    /// A decimal number with digits after the point.
    Number(f64),
    /// A duration in nanoseconds.
    Duration(f64),
}

impl Word {
    fn is_same(&self, other: &Word, any_number: bool) -> bool {
        match (self, other) {
            (Word::Text(a), Word::Text(b)) if any_number => {
                a == b || a.parse::<u64>().is_ok() && b.parse::<u64>().is_ok()
            }
            (Word::Duration(_), Word::Duration(_)) | (Word::Number(_), Word::Number(_))
                if any_number =>
            {
                true
            }
            (Word::Text(a), Word::Text(b)) => a == b,
            (Word::Number(a), Word::Number(b)) => (a - b).abs() < 0.11,
            // Three digits are printed.
            (Word::Duration(a), Word::Duration(b)) => (a - b).abs() <= 0.006 * a.max(*b),
            _ => false,
        }
    }
}

fn words(line: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for text in line.split_whitespace() {
        let bare = text.trim_end_matches([',', ':', ';']);
        let unit = match bare {
            "s" => Some(1e9),
            "ms" => Some(1e6),
            "µs" => Some(1e3),
            "ns" => Some(1.0),
            _ => None,
        };
        let before = match (words.last(), unit) {
            (Some(Word::Number(number)), Some(_)) => Some(*number),
            (Some(Word::Text(number)), Some(_)) => number.parse().ok(),
            _ => None,
        };
        if let (Some(number), Some(unit)) = (before, unit) {
            words.pop();
            words.push(Word::Duration(number * unit));
        } else if let (true, Ok(number)) = (bare.contains('.'), bare.parse()) {
            words.push(Word::Number(number));
        } else {
            let text = text.replace("True", "true").replace("False", "false");
            words.push(Word::Text(text));
        }
    }
    words
}
